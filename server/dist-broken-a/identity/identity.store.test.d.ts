export {};
//# sourceMappingURL=identity.store.test.d.ts.map