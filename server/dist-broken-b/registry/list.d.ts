import { type RawBuilder } from 'kysely';
import { type Entity } from '@anlan/kernel/entity';
import type { Tx } from '../access/scoped.ts';
import { type RegistryRecord } from './table.ts';
/** What a list is asked for: members of the entity's `filters` shape. */
export interface Wish {
    readonly search?: string;
    readonly region?: string;
    readonly sort?: string;
    readonly [field: string]: unknown;
}
/** Escapes what LIKE takes for a pattern. */
export declare function likeText(text: string): string;
/** Matches a name anywhere, pinyin initials anywhere, and unique fields from their start (device identity anywhere). */
export declare function matching(entity: Entity, search: string): RawBuilder<boolean>;
export interface Page {
    readonly rows: RegistryRecord[];
    readonly total: number;
    /** Share of the declared fields that are filled in over all matches, 0…1; null without matches. */
    readonly completeness: number | null;
}
/** A page of live records under the transaction's scope, with the exact number of matches. */
export declare function listRecords(tx: Tx, entity: Entity, wish: Wish, limit: number, offset: number): Promise<Page>;
/** One record under the transaction's scope, retired ones too; `lock` keeps it from changing until the commit. */
export declare function readRecord(tx: Tx, entity: Entity, id: string, lock?: boolean): Promise<RegistryRecord | undefined>;
//# sourceMappingURL=list.d.ts.map