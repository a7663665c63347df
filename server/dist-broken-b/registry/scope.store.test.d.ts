export {};
//# sourceMappingURL=scope.store.test.d.ts.map