export {};
//# sourceMappingURL=http.store.test.d.ts.map