import { EventEmitter } from 'node:events';
import { WebSocket } from 'ws';
const RETRY_MS = 500;
export function openMirror(link, log) {
    const readings = new Map();
    const fixes = new Map();
    const events = new EventEmitter().setMaxListeners(0);
    const headers = { authorization: `Bearer ${link.token}` };
    let socket;
    let closed = false;
    function connect() {
        if (closed)
            return;
        socket = new WebSocket(`ws://127.0.0.1:${link.port}/feed`, { headers });
        socket.on('message', (data) => {
            const feed = JSON.parse(String(data));
            for (const [id, reading] of feed.readings)
                readings.set(id, reading);
            for (const [id, fix] of feed.fixes)
                fixes.set(id, fix);
            events.emit('change', feed);
        });
        socket.on('error', (error) => log.debug({ error: error.message }, 'feed'));
        socket.on('close', () => setTimeout(connect, RETRY_MS));
    }
    connect();
    return {
        readings,
        fixes,
        following: () => socket?.readyState === WebSocket.OPEN,
        onChange(listener) {
            events.on('change', listener);
            return () => events.off('change', listener);
        },
        async ask(question, input) {
            try {
                const response = await fetch(`http://127.0.0.1:${link.port}/${question}`, {
                    method: 'POST',
                    headers,
                    body: JSON.stringify(input ?? null),
                    signal: AbortSignal.timeout(35_000),
                });
                return response.ok ? (await response.json()) : undefined;
            }
            catch {
                return undefined;
            }
        },
        close() {
            closed = true;
            socket?.terminate();
        },
    };
}
//# sourceMappingURL=mirror.js.map