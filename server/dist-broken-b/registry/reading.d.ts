import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Entity } from '@anlan/kernel/entity';
import type { Context } from '../access/context.ts';
import type { EntityRoute } from './entity-route.ts';
export declare const tagOf: (entity: Entity) => string[];
export declare const idParams: z.ZodObject<{
    id: z.ZodGUID;
}, z.core.$strip>;
export declare const listRoute: EntityRoute;
export declare const exportRoute: EntityRoute;
export declare const readRoute: EntityRoute;
export declare const historyRoute: EntityRoute;
/** The same answer for a record that does not exist and one outside the scope; the latter is audited. */
export declare function notFound(context: Context, request: FastifyRequest, entity: Entity, id: string, verb: string): Promise<never>;
//# sourceMappingURL=reading.d.ts.map