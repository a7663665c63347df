export {};
//# sourceMappingURL=postgres.store.test.d.ts.map