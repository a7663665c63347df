/** Splits SQL text at the `;` between statements; statements of nothing but comments are left out. */
export declare function splitStatements(sql: string): string[];
/** An INSERT whose rows travel beside it, taken apart. */
export interface InsertHead {
    /** `INSERT INTO t (a, b)`. */
    target: string;
    /** The text after SETTINGS, if any. */
    settings?: string;
    format: string;
}
/** Recognises `INSERT INTO … [SETTINGS …] FORMAT x` without rows; anything else is undefined. */
export declare function readInsertHead(sql: string): InsertHead | undefined;
/** How to run one statement: what it is called in the answer's headers, and whether the answer may come in pieces. */
export interface Shape {
    format: string;
    streamed: boolean;
    insert: boolean;
}
/** Looks at the first words and at a FORMAT at the end; `fallback` is the format when none is given. */
export declare function shapeOf(sql: string, fallback: string): Shape;
/** A string literal; ClickHouse knows backslash escapes, so both the backslash and the quote are escaped. */
export declare function literal(text: string): string;
//# sourceMappingURL=statements.d.ts.map