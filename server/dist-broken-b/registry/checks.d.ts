import { type Entity } from '@anlan/kernel/entity';
import type { Tx } from '../access/scoped.ts';
import { type BilingualRefusal } from '../http/problem.ts';
/** The region must exist, and lie in `within` where that is given. */
export declare function checkRegion(tx: Tx, path: string, within: string | undefined): Promise<BilingualRefusal | undefined>;
/** Everything referred to must be a live record that the transaction's scope shows. */
export declare function checkReferences(tx: Tx, entity: Entity, input: Readonly<Record<string, unknown>>): Promise<BilingualRefusal | undefined>;
/** The reference fields among the members of an input, with the tables they point to. */
export declare function referencesIn(entity: Entity, input: Readonly<Record<string, unknown>>): {
    key: string;
    table: string;
    id: string;
}[];
//# sourceMappingURL=checks.d.ts.map