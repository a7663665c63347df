import { connect, createServer, type Server, type Socket } from 'node:net';

/** A cable between devices and a port of the platform, which can go dead without either end being told. */
export interface Cable {
  readonly port: number;
  /** From now on nothing passes on the connections that are open, nor are they closed; new ones are good. */
  cut(): void;
  close(): Promise<void>;
}

export async function layCable(to: number): Promise<Cable> {
  const pairs = new Set<{ near: Socket; far: Socket; dead: boolean }>();
  const server: Server = createServer((near) => {
    const far = connect(to, '127.0.0.1');
    const pair = { near, far, dead: false };
    pairs.add(pair);
    near.setNoDelay(true);
    far.setNoDelay(true);
    const forward = (from: Socket, target: Socket): void => {
      from.on('data', (chunk) => {
        if (!pair.dead) target.write(chunk);
      });
      from.on('error', () => {});
      from.on('close', () => {
        if (pair.dead) return;
        target.destroy();
        pairs.delete(pair);
      });
    };
    forward(near, far);
    forward(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    cut() {
      for (const pair of pairs) pair.dead = true;
    },
    close() {
      for (const { near, far } of pairs) {
        near.destroy();
        far.destroy();
      }
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
