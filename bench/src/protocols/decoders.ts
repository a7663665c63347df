import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AisStream } from '@anlan/ais';
import { parseAlert } from '@anlan/cap';
import { LAYOUTS, parseFile, parseFileName } from '@anlan/coal-mine-files';
import { readSparkplug, writeSparkplug } from '@anlan/gateways';
import { RtspReader } from '@anlan/gateways/media';
import { Gb26875Stream, objectsOf } from '@anlan/gb26875';
import {
  decodeDocument,
  encodeDocument,
  encodeRtp,
  encodeSip,
  frameRtp,
  packetize,
  parseSdp,
  ProgramStream,
  RtpStream,
  SipStream,
  writePack,
  writeSdp,
} from '@anlan/gb28181';
import { Hj212Stream, measuredOf } from '@anlan/hj212';
import {
  AttachmentSplitter,
  decodeFrame as decode808,
  encodePacket,
  FrameSplitter as Splitter808,
  Reassembler,
} from '@anlan/jt808';
import { Assembler, PacketStream, packetsOf, writePacket } from '@anlan/jt1078';
import { decodeFrame as decode809, FrameSplitter as Splitter809 } from '@anlan/jt809';

/** A decoder as a stream would use it: takes bytes, gives how many messages and how many refusals came of them. */
export interface Decoder {
  push(bytes: Uint8Array): { readonly messages: number; readonly refusals: number };
}

/** Decoders by protocol, each with the vectors that seed it. */
export const DECODERS: Readonly<
  Record<
    string,
    { readonly vectors: readonly string[]; readonly open: () => Decoder; readonly more?: () => readonly Uint8Array[] }
  >
> = {
  jt808: {
    vectors: ['jt808.json', 'jt808-active-safety.json'],
    open: () => {
      const splitter = new Splitter808();
      const reassembler = new Reassembler({ messages: 8, bytes: 65_536 });
      let now = 0;
      const whole = (frame: ReturnType<typeof decode808>) =>
        frame.ok && frame.kind === 'part' ? reassembler.add(frame, (now += 1)) : frame;
      return counting((bytes) => splitter.push(bytes).map((cut) => (cut.ok ? whole(decode808(cut.frame)) : cut)));
    },
  },
  'jt808-attachment': {
    vectors: ['jt808-active-safety.json'],
    open: () => {
      let splitter = new AttachmentSplitter();
      let turn = 0;
      return counting((bytes) => {
        // A packet that declares gigabytes would swallow all that follows.
        if ((turn = (turn + 1) % 32) === 0) splitter = new AttachmentSplitter();
        return splitter.push(bytes).map((cut) => (cut.ok && 'frame' in cut ? decode808(cut.frame) : cut));
      });
    },
    // The published frames hold no file packet.
    more: () => [
      encodePacket('00_65_6501_0_1.jpg', 0, new Uint8Array(300).fill(0x7e)),
      encodePacket('02_64_6401_1_1.mp4', 65_536, new Uint8Array(0)),
    ],
  },
  jt809: {
    vectors: ['jt809.json'],
    open: () => {
      const splitter = new Splitter809();
      return counting((bytes) => splitter.push(bytes).map((cut) => (cut.ok ? decode809(cut.frame) : cut)));
    },
  },
  hj212: {
    vectors: ['hj212.json'],
    open: () => {
      const stream = new Hj212Stream({ crc: 'either' });
      return counting((bytes) => {
        const items = stream.push(bytes);
        for (const item of items) if (item.ok) measuredOf(item.packet);
        return items;
      });
    },
  },
  gb26875: {
    vectors: ['gb26875.json'],
    open: () => {
      const stream = new Gb26875Stream();
      return counting((bytes) => {
        const items = stream.push(bytes);
        for (const item of items) if (item.ok) objectsOf(item.message.application, 3);
        return items;
      });
    },
  },
  ais: {
    vectors: ['ais.json'],
    open: () => {
      const stream = new AisStream();
      let now = 0;
      return counting((bytes) => stream.push(bytes, (now += 1)));
    },
  },
  'coal-mine-files': {
    vectors: ['coal-mine.json'],
    open: () => {
      const types = Object.keys(LAYOUTS);
      let turn = 0;
      return counting((bytes) => {
        turn = (turn + 1) % types.length;
        const file = parseFile(bytes, { type: types[turn]! });
        return [parseFileName(Buffer.from(bytes).toString('latin1')), 'reason' in file ? file : { ok: true }];
      });
    },
  },
  gb28181: {
    vectors: [],
    open: () => {
      let [sip, rtp] = [new SipStream(), new RtpStream()];
      const program = new ProgramStream();
      return counting((bytes) => {
        // A stream is read no further after a fault: a device comes back on a new connection.
        if (sip.broken) sip = new SipStream();
        if (rtp.broken) rtp = new RtpStream();
        const read = [...sip.push(bytes), ...rtp.push(bytes), ...program.push(bytes), parseSdp(bytes)];
        const documents = bytes[0] === LESS_THAN ? [decodeDocument(bytes)] : [];
        return [...read, ...documents].map((one) => ({ ok: !('ok' in one) }));
      });
    },
    more: () => gb28181Frames(),
  },
  cap: { vectors: ['cap.json'], open: () => counting((bytes) => [parseAlert(bytes)]) },
  jt1078: {
    vectors: [],
    open: () => {
      const stream = new PacketStream({ longestBody: 1200 });
      const assembler = new Assembler({ largest: 65_536 });
      return counting((bytes) => {
        const items = stream.push(bytes);
        return [...items, ...items.flatMap((item) => (item.ok ? (assembler.push(item) ?? []) : []))];
      });
    },
    more: () => jt1078Packets(),
  },
  sparkplug: {
    vectors: [],
    open: () => counting((bytes) => [{ ok: readSparkplug(bytes) !== undefined }]),
    more: () => sparkplugPayloads(),
  },
  rtsp: {
    vectors: [],
    open: () => {
      let reader = new RtspReader();
      return counting((bytes) => {
        // As above: a camera comes back on a new connection.
        if (reader.broken) reader = new RtspReader();
        const read = reader.push(Buffer.from(bytes)).map(() => ({ ok: true }));
        return reader.broken ? [...read, { ok: false }] : read;
      });
    },
    more: () => rtspAnswers(),
  },
};

