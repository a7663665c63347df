import { createHash, randomBytes } from 'node:crypto';
import { createSocket, type Socket as Udp } from 'node:dgram';
import { connect, type Socket } from 'node:net';
import {
  type CatalogItem,
  decodeDocument,
  decodeSip,
  digestResponse,
  type Document,
  encodeDocument,
  encodeSip,
  formatTime,
  type Header,
  headerValue,
  headerValues,
  parseDigest,
  parseSdp,
  type SipMessage,
  type SipRequest,
  SipStream,
  writeDigest,
  writeSdp,
} from '@anlan/gb28181';
import { picturesOf, sendStream } from './sender.ts';

/** A device, and what is told of it. */
export interface AgentOptions {
  readonly host: string;
  readonly port: number;
  /** Code of the device, 20 digits. */
  readonly code: string;
  readonly secret: string;
  /** Codes of what is connected to it, with their names; a camera alone is its own channel. */
  readonly channels: readonly (readonly [code: string, name: string])[];
  readonly transport?: 'UDP' | 'TCP';
  /** H.264 in byte-stream form, sent over and over when it is invited. */
  readonly stream: Uint8Array;
  readonly answered: (milliseconds: number) => void;
  readonly lost: (messages: number) => void;
  readonly refused: () => void;
  /** Is told of every document that the platform sends. */
  readonly told?: (document: Document) => void;
  /** Pause between keep-alives, 30 s as usual. */
  readonly keepAliveMs?: number;
  /** Entries in one message of a catalogue. */
  readonly together?: number;
}

const REGISTER_AGAIN_MS = 1000;
const EXPIRES = 3600;
const MOST_UNANSWERED = 16;
const KEEPALIVE_MS = 30_000;
const SIGN_OFF_MS = 200;
const token = (): string => randomBytes(6).toString('hex');
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** A GB/T 28181 device on our side, for trials: signs on, keeps alive, answers questions, and sends a stream when it is invited. */
export class Agent {
  readonly #options: AgentOptions;
  /** Documents sent and not answered, by CSeq, with when they were. */
  readonly #unanswered = new Map<string, number>();
  readonly #calls = new Map<string, () => void>();
  #udp: Udp | undefined;
  #tcp: Socket | undefined;
  #timers: NodeJS.Timeout[] = [];
  #pictures: ReturnType<typeof picturesOf> | undefined;
  #cseq = 0;
  #sn = 0;
  #registered = false;
  #ended = false;
  readonly #registration = `${token()}@camera`;

  constructor(options: AgentOptions) {
    this.#options = options;
  }

  get ready(): boolean {
    return this.#registered && this.#unanswered.size < MOST_UNANSWERED;
  }

  /** Streams it is sending. */
  get streams(): number {
    return this.#calls.size;
  }

