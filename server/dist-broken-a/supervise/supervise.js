import { setTimeout as pause } from 'node:timers/promises';
import { alive, gone, signal } from './process.js';
const usual = {
    readyWithin: 60_000,
    stopWithin: 10_000,
    healthEvery: 5_000,
    healthWithin: 5_000,
    unhealthyAfter: 6,
    firstBackOff: 200,
    longestBackOff: 30_000,
    steadyAfter: 60_000,
};
/** Starts a process, checks its health, restarts it with a growing pause when it falls or hangs. */
export function supervise(part) {
    const limits = { ...usual, ...part.limits };
    const shown = { name: part.name, state: 'starting', since: new Date(), restarts: 0 };
    const stopping = new AbortController();
    let current;
    function show(state, detail) {
        Object.assign(shown, { state, since: new Date(), pid: current?.pid, detail });
    }
    async function up() {
        const child = await part.start();
        current = child;
        try {
            await healthyWithin(part, child, limits, stopping.signal);
        }
        catch (error) {
            await down();
            throw error;
        }
        show('ready');
    }
    async function down() {
        const child = current;
        if (!child)
            return;
        await end(part, child, limits.stopWithin);
        current = undefined;
    }
    async function keepUp() {
        let backOff = limits.firstBackOff;
        while (!stopping.signal.aborted) {
            const reason = await fall(part, current, limits, stopping.signal);
            if (stopping.signal.aborted)
                return;
            if (Date.now() - shown.since.getTime() > limits.steadyAfter)
                backOff = limits.firstBackOff;
            await down();
            backOff = await restart(reason, backOff);
        }
    }
    /** Tries until the process is up again or nobody wants it any more; gives back the next pause in ms. */
    async function restart(reason, firstPause) {
        let why = reason;
        for (let backOff = firstPause;; backOff = Math.min(backOff * 2, limits.longestBackOff)) {
            show('restarting', why);
            part.tell?.(`${part.name}: ${why}; restarting in ${backOff} ms`);
            await pause(backOff, undefined, { signal: stopping.signal }).catch(() => undefined);
            if (stopping.signal.aborted)
                return backOff;
            shown.restarts++;
            try {
                await up();
                return Math.min(backOff * 2, limits.longestBackOff);
            }
            catch (error) {
                why = error.message;
            }
        }
    }
    const first = up();
    const life = first.then(keepUp, (error) => show('failed', error.message));
    let stopped;
    return {
        name: part.name,
        state: () => ({ ...shown }),
        ready: () => first,
        stop: () => {
            stopped ??= (async () => {
                stopping.abort();
                await Promise.all([life, down()]);
                await down();
                show('stopped');
            })();
            return stopped;
        },
        kill: () => {
            stopping.abort();
            if (current)
                signal(current.pid, 'SIGKILL');
        },
    };
}
async function healthyWithin(part, child, limits, stopping) {
    const end = Date.now() + limits.readyWithin;
    let exited;
    void child.exited.then((reason) => (exited = reason));
    for (let wait = 10;; wait = Math.min(wait * 1.5, 500)) {
        const problem = await checked(part, child, limits.healthWithin);
        if (problem === undefined)
            return;
        if (stopping.aborted)
            throw new Error('stopped while starting');
        if (exited !== undefined)
            throw new Error(`${part.name} ended while starting: ${exited}`);
        if (Date.now() > end)
            throw new Error(`${part.name} not ready within ${limits.readyWithin} ms: ${problem}`);
        await pause(wait);
    }
}
/** Waits until the process ends, stops doing its work, or is no longer wanted; says why. */
async function fall(part, child, limits, stopping) {
    let exited;
    const ended = child.exited.then((reason) => (exited = reason));
    let failures = 0;
    while (!stopping.aborted) {
        const woken = new AbortController();
        const wake = AbortSignal.any([stopping, woken.signal]);
        const tick = pause(limits.healthEvery, undefined, { signal: wake, ref: false }).catch(() => undefined);
        await Promise.race([ended, tick]);
        woken.abort();
        if (exited !== undefined)
            return `ended: ${exited}`;
        if (stopping.aborted)
            break;
        const problem = await checked(part, child, limits.healthWithin);
        failures = problem === undefined ? 0 : failures + 1;
        if (failures >= limits.unhealthyAfter)
            return `unhealthy: ${problem}`;
    }
    return 'stopped';
}
async function checked(part, child, within) {
    const limit = new AbortController();
    const late = pause(within, `no answer within ${within} ms`, { signal: limit.signal }).catch(() => undefined);
    const answer = part.health(child).then(() => undefined, (error) => error.message || 'unhealthy');
    const problem = await Promise.race([answer, late]);
    limit.abort();
    return problem;
}
async function end(part, child, within) {
    if (!alive(child.pid))
        return;
    // A part that cannot even be asked (its channel is closed) is killed below.
    await Promise.race([
        Promise.resolve(part.stop(child)).catch(() => undefined),
        pause(within, undefined, { ref: false }),
    ]);
    if (await gone(child.pid, within))
        return;
    signal(child.pid, 'SIGKILL');
    await gone(child.pid, within);
}
//# sourceMappingURL=supervise.js.map