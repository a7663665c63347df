export {};
//# sourceMappingURL=silence.test.d.ts.map