/** Pictures, sound and data in packets of both lengths of phone. */
function jt1078Packets(): Uint8Array[] {
  const head = { ok: true, phone: '013912345678', channel: 1, loadType: 98, timestamp: 77n } as const;
  const sizes = { 'i-frame': 2500, 'p-frame': 90, audio: 40, transparent: 9 } as const;
  return Object.entries(sizes)
    .flatMap(([dataType, size]) =>
      packetsOf({ ...head, dataType: dataType as keyof typeof sizes, data: new Uint8Array(size).fill(0x30) }, 0),
    )
    .flatMap((packet) => [writePacket(packet, 6), writePacket(packet, 10)]);
}

/** Births, data and deaths with metrics of several types. */
function sparkplugPayloads(): Uint8Array[] {
  const timestamp = 1_770_000_000_000;
  const metrics = [
    { name: 'level', alias: 1, timestamp, datatype: 10, value: 62.5 },
    { name: 'run', alias: 2, timestamp, datatype: 11, value: 1 },
    { name: 'count', alias: 3, timestamp, datatype: 4, value: 7 },
  ];
  return Array.from({ length: 8 }, (_, seq) =>
    writeSparkplug({ timestamp, seq, metrics: metrics.slice(0, (seq % 3) + 1) }),
  );
}