  start(): void {
    if (this.#options.transport === 'TCP') this.#openTcp();
    else this.#openUdp();
    this.#timers = [
      setInterval(() => void (this.#registered || this.#register()), REGISTER_AGAIN_MS),
      setInterval(() => void (this.#registered && this.keepAlive()), this.#options.keepAliveMs ?? KEEPALIVE_MS),
    ];
  }

  keepAlive(): void {
    this.notify({
      name: 'Notify/Keepalive',
      sn: this.#nextSn(),
      deviceId: this.#options.code,
      fields: { Status: 'OK' },
    });
  }

  /** Notifies an alarm of a channel: method and type of GB/T 28181-2016 A.2.5. */
  alarm(channel: string, method: number, type: number, at = Date.now()): void {
    const fields = { AlarmPriority: 1, AlarmMethod: method, AlarmTime: formatTime(at), AlarmType: type };
    this.notify({ name: 'Notify/Alarm', sn: this.#nextSn(), deviceId: channel, fields });
  }

  notify(document: Document): void {
    const request = this.#request('MESSAGE', [['Content-Type', 'Application/MANSCDP+xml']], encodeDocument(document));
    this.#unanswered.set(headerValue(request, 'CSeq') ?? '', performance.now());
    this.#write(request);
  }

  /** Signs off and ends its streams; silent where `silently`, as when its power is cut. */
  end(silently = false): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#registered && !silently) this.#register(0);
    for (const timer of this.#timers) clearInterval(timer);
    for (const stop of this.#calls.values()) stop();
    this.#calls.clear();
    this.#registered = false;
    // Signing off is challenged, too.
    setTimeout(() => {
      this.#udp?.close();
      this.#tcp?.end();
    }, SIGN_OFF_MS);
  }

  #openUdp(): void {
    const socket = createSocket('udp4');
    this.#udp = socket;
    socket.on('error', () => {});
    socket.on('message', (bytes) => {
      const message = decodeSip(bytes);
      if (!('ok' in message)) this.#received(message);
    });
    socket.bind(0, () => this.#register());
  }

  #openTcp(): void {
    const { host, port } = this.#options;
    const socket = connect({ host, port, noDelay: true });
    this.#tcp = socket;
    const stream = new SipStream();
    socket.on('error', () => {});
    socket.on('connect', () => this.#register());
    socket.on('data', (chunk) => {
      for (const item of stream.push(chunk)) if (!('ok' in item)) this.#received(item);
    });
    socket.on('close', () => {
      this.#registered = false;
      this.#options.lost(this.#unanswered.size);
      this.#unanswered.clear();
      if (!this.#ended) setTimeout(() => this.#openTcp(), REGISTER_AGAIN_MS);
    });
  }

  #write(message: SipMessage): void {
    const bytes = encodeSip(message);
    if (this.#tcp !== undefined) this.#tcp.write(bytes);
    else this.#udp?.send(bytes, this.#options.port, this.#options.host, () => {});
  }

  #nextSn(): number {
    this.#sn += 1;
    return this.#sn;
  }

  get #address(): string {
    const { code, host } = this.#options;
    const local = this.#tcp?.localPort ?? (this.#udp === undefined ? 0 : this.#udp.address().port);
    return `${code}@${this.#tcp?.localAddress ?? host}:${local}`;
  }

  #request(
    method: string,
    more: readonly Header[],
    body: Uint8Array = new Uint8Array(0),
    call = `${token()}@camera`,
  ): SipRequest {
    const { code, host, port, transport = 'UDP' } = this.#options;
    const realm = code.slice(0, 10);
    this.#cseq += 1;
    return {
      kind: 'request',
      method,
      uri: `sip:platform@${host}:${port}`,
      headers: [
        ['Via', `SIP/2.0/${transport} ${this.#address.split('@')[1]};rport;branch=z9hG4bK${token()}`],
        ['From', `<sip:${code}@${realm}>;tag=${token()}`],
        ['To', method === 'REGISTER' ? `<sip:${code}@${realm}>` : `<sip:platform@${host}:${port}>`],
        ['Call-ID', call],
        ['CSeq', `${this.#cseq} ${method}`],
        ['Max-Forwards', '70'],
        ...more,
      ],
      body,
    };
  }

  #register(expires = EXPIRES, authorization: readonly Header[] = []): void {
    const headers: Header[] = [['Contact', `<sip:${this.#address}>`], ['Expires', String(expires)], ...authorization];
    this.#write(this.#request('REGISTER', headers, undefined, this.#registration));
  }

  #received(message: SipMessage): void {
    if (message.kind === 'response') this.#answered(message.status, message);
    else this.#asked(message);
  }

  #answered(status: number, message: SipMessage): void {
    const cseq = headerValue(message, 'CSeq') ?? '';
    if (!cseq.endsWith('REGISTER')) {
      const sent = this.#unanswered.get(cseq);
      if (sent === undefined) return;
      this.#unanswered.delete(cseq);
      if (status >= 300) this.#options.refused();
      else this.#options.answered(performance.now() - sent);
      return;
    }
    if (status === 401) this.#register(this.#ended ? 0 : EXPIRES, [['Authorization', this.#answerTo(message)]]);
    else if (status < 300) this.#registered = !this.#ended;
    else this.#options.refused();
  }

  #answerTo(message: SipMessage): string {
    const { realm = '', nonce = '' } = parseDigest(headerValue(message, 'WWW-Authenticate') ?? '') ?? {};
    const { code, secret, host, port } = this.#options;
    const uri = `sip:platform@${host}:${port}`;
    const response = digestResponse({ username: code, realm, password: secret, method: 'REGISTER', uri, nonce }, md5);
    return writeDigest({ username: code, realm, nonce, uri, response, algorithm: 'MD5' }, 'answer');
  }

  #asked(request: SipRequest): void {
    const call = headerValue(request, 'Call-ID') ?? '';
    if (request.method === 'INVITE') return this.#invited(request, call);
    if (request.method === 'ACK') return;
    this.#respond(request, 200);
    if (request.method === 'BYE') {
      this.#calls.get(call)?.();
      this.#calls.delete(call);
    } else if (request.method === 'MESSAGE') this.#message(request);
  }

