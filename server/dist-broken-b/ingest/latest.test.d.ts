export {};
//# sourceMappingURL=latest.test.d.ts.map