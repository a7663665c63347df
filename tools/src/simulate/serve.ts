import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { recordedPictures, RtspServer } from '@anlan/gateways/media/testing';
import modbus from 'jsmodbus';

/** Devices that wait to be asked: the simulator serves, and the platform comes to it. */
export const SERVED = ['modbus', 'opcua', 'rtsp'] as const;
export type Served = (typeof SERVED)[number];

export interface ServeOptions {
  readonly protocol: Served;
  readonly host: string;
  readonly port: number;
  /** Values a server has: registers from 0 on, or variables `Value1` … */
  readonly devices: number;
  readonly seconds: number;
}

/** What came of it: connections and requests for Modbus; sessions, reads and publish requests for OPC UA. */
export interface ServeReport {
  readonly protocol: Served;
  readonly port: number;
  readonly connections: number;
  readonly reads: number;
  /** Requests to write; the platform never sends one. */
  readonly writes: number;
  readonly seconds: number;
}

const MOVE_MS = 500;
const FUNCTION_AT = 7;
const MOST_REGISTERS = 60_000;
const READS: ReadonlySet<number> = new Set([1, 2, 3, 4]);

const valueAt = (index: number, step: number): number => 500 + 100 * Math.sin((step + index * 7) / 20);

/** Serves for some seconds; `ready` is called with the port once it listens. */
export function serve(options: ServeOptions, ready: (port: number) => void): Promise<ServeReport> {
  return SERVERS[options.protocol](options, ready);
}

async function serveModbus(
  { host, port, devices, seconds }: ServeOptions,
  ready: (port: number) => void,
): Promise<ServeReport> {
  const counts = { connections: 0, reads: 0, writes: 0 };
  const count = Math.min(devices, MOST_REGISTERS);
  const holding = Buffer.alloc(count * 2);
  const server = createServer((socket) => {
    counts.connections += 1;
    socket.on('error', () => {});
    socket.on('data', (request) => {
      if (READS.has(request[FUNCTION_AT] ?? 0)) counts.reads += 1;
      else counts.writes += 1;
    });
  });
  Reflect.construct(modbus.server.TCP, [server, { holding, input: holding }]);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const at = (server.address() as { port: number }).port;
  ready(at);
  await moving(seconds, (step) => {
    for (let index = 0; index < count; index += 1) holding.writeUInt16BE(Math.round(valueAt(index, step)), index * 2);
  });
  server.close();
  return { protocol: 'modbus', port: at, ...counts, seconds };
}

async function serveOpcua(
  { host, port, devices, seconds }: ServeOptions,
  ready: (port: number) => void,
): Promise<ServeReport> {
  const { OPCUAServer } = await import('node-opcua-server');
  const { OPCUACertificateManager } = await import('node-opcua-certificate-manager');
  const folder = await mkdtemp(join(tmpdir(), 'anlan-simulate-'));
  const counts = { connections: 0, reads: 0, writes: 0 };
  const server = new OPCUAServer({
    port,
    hostname: host,
    serverCertificateManager: new OPCUACertificateManager({
      rootFolder: folder,
      automaticallyAcceptUnknownCertificate: true,
    }),
  });
  await server.initialize();
  const space = server.engine.addressSpace!;
  const own = space.registerNamespace('urn:anlan:simulate');
  const variables = Array.from({ length: devices }, (_, index) =>
    own.addVariable({
      organizedBy: space.rootFolder.objects,
      browseName: `Value${index + 1}`,
      nodeId: `s=Value${index + 1}`,
      dataType: 'Double',
    }),
  );
  server.on('create_session', () => (counts.connections += 1));
  server.on('request', (request: { schema: { name: string } }) => {
    const { name } = request.schema;
    if (name === 'ReadRequest' || name === 'PublishRequest') counts.reads += 1;
    else if (name === 'WriteRequest' || name === 'CallRequest') counts.writes += 1;
  });
  await server.start();
  ready(port);
  await moving(seconds, (step) => {
    for (const [index, variable] of variables.entries())
      variable.setValueFromSource({ dataType: 'Double', value: valueAt(index, step) });
  });
  await server.shutdown(0);
  await rm(folder, { recursive: true, force: true });
  return { protocol: 'opcua', port, ...counts, seconds };
}

async function moving(seconds: number, move: (step: number) => void): Promise<void> {
  const end = performance.now() + seconds * 1000;
  for (let step = 0; performance.now() < end; step += 1) {
    move(step);
    await pause(Math.min(MOVE_MS, Math.max(1, end - performance.now())));
  }
}

/** A camera that plays a recorded stream to whoever comes, over and over; what it is asked counts as reads. */
async function serveRtsp({ host, port, seconds }: ServeOptions, ready: (port: number) => void): Promise<ServeReport> {
  const seen = new Set<object>();
  const camera = await new RtspServer({ units: recordedPictures('h264'), loop: true }).listen(host, port);
  ready(camera.port);
  await moving(seconds, () => {
    for (const socket of camera.sockets) seen.add(socket);
  });
  const report = { connections: seen.size, reads: camera.requests.length, writes: 0 };
  await camera.close();
  return { protocol: 'rtsp', port: camera.port, ...report, seconds };
}

const SERVERS: Readonly<
  Record<Served, (options: ServeOptions, ready: (port: number) => void) => Promise<ServeReport>>
> = {
  modbus: serveModbus,
  opcua: serveOpcua,
  rtsp: serveRtsp,
};

/** The report in a line for people. */
export function describeServed({ protocol, port, connections, reads, writes, seconds }: ServeReport): string {
  return `${protocol} on port ${port} for ${seconds} s: ${connections} connections, ${reads} reads, ${writes} writes`;
}
