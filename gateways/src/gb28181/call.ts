import {
  headerValue,
  parseAddress,
  parseSdp,
  type Session,
  type SipRequest,
  type SipResponse,
  writeSdp,
} from '@anlan/gb28181';
import type { AccessUnit, Publisher } from '../media/unit.ts';
import { StreamProblem } from '../media/words.ts';
import type { Centre } from './centre.ts';
import type { Channel } from './channel.ts';
import type { Device } from './device.ts';
import { token } from './exchange.ts';
import type { MediaRefusal } from './reasons.ts';
import { openReceiver, type Receiver, type ReceiverOptions } from './receiver.ts';
import type { Streaming } from './streaming.ts';

/** Payload type of a program stream. */
const PS = 96;
const RINGING_MS = 250;

/** A stream that was agreed on with a device: INVITE … BYE (GB/T 28181-2016 9.2, 9.8). */
export class Call implements Streaming {
  readonly id: string;
  readonly device: Device;
  readonly channel: Channel;
  readonly receiver: Receiver;
  readonly #centre: Centre;
  readonly #publisher: Publisher;
  readonly #port: number;
  readonly #ssrc: string;
  readonly #invite: SipRequest;
  #agreed: SipResponse | undefined;
  #watch: NodeJS.Timeout | undefined;
  #ended = false;

