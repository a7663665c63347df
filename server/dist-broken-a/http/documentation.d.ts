import { type $ZodType } from 'zod/v4/core';
import type { App } from './types.ts';
/** Shows the schema under a name of its own in the API description (`#/components/schemas/<id>`). */
export declare function component<S extends $ZodType>(id: string, schema: S): S;
/** Registers the API description at /api/openapi.json and its pages at /api/docs; nothing is loaded from elsewhere. */
export declare function describeApi(app: App, version: string): Promise<void>;
//# sourceMappingURL=documentation.d.ts.map