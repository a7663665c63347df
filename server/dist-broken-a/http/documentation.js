import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { $ZodRegistry, globalRegistry } from 'zod/v4/core';
import { problemSchema } from './problem.js';
/** Descriptions come from the schemas themselves; only shapes registered here become named components. */
class Descriptions extends WeakMap {
    get(schema) {
        const { id: _, ...described } = globalRegistry.get(schema) ?? {};
        const named = super.get(schema);
        return named === undefined && Object.keys(described).length === 0 ? undefined : { ...described, ...named };
    }
}
const components = new $ZodRegistry();
components._map = new Descriptions();
components.add(problemSchema, { id: 'Problem' });
/** Shows the schema under a name of its own in the API description (`#/components/schemas/<id>`). */
export function component(id, schema) {
    components.add(schema, { id });
    return schema;
}
/** Components nobody refers to say nothing: the converter makes each in an input and an output form. */
function withoutUnused(document) {
    const schemas = document.components?.schemas ?? {};
    const used = new Set();
    const visit = (part) => {
        for (const [, name] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
            if (name === undefined || used.has(name))
                continue;
            used.add(name);
            visit(schemas[name]);
        }
    };
    visit(document.paths ?? {});
    const kept = Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
    return { ...document, components: { ...document.components, schemas: kept } };
}
/** Registers the API description at /api/openapi.json and its pages at /api/docs; nothing is loaded from elsewhere. */
export async function describeApi(app, version) {
    const complete = createJsonSchemaTransformObject({ schemaRegistry: components });
    await app.register(fastifySwagger, {
        openapi: {
            openapi: '3.1.0',
            info: {
                title: '安澜 Anlan API',
                version,
                description: '改动数据的请求须带请求头 `x-anlan: 1`；被拒绝的请求以 RFC 9457 problem+json 用中英文说明理由。' +
                    ' Requests that change data carry the header `x-anlan: 1`; refusals are RFC 9457 problem documents in both languages.',
                license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
            },
            components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'anlan_session' } } },
            security: [{ session: [] }],
        },
        transform: createJsonSchemaTransform({ schemaRegistry: components }),
        transformObject: (input) => withoutUnused(complete(input)),
    });
    await app.register(fastifySwaggerUi, {
        routePrefix: '/api/docs',
        uiConfig: { validatorUrl: null, docExpansion: 'none', tryItOutEnabled: false },
        theme: { title: '安澜 API' },
    });
    app.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger());
}
//# sourceMappingURL=documentation.js.map