  private constructor(
    centre: Centre,
    device: Device,
    channel: Channel,
    publisher: Publisher,
    opened: { readonly receiver: Receiver; readonly port: number },
  ) {
    this.#centre = centre;
    this.device = device;
    this.channel = channel;
    this.receiver = opened.receiver;
    this.#publisher = publisher;
    this.#port = opened.port;
    this.#ssrc = centre.nextSsrc(channel.recorded !== undefined);
    this.#invite = this.#request();
    this.id = headerValue(this.#invite, 'Call-ID') ?? '';
  }

  /** Agrees on a stream with a device; rejects with why not. */
  static async open(centre: Centre, device: Device, channel: Channel, publisher: Publisher): Promise<Call> {
    let call: Call | undefined;
    const receiving = {
      host: centre.options.host,
      transport: device.peer.transport,
      from: (host: string) => call?.mayCome(host) ?? false,
      unit: (unit: AccessUnit) => void (call !== undefined && !call.#ended && publisher.push(unit)),
      refuse: (refusal: MediaRefusal) => centre.mediaRefused(device.identity, refusal),
      over: () => call?.end('lost'),
    };
    const opened = await openPort(centre, receiving);
    call = new Call(centre, device, channel, publisher, opened);
    centre.calls.set(call.id, call);
    await call.#agree();
    return call;
  }

  /** Media may come from where the device signed on, or from where it says in its answer. */
  mayCome(host: string): boolean {
    return host === this.device.peer.host || host === this.#answer()?.address;
  }

  /** Ends the call from our side: BYE, unless the device did. */
  end(reason: string, byDevice = false): void {
    if (this.#ended) return;
    this.#ended = true;
    clearInterval(this.#watch);
    this.receiver.close();
    this.#centre.calls.delete(this.id);
    this.#centre.ports.give(this.#port);
    if (!byDevice && this.#agreed !== undefined) void this.#centre.exchange.ask(this.device.peer, this.#within('BYE'));
    this.#publisher.end(reason);
  }

  async #agree(): Promise<void> {
    const response = await this.#centre.exchange.ask(this.device.peer, this.#invite);
    if (response === undefined || response.status >= 300) {
      // A refusal is to be acknowledged, too (RFC 3261 17.1.1.3), with the branch of the invitation.
      if (response !== undefined) this.#acknowledge(response, viaOf(this.#invite));
      return this.#fail(response === undefined ? 'silent' : 'refused', `INVITE: ${response?.status ?? 'no answer'}`);
    }
    this.#agreed = response;
    this.#acknowledge(response, undefined);
    const answer = this.#answer();
    if (answer === undefined) return this.#fail('refused', 'the answer describes no session');
    this.receiver.expect(Number(answer.ssrc ?? this.#ssrc));
    const silence = this.#centre.limits.mediaSilence;
    const began = performance.now();
    this.#watch = setInterval(
      () => {
        if (performance.now() - Math.max(began, this.receiver.heard()) > silence) this.end('silent');
      },
      Math.min(1000, silence / 4),
    );
  }

  #fail(end: 'silent' | 'refused', detail: string): never {
    this.end(end);
    throw new StreamProblem(end, detail);
  }

  #answer(): Session | undefined {
    const read = this.#agreed === undefined ? undefined : parseSdp(this.#agreed.body);
    return read === undefined || 'ok' in read ? undefined : read;
  }

  #request(): SipRequest {
    const { device, channel } = this;
    const { own } = this.#centre;
    const uri = `sip:${channel.channel}@${device.peer.host}:${device.peer.port}`;
    const headers = device.headers(own, 'INVITE', channel.channel);
    return {
      kind: 'request',
      method: 'INVITE',
      uri,
      headers: [
        ...headers,
        ['Contact', `<sip:${own.code}@${own.host}:${own.port}>`],
        // 9.2: code and SSRC of who sends, code and number of who receives.
        ['Subject', `${channel.channel}:${this.#ssrc},${own.code}:0`],
        ['Content-Type', 'APPLICATION/SDP'],
      ],
      body: writeSdp(this.#offer()),
    };
  }

  #offer(): Session {
    const { recorded, channel } = this.channel;
    const tcp = this.device.peer.transport === 'TCP';
    const seconds = (at: number | undefined): number => Math.floor((at ?? 0) / 1000);
    return {
      owner: this.#centre.own.code,
      name: recorded === undefined ? 'Play' : 'Playback',
      uri: recorded === undefined ? undefined : `${channel}:0`,
      address: this.#centre.options.mediaHost,
      from: seconds(recorded?.from),
      to: seconds(recorded?.to),
      media: 'video',
      port: this.#port,
      transport: tcp ? 'TCP/RTP/AVP' : 'RTP/AVP',
      payloads: [{ type: PS, encoding: 'PS', clock: 90_000 }],
      direction: 'recvonly',
      setup: tcp ? 'passive' : undefined,
      speed: undefined,
      ssrc: this.#ssrc,
      format: undefined,
    };
  }

  #acknowledge(response: SipResponse, via: string | undefined): void {
    const ack = this.#within('ACK', response, via);
    this.#centre.send(this.device.peer, ack);
    // Over UDP an acknowledgement may be lost like anything else.
    if (this.device.peer.transport === 'UDP') {
      setTimeout(() => !this.#ended && this.#centre.send(this.device.peer, ack), RINGING_MS).unref();
    }
  }

  /** A request within the call: to the contact the device gave, with its tag. */
  #within(method: 'ACK' | 'BYE', response = this.#agreed, via?: string): SipRequest {
    const { own } = this.#centre;
    const { host, port, transport } = this.device.peer;
    const contact = parseAddress(headerValue(response!, 'Contact') ?? '');
    const cseq =
      method === 'ACK' ? Number.parseInt(headerValue(this.#invite, 'CSeq') ?? '1', 10) : this.device.nextCSeq();
    return {
      kind: 'request',
      method,
      uri: contact === undefined ? this.#invite.uri : `sip:${contact.user}@${contact.host}:${contact.port ?? port}`,
      headers: [
        ['Via', via ?? `SIP/2.0/${transport} ${own.host}:${own.port};rport;branch=z9hG4bK${token()}`],
        ['From', headerValue(this.#invite, 'From') ?? ''],
        ['To', headerValue(response!, 'To') ?? `<sip:${this.channel.channel}@${host}>`],
        ['Call-ID', this.id],
        ['CSeq', `${cseq} ${method}`],
        ['Max-Forwards', '70'],
      ],
      body: new Uint8Array(0),
    };
  }
}

function viaOf(request: SipRequest): string | undefined {
  return headerValue(request, 'Via');
}

/** Another program may have a port of the pool: so many are tried. */
const TRIES = 8;

/** Opens the next port of the pool that can be. */
async function openPort(
  centre: Centre,
  receiving: Omit<ReceiverOptions, 'port'>,
): Promise<{ receiver: Receiver; port: number }> {
  const tried: number[] = [];
  try {
    while (tried.length < TRIES) {
      const port = centre.ports.take();
      if (port === undefined) throw new StreamProblem('full', 'no free port for media');
      try {
        return { receiver: await openReceiver({ ...receiving, port }), port };
      } catch {
        tried.push(port);
      }
    }
    throw new StreamProblem('full', `ports ${tried.join(', ')} cannot be opened`);
  } finally {
    for (const port of tried) centre.ports.give(port);
  }
}
