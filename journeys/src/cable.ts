import { connect, createServer, type Socket } from 'node:net';

/** A network cable between two platforms that can be cut. */
export interface Cable {
  readonly port: number;
  /** Ends what runs over it, and lets nothing through until it is mended. */
  cut(): void;
  mend(): void;
  close(): void;
}

/** Lays a cable to a port of this machine. */
export async function layCable(to: number): Promise<Cable> {
  const sockets = new Set<Socket>();
  let broken = false;
  const server = createServer((near) => {
    if (broken) {
      near.destroy();
      return;
    }
    const far = connect(to, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => {});
      one.on('close', () => {
        other.destroy();
        sockets.delete(one);
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    broken = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as { port: number }).port,
    cut,
    mend: () => (broken = false),
    close: () => {
      cut();
      server.close();
    },
  };
}
