export {};
//# sourceMappingURL=intake.test.d.ts.map