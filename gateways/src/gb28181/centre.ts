import type { SipMessage, SipRequest, SipResponse } from '@anlan/gb28181';
import type { Tally } from '../tally.ts';
import type { Device } from './device.ts';
import { Exchange } from './exchange.ts';
import { Gathered } from './gather.ts';
import { Nonces } from './nonces.ts';
import type { Gb28181Limits, Gb28181Options } from './options.ts';
import { Ports } from './ports.ts';
import { mediaReason, type MediaRefusal } from './reasons.ts';
import type { Streaming } from './streaming.ts';
import { type Peer, sendTo } from './transport.ts';

/** Refused packets of a stream are counted one in so many: a broken sender must not fill the counters' queue. */
const COUNTED = 64;

/** What all of a platform's dialogues with devices share. */
export class Centre {
  readonly options: Gb28181Options;
  readonly limits: Gb28181Limits;
  readonly tally: Tally;
  readonly devices = new Map<string, Device>();
  readonly calls = new Map<string, Streaming>();
  readonly exchange: Exchange;
  readonly nonces: Nonces;
  readonly gathered: Gathered;
  readonly ports: Ports;
  /** Alarms that stand, with the timer that ends each; by device and point. */
  readonly standing = new Map<string, NodeJS.Timeout>();
  /** Devices whose alarms were put to rest since the start. */
  readonly quieted = new Set<string>();
  /** Under which devices know this platform; the port is known once it is open. */
  own: { readonly code: string; readonly realm: string; readonly host: string; readonly port: number };
  #streams = 0;
  #mediaRefusals = 0;

  constructor(options: Gb28181Options, limits: Gb28181Limits, tally: Tally) {
    this.options = options;
    this.limits = limits;
    this.tally = tally;
    this.own = { code: options.code, realm: options.code.slice(0, 10), host: options.mediaHost, port: options.port };
    this.exchange = new Exchange(limits.request);
    this.nonces = new Nonces(limits.nonceLife);
    this.gathered = new Gathered(limits.answer, limits.items);
    this.ports = new Ports(options.mediaPorts);
  }

  send(peer: Peer, message: SipMessage): void {
    sendTo(peer, message);
  }

  /** Asks a device; undefined when no final response came. */
  ask(device: Device, request: SipRequest): Promise<SipResponse | undefined> {
    return this.exchange.ask(device.peer, request);
  }

  /** Ten digits (annex F): 0 live or 1 recorded, digits 4 to 8 of the platform's code, a number. */
  nextSsrc(recorded: boolean): string {
    this.#streams = (this.#streams % 9999) + 1;
    return `${recorded ? 1 : 0}${this.own.code.slice(3, 8)}${String(this.#streams).padStart(4, '0')}`;
  }

  mediaRefused(identity: string, refusal: MediaRefusal): void {
    this.#mediaRefusals += 1;
    if (this.#mediaRefusals % COUNTED !== 1) return;
    this.tally.refuse(mediaReason(refusal), identity, `media: ${refusal.detail}`);
  }

  /** A device is gone, with its streams. */
  leave(device: Device, why: 'signed-off' | 'silent' | 'expired' | 'closing'): void {
    if (this.devices.get(device.code) !== device) return;
    this.devices.delete(device.code);
    for (const call of this.calls.values()) if (call.device === device) call.end('offline', why !== 'closing');
    this.options.intake.disconnected(device.identity);
    this.options.presence({ device: device.code, online: false, why, at: this.options.clock() });
  }

  /** Tells of a channel when it is not as it was. */
  channelIs(device: Device, channel: string, online: boolean): void {
    if (device.channels.get(channel) === online) return;
    if (device.channels.size >= this.limits.items && !device.channels.has(channel)) return;
    device.channels.set(channel, online);
    const why = online ? 'catalogue-on' : 'catalogue-off';
    this.options.presence({ device: device.code, channel, online, why, at: this.options.clock() });
  }
}
