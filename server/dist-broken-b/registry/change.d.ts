import { type Entity } from '@anlan/kernel/entity';
import type { Tx } from '../access/scoped.ts';
import type { BilingualRefusal } from '../http/problem.ts';
import type { RegistryRecord } from './table.ts';
type Members = Readonly<Record<string, unknown>>;
/** One changed member as the history keeps it. */
export interface Change {
    readonly field: string;
    readonly from: unknown;
    readonly to: unknown;
}
export interface Changed {
    readonly record: RegistryRecord;
    readonly fields: readonly string[];
}
/**
 * Changes members of a live record under the transaction's scope. Refuses with `version-conflict` when somebody
 * else was faster; members that stay as they are make no new version. Undefined = no such record in scope.
 */
export declare function changeRecord(tx: Tx, entity: Entity, id: string, { version, changes }: {
    readonly version: number;
    readonly changes: Members;
}, { by, within }: {
    readonly by: string;
    readonly within?: string;
}): Promise<Changed | BilingualRefusal | undefined>;
/** Takes a record out of use with a reason; it stays readable. Undefined = no such live record in scope. */
export declare function retireRecord(tx: Tx, entity: Entity, id: string, reason: string, by: string): Promise<RegistryRecord | undefined>;
export interface Version {
    readonly version: number;
    readonly at: number;
    readonly by: string;
    readonly changes: readonly (Change & {
        readonly label: string;
    })[];
}
/** Versions of a record, newest first; personal values masked. */
export declare function historyOf(tx: Tx, entity: Entity, id: string): Promise<Version[]>;
export {};
//# sourceMappingURL=change.d.ts.map