import type { Region } from '@anlan/kernel/registry';
import type { Database, Tx } from '../access/scoped.ts';
interface Found {
    readonly path: string;
    readonly name: string;
    readonly above: string | null;
}
/** Regions in tree order under both the reach of the scope and the wanted path; those no longer valid are left out. */
export declare function listRegions(db: Database, reach: string | undefined, under: string | undefined): Promise<Region[]>;
/** Regions by name or pinyin initials within the reach, shortest name first. */
export declare function findRegions(tx: Tx, reach: string | undefined, text: string, limit: number): Promise<Found[]>;
export {};
//# sourceMappingURL=regions.d.ts.map