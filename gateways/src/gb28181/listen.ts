import { encodeSip, type PtzCommand, type SipMessage } from '@anlan/gb28181';
import type { Listener } from '../listener.ts';
import type { Source } from '../media/unit.ts';
import { StreamProblem } from '../media/words.ts';
import { Tally } from '../tally.ts';
import { TCP_LIMITS } from '../tcp.ts';
import { Call } from './call.ts';
import { Centre } from './centre.ts';
import { readChannel } from './channel.ts';
import type { Device } from './device.ts';
import { handle } from './handlers.ts';
import { type Asked, type Gb28181Limits, type Gb28181Options, NAME, type Recordings } from './options.ts';
import { askCatalogue, askPtz, askRecordings } from './queries.ts';
import { senderOf } from './refused.ts';
import { openTransport, type Peer } from './transport.ts';

const MISSED = 3;
const LIMITS: Gb28181Limits = {
  ...TCP_LIMITS,
  nonceLife: 60_000,
  keepalive: 60_000,
  expires: 86_400_000,
  request: 10_000,
  answer: 10_000,
  devices: 20_000,
  queue: 64,
  items: 20_000,
  alarmOver: 60_000,
  mediaSilence: 10_000,
};

/** A device that has signed on, for its page. */
export interface Gb28181State {
  readonly since: number;
  readonly heard: number;
  readonly remote: string;
  readonly transport: 'UDP' | 'TCP';
  readonly channels: number;
  readonly streams: readonly {
    readonly channel: string;
    readonly packets: number;
    readonly lost: number;
    readonly units: number;
  }[];
}

/** The signalling server: a listener, a source of streams, and what may be asked of devices. Nothing here rejects but `open`. */
export interface Gb28181 extends Listener, Source {
  state(device: string): Gb28181State | null;
  refreshCatalogue(device: string): Promise<Asked>;
  recordings(device: string, channel: string, from: number, to: number): Promise<Recordings>;
  move(device: string, channel: string, command: PtzCommand): Promise<Asked>;
}

/** Opens the port at which GB/T 28181 devices sign on, UDP and TCP; `README.md` beside this file says what is counted. */
export async function startGb28181(options: Gb28181Options): Promise<Gb28181> {
  const tally = new Tally(NAME, options.intake);
  const limits = { ...LIMITS, ...options.limits };
  const centre = new Centre(options, limits, tally);
  const transport = await openTransport({
    host: options.host,
    port: options.port,
    limits,
    tally,
    received: (message, peer) => {
      witnessed(centre, message, peer);
      if (message.kind === 'request') handle(centre, message, peer);
      else centre.exchange.settle(message);
    },
    gone: (connection) => {
      // A device by TCP that is really gone is found by its silence; one that comes back signs on again.
      for (const device of centre.devices.values())
        if (device.peer.connection === connection)
          device.expires = Math.min(device.expires, options.clock() + limits.keepalive);
    },
  });
  centre.own = { ...centre.own, port: transport.port };
  const sweep = setInterval(() => sweepSilent(centre), Math.min(1000, limits.keepalive));
  options.log.info({ listener: NAME, port: transport.port }, 'listening');
  const asking = async <T>(code: string, ask: (device: Device) => Promise<T>, offline: T): Promise<T> => {
    const device = centre.devices.get(code);
    return device === undefined ? offline : ask(device);
  };
  return {
    name: NAME,
    port: transport.port,
    sessions: () => centre.devices.size,
    stats: () => tally.stats(centre.devices.size),
    state: (code) => stateOf(centre, code),
    open: (channel, publisher) => open(centre, channel, publisher),
    refreshCatalogue: (code) => asking<Asked>(code, (device) => askCatalogue(centre, device), 'offline'),
    recordings: (code, channel, from, to) =>
      asking<Recordings>(code, (device) => askRecordings(centre, device, channel, from, to), { result: 'offline' }),
    move: (code, channel, command) =>
      asking<Asked>(code, (device) => askPtz(centre, device, channel, command), 'offline'),
    close: async () => {
      clearInterval(sweep);
      for (const call of centre.calls.values()) call.end('closed');
      for (const timer of centre.standing.values()) clearTimeout(timer);
      for (const device of centre.devices.values()) centre.leave(device, 'closing');
      centre.gathered.close();
      centre.exchange.close();
      await transport.close();
    },
  };
}

async function open(centre: Centre, text: string, publisher: Parameters<Source['open']>[1]): Promise<() => void> {
  const channel = readChannel(text);
  if (channel === undefined) throw new StreamProblem('refused', `${text.slice(0, 100)} names no channel`);
  const device = centre.devices.get(channel.device);
  if (device === undefined) throw new StreamProblem('offline', `${channel.device} has not signed on`);
  const call = await Call.open(centre, device, channel, publisher);
  return () => call.end('idle');
}

function sweepSilent(centre: Centre): void {
  const now = centre.options.clock();
  for (const device of centre.devices.values()) {
    if (now - device.heard > MISSED * centre.limits.keepalive) centre.leave(device, 'silent');
    else if (now > device.expires) centre.leave(device, 'expired');
  }
}

function stateOf(centre: Centre, code: string): Gb28181State | null {
  const device = centre.devices.get(code);
  if (device === undefined) return null;
  const { since, heard, peer, channels } = device;
  const calls = [...centre.calls.values()].filter((call) => call.device === device);
  return {
    since,
    heard,
    remote: `${peer.host}:${peer.port}`,
    transport: peer.transport,
    channels: channels.size,
    streams: calls.map(({ channel, receiver: { figures } }) => ({ channel: channel.channel, ...figures })),
  };
}

/** Shows a message of a device that has signed on, its headers in their long form. */
function witnessed({ options, devices }: Centre, message: SipMessage, peer: Peer): void {
  if (options.witness === undefined || message.kind !== 'request') return;
  const device = devices.get(senderOf(message));
  if (device?.peer.host === peer.host) options.witness(device.identity, 'in', encodeSip(message));
}
