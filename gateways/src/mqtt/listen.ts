import type { CommandingListener, Listener } from '../listener.ts';
import { Tally } from '../tally.ts';
import { type Connection, openTcp, TCP_LIMITS } from '../tcp.ts';
import { DeviceBroker, type MqttLimits, type MqttOptions } from './broker.ts';
import { Frames, InspectedSocket } from './wire.ts';

const NAME = 'mqtt';
/** Topic and packet identifier around a payload. */
const PACKET_EXTRA = 512;
const LONGEST_OTHER = 4096;

const LIMITS: MqttLimits = {
  ...TCP_LIMITS,
  connect: 30_000,
  keepalive: 3600,
  payload: 65_536,
  command: 15_000,
};

const CONNECT = 1;
const PUBLISH = 3;
/** Packet types a client may send; MQTT 3.1.1 table 2.1. */
const FROM_CLIENTS: ReadonlySet<number> = new Set([1, 3, 4, 5, 6, 7, 8, 10, 12, 14]);

/** The MQTT listener, with the Sparkplug host that hears on the same port. */
export interface MqttListener extends CommandingListener {
  readonly sparkplug: Listener;
}

/** Takes readings in JSON and Sparkplug B over MQTT 3.1.1; topics, payloads and counted reasons are in `README.md` beside this file. */
export async function listenMqtt(options: MqttOptions): Promise<MqttListener> {
  const tally = new Tally(NAME, options.intake);
  const limits = { ...LIMITS, ...options.limits };
  const devices = new DeviceBroker(options, limits, tally);
  await devices.broker.listen();
  const tcp = await openTcp({
    host: options.host,
    port: options.port,
    limits: { ...limits, idle: limits.connect },
    tally,
    open: (connection) => attach(connection, devices, limits, tally),
  }).catch(async (error: unknown) => {
    await new Promise<void>((resolve) => devices.broker.close(resolve));
    throw error;
  });
  devices.state(true);
  options.log.info({ listener: NAME, port: tcp.port }, 'listening');
  return {
    name: NAME,
    port: tcp.port,
    sessions: () => devices.sessions,
    stats: () => tally.stats(devices.sessions),
    send: (identity, command) => devices.send(identity, command),
    sparkplug: devices.sparkplug.listener(tcp.port),
    close: async () => {
      devices.state(false);
      await devices.sparkplug.close();
      await new Promise<void>((resolve) => devices.broker.close(resolve));
      await tcp.close();
    },
  };
}

function attach(connection: Connection, devices: DeviceBroker, limits: MqttLimits, tally: Tally): void {
  let packets = 0;
  const begins = (type: number, length: number): boolean => {
    packets += 1;
    const fault = faultOf(type, length, packets === 1, limits.payload);
    if (fault) tally.refuse(fault, connection.identity, `packet type ${type}, ${length} bytes, ${connection.remote}`);
    return fault === undefined;
  };
  const frames = new Frames({ begins, ends: () => connection.heard() });
  const stream = new InspectedSocket(connection.socket, (chunk) => {
    const follows = frames.follow(chunk);
    connection.incomplete(frames.incomplete);
    return follows;
  });
  devices.attach(stream, connection);
}

function faultOf(type: number, length: number, first: boolean, payload: number) {
  if (length < 0 || type === 0 || type === 15) return 'malformed';
  // [MQTT-3.1.0-1] the first packet must be CONNECT; [MQTT-3.1.0-2] there is no second one.
  if (first && type !== CONNECT) return 'unauthenticated';
  if ((!first && type === CONNECT) || !FROM_CLIENTS.has(type)) return 'out-of-order';
  return length > (type === PUBLISH ? payload + PACKET_EXTRA : LONGEST_OTHER) ? 'oversized' : undefined;
}
