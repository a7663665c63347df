/** A store cannot be opened for a reason the operator can change; the message is one line, in Chinese and English. */
export declare class StoreProblem extends Error {
    readonly name = "StoreProblem";
    constructor(zh: string, en: string, cause?: unknown);
}
//# sourceMappingURL=problem.d.ts.map