  #message(request: SipRequest): void {
    const document = decodeDocument(request.body);
    if ('ok' in document) return;
    this.#options.told?.(document);
    if (document.name === 'Query/Catalog') this.#tellCatalogue(document.sn);
    else if (document.name === 'Query/RecordInfo') this.#tellRecordings(document);
  }

  #tellCatalogue(sn: number): void {
    const { code, channels, together = 4 } = this.#options;
    for (let at = 0; at < channels.length; at += together) {
      const items = channels.slice(at, at + together).map(([channel, name]): CatalogItem => ({
        DeviceID: channel,
        Name: name,
        Manufacturer: '模拟',
        Model: 'Simulated',
        CivilCode: code.slice(0, 6),
        Parental: 0,
        ParentID: code,
        Status: 'ON',
        PTZType: 1,
      }));
      this.notify({ name: 'Response/Catalog', sn, deviceId: code, fields: { SumNum: channels.length }, items });
    }
  }

  /** It has recorded all the time asked for, in one piece. */
  #tellRecordings({ sn, deviceId, fields }: Extract<Document, { name: 'Query/RecordInfo' }>): void {
    const items = [
      {
        DeviceID: deviceId,
        Name: '录像',
        StartTime: fields.StartTime,
        EndTime: fields.EndTime,
        Secrecy: 0,
        Type: 'time',
      },
    ];
    this.notify({ name: 'Response/RecordInfo', sn, deviceId, fields: { Name: '录像', SumNum: 1 }, items });
  }

  #invited(request: SipRequest, call: string): void {
    if (this.#calls.has(call)) return;
    const offer = parseSdp(request.body);
    if ('ok' in offer) return this.#respond(request, 400);
    this.#respond(request, 100);
    const answer = {
      ...offer,
      owner: this.#options.code,
      address: '127.0.0.1',
      port: 15_060,
      direction: 'sendonly',
      setup: offer.setup === undefined ? undefined : 'active',
    } as const;
    const headers: Header[] = [
      ['Contact', `<sip:${this.#address}>`],
      ['Content-Type', 'APPLICATION/SDP'],
    ];
    this.#respond(request, 200, headers, writeSdp(answer));
    const over = (): void => {
      this.notify({
        name: 'Notify/MediaStatus',
        sn: this.#nextSn(),
        deviceId: this.#options.code,
        fields: { NotifyType: 121 },
      });
    };
    this.#pictures ??= picturesOf(this.#options.stream);
    this.#calls.set(call, sendStream(offer, this.#pictures, { lost: () => void this.#calls.delete(call), over }));
  }

  #respond(
    request: SipRequest,
    status: number,
    more: readonly Header[] = [],
    body: Uint8Array = new Uint8Array(0),
  ): void {
    const to = headerValue(request, 'To') ?? '';
    const headers: Header[] = [
      ...headerValues(request, 'Via').map((via): Header => ['Via', via]),
      ['From', headerValue(request, 'From') ?? ''],
      [
        'To',
        status > 100 && !to.includes('tag=')
          ? `${to};tag=${md5(headerValue(request, 'Call-ID') ?? '').slice(0, 8)}`
          : to,
      ],
      ['Call-ID', headerValue(request, 'Call-ID') ?? ''],
      ['CSeq', headerValue(request, 'CSeq') ?? ''],
      ...more,
    ];
    const phrase = { 100: 'Trying', 200: 'OK' }[status] ?? 'Bad Request';
    this.#write({ kind: 'response', status, phrase, headers, body });
  }
}
