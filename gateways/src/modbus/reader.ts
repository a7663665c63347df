import { connect, type Socket } from 'node:net';
import type { ModbusTable } from '@anlan/kernel/collection';
import type { IntakeRefusal } from '@anlan/kernel/telemetry';
import modbus from 'jsmodbus';
import type { Witness } from '../listener.ts';

/** Bytes of bits (lowest first) or registers (high byte first), or why there are none. */
export type Answer =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly reason: IntakeRefusal; readonly detail: string; readonly broken: boolean };

/** All that can be done with a Modbus device here: reading. The library's client, which could write, stays in this file. */
export interface ModbusReader {
  read(table: ModbusTable, unit: number, start: number, count: number): Promise<Answer>;
  /** Settles when the connection has ended, with the reason. */
  readonly ended: Promise<string>;
  end(): void;
}

/** Modbus Application Protocol V1.1b3, 7: exception codes. */
const EXCEPTIONS: Readonly<Record<number, readonly [IntakeRefusal, string]>> = {
  1: ['unsupported', '从站不支持该功能（异常码 1）'],
  2: ['unknown-point', '从站没有这个地址（异常码 2）'],
  3: ['malformed', '从站不接受请求的数值（异常码 3）'],
  4: ['out-of-order', '从站设备故障（异常码 4）'],
  5: ['overload', '从站仍在处理（异常码 5）'],
  6: ['overload', '从站忙（异常码 6）'],
  8: ['checksum', '从站存储器校验错（异常码 8）'],
  10: ['half-open', '网关没有通路（异常码 10）'],
  11: ['half-open', '网关后的从站没有应答（异常码 11）'],
};

type Client = InstanceType<typeof modbus.client.TCP>;
type Asked = Promise<{ readonly response: { readonly body: object } }>;

/** Which of the library's requests each table is read by; the writing ones are named nowhere. */
const ASK: Record<ModbusTable, (client: Client, start: number, count: number) => Asked> = {
  coil: (client, start, count) => client.readCoils(start, count),
  discrete: (client, start, count) => client.readDiscreteInputs(start, count),
  input: (client, start, count) => client.readInputRegisters(start, count),
  holding: (client, start, count) => client.readHoldingRegisters(start, count),
};

export interface DialOptions {
  readonly host: string;
  readonly port: number;
  /** ms */
  readonly connect: number;
  readonly timeout: number;
  /** Sees the frames on the line. */
  readonly witness?: (direction: 'in' | 'out', bytes: Uint8Array, line: string) => void;
}

/** Opens a connection to a Modbus TCP device or gateway; rejects with the reason. */
export async function dialModbus(options: DialOptions): Promise<ModbusReader> {
  const socket = connect({ host: options.host, port: options.port, noDelay: true, keepAlive: true });
  const ended = new Promise<string>((resolve) => {
    let reason = '对端关闭了连接';
    socket.on('error', (error) => (reason = reasonOf(error)));
    socket.on('close', () => resolve(reason));
  });
  // The library asks for the connection's event itself, so it must know the socket before.
  const clients = new Map<number, Client>();
  await opened(socket, options.connect);
  if (options.witness) observe(socket, options.witness);
  return {
    ended,
    async read(table, unit, start, count) {
      const client = clients.get(unit) ?? new modbus.client.TCP(socket, unit, options.timeout);
      clients.set(unit, client);
      // A client made after the connection has not heard of it.
      if (client.connectionState === 'offline') socket.emit('connect');
      try {
        const { response } = await ASK[table](client, start, count);
        return take(response.body, count, table === 'coil' || table === 'discrete');
      } catch (error) {
        return failed(error);
      }
    },
    end: () => socket.destroy(),
  };
}

function take(body: object, count: number, bits: boolean): Answer {
  const bytes = (body as { valuesAsBuffer?: unknown }).valuesAsBuffer;
  const wanted = bits ? Math.ceil(count / 8) : count * 2;
  if (!Buffer.isBuffer(bytes) || bytes.length < wanted) {
    return { ok: false, reason: 'malformed', detail: `应答的数据不足 ${wanted} 字节`, broken: false };
  }
  return { ok: true, bytes };
}

function failed(error: unknown): Answer {
  const { err, message, response } = error as {
    err?: string;
    message?: string;
    response?: { body?: { code?: number } };
  };
  const code = response?.body?.code;
  if (err === 'ModbusException' && code !== undefined) {
    const [reason, detail] = EXCEPTIONS[code] ?? (['unsupported', `异常码 ${code}`] as const);
    return { ok: false, reason, detail, broken: false };
  }
  // After a time-out a late answer could be taken for the next one's: the line begins anew.
  if (err === 'Timeout') return { ok: false, reason: 'slow', detail: '应答超时', broken: true };
  if (err === 'Offline') return { ok: false, reason: 'half-open', detail: '连接已断开', broken: true };
  return { ok: false, reason: 'malformed', detail: (message ?? String(error)).slice(0, 200), broken: true };
}

function opened(socket: Socket, patience: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => socket.destroy(new Error('连接超时')), patience);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeListener('error', fail);
      resolve();
    });
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(new Error(reasonOf(error)));
    };
    socket.once('error', fail);
  });
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: '对端拒绝连接',
  ENOTFOUND: '主机名解析不到',
  EHOSTUNREACH: '主机不可达',
  ETIMEDOUT: '连接超时',
  ECONNRESET: '对端重置了连接',
};

function reasonOf(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  return (code === undefined ? undefined : REASONS[code]) ?? error.message;
}

function observe(socket: Socket, witness: NonNullable<DialOptions['witness']>): void {
  const line = String(socket.localPort);
  socket.prependListener('data', (chunk: Buffer) => witness('in', chunk, line));
  const write = socket.write.bind(socket) as (...given: unknown[]) => boolean;
  socket.write = (chunk: Uint8Array, ...rest: unknown[]) => {
    witness('out', chunk, line);
    return write(chunk, ...rest);
  };
}

/** The witness of one device's frames; undefined where nobody watches. */
export function witnessOf(witness: Witness | undefined, identity: string): DialOptions['witness'] {
  return witness && ((direction, bytes, line) => witness(identity, direction, bytes, line));
}
