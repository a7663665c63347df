export {};
//# sourceMappingURL=hold-stores.d.ts.map