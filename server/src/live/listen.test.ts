import { createServer, type Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { listen } from './listen.ts';

let server: Server | undefined;
afterEach(() => new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve))));

describe('following a channel', () => {
  it('tries a store that hangs up once a second, and no more after closing', async () => {
    let tries = 0;
    server = createServer((socket) => {
      tries += 1;
      socket.on('error', () => {});
      socket.resetAndDestroy();
    });
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const following = await listen(`postgres://anlan@127.0.0.1:${port}/anlan`, 'outbox', () => {});
    await pause(2600);
    expect(tries).toBe(3);
    following.close();
    await pause(1200);
    expect(tries).toBe(3);
  });
});
