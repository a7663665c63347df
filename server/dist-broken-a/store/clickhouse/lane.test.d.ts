export {};
//# sourceMappingURL=lane.test.d.ts.map