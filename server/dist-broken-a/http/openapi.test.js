import { describe, expect, it } from 'vitest';
import { openapiDocument } from './openapi.js';
describe('the API description of the whole platform', async () => {
    const document = (await openapiDocument());
    const operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation]));
    it.each(operations)('%s says in both languages what it does, and what a refusal looks like', (_, operation) => {
        expect(operation.tags).toHaveLength(1);
        expect(operation.summary).toMatch(/\p{Script=Han}.* · [A-Z]/u);
        expect(operation.responses['4XX']?.content).toHaveProperty(['application/problem+json']);
    });
    it('refers to nothing that it does not hold', () => {
        const names = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
        expect(names.length).toBeGreaterThan(50);
        for (const name of new Set(names))
            expect(document.components.schemas).toHaveProperty([name]);
    });
});
//# sourceMappingURL=openapi.test.js.map