export {};
//# sourceMappingURL=statements.test.d.ts.map