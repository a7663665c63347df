/** Lets at most `width` pieces of work run at a time; the others wait in order. */
export class Lane {
    #free;
    #waiting = [];
    constructor(width) {
        this.#free = width;
    }
    /** Runs the work when there is room; room is made again when it ends, however it ends. */
    async run(work) {
        if (this.#free > 0)
            this.#free--;
        else
            await new Promise((go) => this.#waiting.push(go));
        try {
            return await work();
        }
        finally {
            const next = this.#waiting.shift();
            if (next)
                next();
            else
                this.#free++;
        }
    }
}
//# sourceMappingURL=lane.js.map