import { describe, expect, it } from 'vitest';
import { openapiDocument } from './openapi.ts';

type Parameter = { in: string; name: string; schema: { pattern?: string } };
type Operation = {
  tags?: string[];
  summary?: string;
  responses: Record<string, { content?: object }>;
  parameters?: Parameter[];
};

describe('the API description of the whole platform', async () => {
  const document = (await openapiDocument()) as {
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: object };
  };
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation] as const),
  );

  it.each(operations)('%s says in both languages what it does, and what a refusal looks like', (_, operation) => {
    expect(operation.tags).toHaveLength(1);
    expect(operation.summary).toMatch(/\p{Script=Han}.* · [A-Z]/u);
    expect(operation.responses['4XX']?.content).toHaveProperty(['application/problem+json']);
  });

  it('takes nothing but a region path where a region is asked for', () => {
    const regions = operations.flatMap(([name, { parameters = [] }]) =>
      parameters
        .filter((one) => one.in === 'query' && /^region(Path)?$/.test(one.name))
        .map((one) => [name, one] as const),
    );
    expect(regions.length).toBeGreaterThan(50);
    expect(regions.filter(([, { schema }]) => schema.pattern === undefined)).toEqual([]);
  });

  it('refers to nothing that it does not hold', () => {
    const names = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name!);
    expect(names.length).toBeGreaterThan(50);
    for (const name of new Set(names)) expect(document.components.schemas).toHaveProperty([name]);
  });
});
