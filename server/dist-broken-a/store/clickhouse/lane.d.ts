/** Lets at most `width` pieces of work run at a time; the others wait in order. */
export declare class Lane {
    #private;
    constructor(width: number);
    /** Runs the work when there is room; room is made again when it ends, however it ends. */
    run<T>(work: () => Promise<T>): Promise<T>;
}
//# sourceMappingURL=lane.d.ts.map