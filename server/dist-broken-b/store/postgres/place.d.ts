import type { Account } from './account.ts';
import { type Engine } from './engine.ts';
/** Where the engine and the data of the embedded database are. */
export interface Place {
    engine: Engine;
    /** Holds `data`, the log and nothing else; belongs to the account. */
    folder: string;
}
/**
 * Finds folders that the database's account may enter. Below a folder that only root may enter (a clone in /root), the
 * engine is copied and the data put under /var/lib, and one line says so. `kept` is where the data is already.
 */
export declare function findPlace(home: string, account: Account | undefined, kept: string | undefined, tell: (line: string) => void): Promise<Place>;
//# sourceMappingURL=place.d.ts.map