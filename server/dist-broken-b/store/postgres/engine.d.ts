/** A folder with PostgreSQL's `bin`, `lib` and `share`. */
export interface Engine {
    folder: string;
    version: string;
}
/** Finds the installed engine for this machine; throws StoreProblem when there is none. */
export declare function installedEngine(): Promise<Engine>;
/**
 * Makes the library links that npm cannot carry and that the package's install script makes, which a careful
 * `npm install --ignore-scripts` leaves out. Says whether the engine is complete: false when links are missing and
 * its folder cannot be written.
 */
export declare function completeLinks(engine: Engine): Promise<boolean>;
/** Copies the engine (about 60 MB) under `parent`, once for each version, and completes it. */
export declare function copiedEngine(engine: Engine, parent: string): Promise<Engine>;
//# sourceMappingURL=engine.d.ts.map