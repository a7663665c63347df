export {};
//# sourceMappingURL=migrate.store.test.d.ts.map