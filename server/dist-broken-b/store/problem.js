/** A store cannot be opened for a reason the operator can change; the message is one line, in Chinese and English. */
export class StoreProblem extends Error {
    name = 'StoreProblem';
    constructor(zh, en, cause) {
        super(`${zh} · ${en}`, cause === undefined ? undefined : { cause });
    }
}
//# sourceMappingURL=problem.js.map