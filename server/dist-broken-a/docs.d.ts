export {};
//# sourceMappingURL=docs.d.ts.map