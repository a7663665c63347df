import './run-source.ts';
/** A fresh folder that other users may enter, and how to remove it. */
export declare function temporaryHome(mode?: number): Promise<{
    home: string;
    remove(): Promise<void>;
}>;
export interface Holding {
    pids: {
        postgres: number;
        clickhouse: number;
    };
    postgres: string;
    clickhouse: string;
    /** Kills the program that opened the stores, and nothing else, by SIGKILL. */
    kill(): Promise<void>;
}
/** Opens stores in a process of their own, which can then be killed. */
export declare function holdStores(home: string, ...stores: ('postgres' | 'clickhouse')[]): Promise<Holding>;
//# sourceMappingURL=folders.d.ts.map