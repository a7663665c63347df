import type { Actor, Scope } from '@anlan/kernel/access';
import type { Entity } from '@anlan/kernel/entity';
import type { Database } from '../access/scoped.ts';
import { type BilingualRefusal } from '../http/index.ts';
/**
 * Path under which the scope may see regions and place records; undefined = anywhere. An organisation works within
 * the jurisdiction of its enterprise: its records cannot be moved out of the supervisor's sight.
 */
export declare function reachOf(db: Database, scope: Scope): Promise<string | undefined>;
/** What an organisation enters is its own; it does not register enterprises. Others enter what they like in scope. */
export declare function asOwn(entity: Entity, { scope }: Actor, input: Readonly<Record<string, unknown>>): Record<string, unknown> | BilingualRefusal;
//# sourceMappingURL=standing.d.ts.map