/** Answers with and without body, and packets between them. */
function rtspAnswers(): Uint8Array[] {
  const text = (given: string): Uint8Array => new TextEncoder().encode(given);
  const body = 'v=0\r\nm=video 0 RTP/AVP 96\r\n';
  return [
    text('RTSP/1.0 200 OK\r\nCSeq: 1\r\nPublic: OPTIONS, DESCRIBE, SETUP, PLAY\r\n\r\n'),
    text(
      `RTSP/1.0 200 OK\r\nCSeq: 2\r\nContent-Type: application/sdp\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    ),
    text('RTSP/1.0 401 Unauthorized\r\nCSeq: 3\r\nWWW-Authenticate: Digest realm="r", nonce="n"\r\n\r\n'),
    text('RTSP/1.0 200 OK\r\nCSeq: 4\r\nSession: 7;timeout=60\r\nTransport: RTP/AVP/TCP;interleaved=0-1\r\n\r\n'),
    text('RTSP/1.0 454 Session Not Found\r\nCSeq: 5\r\n\r\n'),
    Uint8Array.of(0x24, 0, 0, 4, 0x80, 96, 0, 1),
    Uint8Array.of(0x24, 1, 0, 8, 0x80, 200, 0, 1, 0, 0, 0, 1),
  ];
}

const LESS_THAN = 60;

/** Messages of every layer, written by the encoders. */
function gb28181Frames(): Uint8Array[] {
  const nals = [Uint8Array.of(0x67, 77, 0, 31, 5), Uint8Array.of(0x68, 1, 2), new Uint8Array(300).fill(0x65)];
  const next = { codec: 'h264', at: 40, key: false, nals: [new Uint8Array(80).fill(0x81)] } as const;
  const packs = [
    writePack({ codec: 'h264', at: 0, key: true, nals }, { video: 'h264', audio: 'aac' }),
    writePack(next, { video: 'h264' }),
  ];
  const header = { payloadType: 96, sequence: 7, timestamp: 90, ssrc: 1 };
  const body = encodeDocument({
    name: 'Notify/Keepalive',
    sn: 1,
    deviceId: '36112900001320000001',
    fields: { Status: 'OK' },
  });
  const alarm = encodeDocument({
    name: 'Notify/Alarm',
    sn: 2,
    deviceId: '36112900001320000001',
    fields: { AlarmMethod: 5, AlarmType: 6, AlarmDescription: '罐区', AlarmTime: '2026-03-01T08:00:00' },
  });
  const items = [{ DeviceID: '36112900001320000001', Name: '泵房', Status: 'ON' }];
  const session = {
    owner: '1',
    name: 'Play',
    uri: undefined,
    address: '10.0.0.1',
    from: 0,
    to: 0,
    media: 'video',
    port: 30_000,
    transport: 'RTP/AVP',
    payloads: [{ type: 96, encoding: 'PS', clock: 90_000 }],
    direction: 'recvonly',
    setup: undefined,
    speed: undefined,
    ssrc: '0100000001',
    format: 'v/2/6/25/1/4096a/1/8/1',
  } as const;
  const headers = [
    ['Via', 'SIP/2.0/UDP 10.0.0.1:5060;rport;branch=z9hG4bK1'],
    ['CSeq', '1 MESSAGE'],
  ] as const;
  return [
    encodeSip({ kind: 'request', method: 'MESSAGE', uri: 'sip:1@2', headers, body }),
    encodeSip({ kind: 'response', status: 200, phrase: 'OK', headers, body: writeSdp(session) }),
    body,
    alarm,
    encodeDocument({ name: 'Response/Catalog', sn: 3, deviceId: '1', fields: { SumNum: 1 }, items }),
    writeSdp(session),
    Uint8Array.of(...packs[0]!, ...packs[1]!),
    ...packs.flatMap((pack) => packetize(pack, header, 200).map((one) => frameRtp(encodeRtp(one)))),
  ];
}

function counting(take: (bytes: Uint8Array) => readonly { readonly ok: boolean }[]): Decoder {
  return {
    push: (bytes) => {
      const items = take(bytes);
      const messages = items.filter(({ ok }) => ok).length;
      return { messages, refusals: items.length - messages };
    },
  };
}

interface Vector {
  readonly hex?: string;
  readonly text?: string;
  readonly valid?: boolean;
}

/** Frames of the vectors as bytes; only the valid ones where asked. */
export function vectorsOf(protocol: string, onlyValid = false): Uint8Array[] {
  const { vectors, more } = DECODERS[protocol]!;
  return [...vectors.flatMap((file) => framesOf(file, onlyValid)), ...(more?.() ?? [])];
}

function framesOf(name: string, onlyValid: boolean): Uint8Array[] {
  const file = fileURLToPath(new URL(`../../../data/packs/vectors/${name}`, import.meta.url));
  const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vector[];
  return vectors
    .filter(({ valid }) => !onlyValid || valid === true)
    .flatMap(({ hex, text }) => {
      if (typeof hex === 'string') return [Uint8Array.from(Buffer.from(hex, 'hex'))];
      return typeof text === 'string' ? [new TextEncoder().encode(text)] : [];
    })
    .filter(({ length }) => length > 0);
}
