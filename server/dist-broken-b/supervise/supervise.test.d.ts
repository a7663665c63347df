export {};
//# sourceMappingURL=supervise.test.d.ts.map