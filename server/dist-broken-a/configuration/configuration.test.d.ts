export {};
//# sourceMappingURL=configuration.test.d.ts.map