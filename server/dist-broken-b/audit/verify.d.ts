export {};
//# sourceMappingURL=verify.d.ts.map