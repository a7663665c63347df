export {};
//# sourceMappingURL=entity-route.js.map