/** What ClickHouse says when it refuses: its own code, and a text in the shape that its clients parse. */
export interface Refusal {
    code: number;
    text: string;
}
/** A refusal of this server rather than of the engine. */
export declare class Refused extends Error {
    readonly code: number;
    constructor(code: number, name: string, message: string);
}
/** Turns whatever was thrown into ClickHouse's words; the engine's own messages have them already. */
export declare function refusalOf(error: unknown): Refusal;
export declare function statusOf(refusal: Refusal): number;
//# sourceMappingURL=refusal.d.ts.map