import { setTimeout as pause } from 'node:timers/promises';
/** Stops the parts one after the other, each within `waitMs`; gives back the names that failed or were late. */
export async function stopInOrder(parts, waitMs = 15_000) {
    const late = [];
    for (const part of parts) {
        const timer = new AbortController();
        const limit = pause(waitMs, 'late', { signal: timer.signal }).catch(() => undefined);
        const result = await Promise.race([part.stop().catch(() => 'failed'), limit]);
        timer.abort();
        if (result !== undefined)
            late.push(part.name);
    }
    return late;
}
/** Calls `stop` once on SIGINT or SIGTERM and then exits; a second signal exits at once. Returns how to take it back. */
export function onTermination(stop) {
    let asked = false;
    const listener = (name) => {
        if (asked)
            process.exit(1);
        asked = true;
        stop(name).then(() => process.exit(0), () => process.exit(1));
    };
    const names = ['SIGINT', 'SIGTERM'];
    for (const name of names)
        process.on(name, listener);
    return () => {
        for (const name of names)
            process.off(name, listener);
    };
}
/**
 * For a child program started by `fork`: when the parent goes away, even by SIGKILL, the channel between them closes;
 * then `close` has `waitMs` to finish and the process ends. Ctrl-C reaches the whole terminal group, so SIGINT is left
 * to the parent, who knows the order.
 */
export function exitWithParent(close, waitMs = 5_000) {
    let leaving = false;
    const leave = () => {
        if (leaving)
            return;
        leaving = true;
        setTimeout(() => process.exit(1), waitMs).unref();
        close().then(() => process.exit(0), () => process.exit(1));
    };
    process.on('SIGINT', () => undefined);
    process.on('SIGTERM', leave);
    process.on('disconnect', leave);
    if (!process.connected)
        leave();
}
//# sourceMappingURL=termination.js.map