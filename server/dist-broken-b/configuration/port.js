import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
/** Tries to listen on a port and lets go again; a refusal names the variable that changes the port. */
export async function probePort(port, variable, { host = '127.0.0.1', transport = 'tcp' } = {}) {
    const code = transport === 'tcp' ? await tryTcp(port, host) : await tryUdp(port, host);
    if (code === undefined)
        return { ok: true };
    const [zh, en] = reasons[code] ?? [`无法监听（${code}）`, `cannot be listened on (${code})`];
    return {
        ok: false,
        problem: `${transport.toUpperCase()} 端口 ${host}:${port} ${zh}，请用 ${variable} 换一个 · ` +
            `${transport.toUpperCase()} port ${host}:${port} ${en}; choose another with ${variable}`,
    };
}
const reasons = {
    EADDRINUSE: ['已被占用', 'is in use'],
    EACCES: ['无权使用', 'is not permitted for this user'],
    EADDRNOTAVAIL: ['所在地址不属于本机', 'is on an address this machine does not have'],
};
function tryTcp(port, host) {
    return new Promise((settle) => {
        const server = createServer();
        server.once('error', (error) => settle(error.code ?? error.message));
        server.listen({ port, host, exclusive: true }, () => server.close(() => settle(undefined)));
    });
}
function tryUdp(port, host) {
    return new Promise((settle) => {
        const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
        socket.once('error', (error) => {
            socket.close();
            settle(error.code ?? error.message);
        });
        socket.bind({ port, address: host, exclusive: true }, () => socket.close(() => settle(undefined)));
    });
}
//# sourceMappingURL=port.js.map