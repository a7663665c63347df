import type { FastifyError } from 'fastify';
import { Refused } from './problem.ts';
import type { Labels } from './types.ts';
/** What an error means to the person who asked; undefined = a bug, to be logged and answered as `internal`. */
export declare function refusedBy(error: FastifyError, body: unknown, labels: Labels | undefined): Refused | undefined;
//# sourceMappingURL=failure.d.ts.map