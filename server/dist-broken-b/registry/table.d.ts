import { type RawBuilder } from 'kysely';
import { type Entity } from '@anlan/kernel/entity';
/** Every declared entity by key. */
export declare const ENTITIES: ReadonlyMap<string, Entity>;
/** A declared entity; an unknown key is a bug of the caller. */
export declare function entityOf(key: string): Entity;
/** A record as the API gives it; fields of the declaration beside these. */
export interface RegistryRecord {
    readonly id: string;
    readonly name: string;
    readonly regionPath: string;
    readonly regionName: string | null;
    readonly organisationId: string | null;
    readonly sector?: string | null;
    readonly version: number;
    readonly updatedAt: string;
    readonly retiredAt: string | null;
    readonly labels: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
}
/** The column of a member: `creditCode` → `t.credit_code`; members are the declaration's, never the asker's. */
export declare function column(member: string): RawBuilder<unknown>;
/** `SELECT … FROM … t` of the entity with names of its region and of what it refers to (under scope: null outside it). */
export declare function selectFrom(entity: Entity): RawBuilder<RegistryRecord>;
/** Times as ISO text, as the API gives them. */
export declare function recordOf(row: RegistryRecord): RegistryRecord;
//# sourceMappingURL=table.d.ts.map