export {};
//# sourceMappingURL=run-source.d.ts.map