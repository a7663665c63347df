import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AisStream } from '@anlan/ais';
import { parseAlert } from '@anlan/cap';
import { LAYOUTS, parseFile, parseFileName } from '@anlan/coal-mine-files';
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
};

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
