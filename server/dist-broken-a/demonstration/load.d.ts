import type { Database } from '../access/scoped.ts';
/** The seed of the demonstration city: the same city on every machine. */
export declare const SEED = "anlan";
/** Loads the region packs once; both modes need them, as a jurisdiction is chosen from them. */
export declare function loadPacks(db: Database): Promise<void>;
/** Loads the demonstration city into an empty system of record; says whether it did. */
export declare function loadDemonstration(db: Database): Promise<boolean>;
//# sourceMappingURL=load.d.ts.map