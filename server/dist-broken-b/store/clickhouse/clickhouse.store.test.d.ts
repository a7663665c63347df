export {};
//# sourceMappingURL=clickhouse.store.test.d.ts.map