export {};
//# sourceMappingURL=registry.store.test.d.ts.map