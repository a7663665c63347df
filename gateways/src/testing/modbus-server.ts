import { createServer, type Socket } from 'node:net';
import modbus from 'jsmodbus';

/** A Modbus TCP server of the library with its four tables, that remembers what it was asked. */
export interface ModbusServer {
  readonly port: number;
  readonly holding: Buffer;
  readonly input: Buffer;
  readonly coils: Buffer;
  readonly discrete: Buffer;
  /** Function codes of the requests, in order. */
  readonly functions: number[];
  readonly units: Set<number>;
  sockets(): number;
  /** Ends all connections. */
  cut(): void;
  close(): Promise<void>;
}

const FUNCTION_AT = 7;
const UNIT_AT = 6;

export async function openModbusServer(port = 0): Promise<ModbusServer> {
  const tables = {
    holding: Buffer.alloc(400),
    input: Buffer.alloc(400),
    coils: Buffer.alloc(32),
    discrete: Buffer.alloc(32),
  };
  const functions: number[] = [];
  const units = new Set<number>();
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
    socket.on('data', (chunk) => {
      functions.push(chunk[FUNCTION_AT]!);
      units.add(chunk[UNIT_AT]!);
    });
  });
  // It listens to the server's connections from here on.
  Reflect.construct(modbus.server.TCP, [server, tables]);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as { port: number }).port,
    ...tables,
    functions,
    units,
    sockets: () => open.size,
    cut: () => {
      for (const socket of open) socket.destroy();
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
