export {};
//# sourceMappingURL=plan.test.d.ts.map