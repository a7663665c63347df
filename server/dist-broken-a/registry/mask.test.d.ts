export {};
//# sourceMappingURL=mask.test.d.ts.map