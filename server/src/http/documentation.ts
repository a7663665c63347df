import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { $ZodRegistry, globalRegistry, type $ZodType } from 'zod/v4/core';
import { problemSchema } from './problem.ts';
import type { App } from './types.ts';

type Meta = { readonly id?: string; readonly [key: string]: unknown };

/** Descriptions come from the schemas themselves; only shapes registered here become named components. */
class Descriptions extends WeakMap<$ZodType, Meta> {
  override get(schema: $ZodType): Meta | undefined {
    const { id: _, ...described } = globalRegistry.get(schema) ?? {};
    const named = super.get(schema);
    return named === undefined && Object.keys(described).length === 0 ? undefined : { ...described, ...named };
  }
}

const components = new $ZodRegistry<Meta>();
components._map = new Descriptions();
components.add(problemSchema, { id: 'Problem' });

/** Shows the schema under a name of its own in the API description (`#/components/schemas/<id>`). */
export function component<S extends $ZodType>(id: string, schema: S): S {
  components.add(schema, { id });
  return schema;
}

type Document = { paths?: object; components?: { schemas?: Record<string, unknown> } };

/** Components nobody refers to say nothing: the converter makes each in an input and an output form. */
function withoutUnused<D extends Document>(document: D): D {
  const schemas = document.components?.schemas ?? {};
  const used = new Set<string>();
  const visit = (part: unknown): void => {
    for (const [, name] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (name === undefined || used.has(name)) continue;
      used.add(name);
      visit(schemas[name]);
    }
  };
  visit(document.paths ?? {});
  const kept = Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
  return { ...document, components: { ...document.components, schemas: kept } };
}

/** Registers the API description at /api/openapi.json and its pages at /api/docs; nothing is loaded from elsewhere. */
export async function describeApi(app: App, version: string): Promise<void> {
  const complete = createJsonSchemaTransformObject({ schemaRegistry: components });
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: '安澜 Anlan API',
        version,
        description:
          '改动数据的请求须带请求头 `x-anlan: 1`；被拒绝的请求以 RFC 9457 problem+json 用中英文说明理由。' +
          ' Requests that change data carry the header `x-anlan: 1`; refusals are RFC 9457 problem documents in both languages.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'anlan_session' } } },
      security: [{ session: [] }],
    },
    transform: createJsonSchemaTransform({ schemaRegistry: components }),
    transformObject: (input) => withoutUnused(complete(input) as Document) as ReturnType<typeof complete>,
  });
  await app.register(fastifySwaggerUi, {
    routePrefix: '/api/docs',
    uiConfig: { validatorUrl: null, docExpansion: 'none', tryItOutEnabled: false },
    theme: { title: '安澜 API' },
  });
  app.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger());
}
