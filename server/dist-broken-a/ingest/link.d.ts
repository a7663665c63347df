import type { Latest, LatestFix, LatestReading } from './latest.ts';
/** What ingest tells an api process: first all, then what changed. Ids with their state. */
export interface Feed {
    readonly readings: readonly (readonly [string, LatestReading])[];
    readonly fixes: readonly (readonly [string, LatestFix])[];
    readonly heard: readonly (readonly [string, number])[];
}
/** An answer of ingest to a question over the link; anything JSON. */
export type Answer = (input: unknown) => Promise<unknown> | unknown;
/**
 * Opens ingest's inner door on loopback: `POST /<question>` answers, a web socket follows the latest state.
 * Both need the token that only the processes of this instance know.
 */
export declare function openLink(options: {
    port: number;
    token: string;
    latest: Latest;
    answers: Readonly<Record<string, Answer>>;
}): Promise<{
    port: number;
    close(): Promise<void>;
}>;
//# sourceMappingURL=link.d.ts.map