import type { Actor } from '@anlan/kernel/access';
import type { Database } from '../access/scoped.ts';
/**
 * Call when a scoped read or write of `table` found no row: where the row exists outside the actor's scope, the
 * attempt is audited. The caller's answer is the same either way.
 */
export declare function auditOutside(db: Database, actor: Actor, table: string, id: string, verb: string): Promise<void>;
//# sourceMappingURL=outside.d.ts.map