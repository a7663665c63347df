/** What surrounds one statement: where it runs, its settings, and the values of its `{name:Type}` parameters. */
export interface Surroundings {
    database?: string;
    settings: ReadonlyMap<string, string>;
    /** In the escaped form in which ClickHouse takes them over HTTP. */
    parameters: ReadonlyMap<string, string>;
}
export interface Answer {
    bytes: Uint8Array;
    /** Rows the engine read; for an INSERT FROM INFILE the rows it wrote. */
    rows: number;
}
/** One statement's hold on the engine. */
export interface Turn {
    query(sql: string, format: string): Promise<Answer>;
    /** Pieces of the answer, as the engine makes them; the first one tells whether the statement is accepted. */
    stream(sql: string, format: string): AsyncIterable<Uint8Array>;
    /** Stops what is running, at the engine's next chance. */
    cancel(): Promise<void>;
}
/**
 * The embedded ClickHouse engine on one data folder. Each statement has a session to itself; an idle session is used
 * again by a statement with the same settings, database and parameter names, so that nothing leaks between them.
 */
export declare class Engine {
    #private;
    constructor(folder: string, configurationFile: string);
    /** Runs the work with a session of its own. A session that saw an error is not used again. */
    turn<T>(surroundings: Surroundings, work: (turn: Turn) => Promise<T>): Promise<T>;
    /** Proves that the engine answers, outside of every queue. */
    probe(): Promise<void>;
    close(): void;
}
//# sourceMappingURL=engine.d.ts.map