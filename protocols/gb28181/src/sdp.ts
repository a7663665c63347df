import { type Refusal, refuse } from './refusal.ts';

/** One payload type of a media line with its `a=rtpmap`. */
export interface Payload {
  readonly type: number;
  /** PS, H264, H265, SVAC, PCMA …; undefined without rtpmap. */
  readonly encoding: string | undefined;
  readonly clock: number | undefined;
}

/** A session as GB/T 28181 describes it (annex F, G): one media line, SSRC in `y=`, parameters in `f=`. */
export interface Session {
  /** User of `o=`: the code of the device or of the platform. */
  readonly owner: string;
  readonly name: 'Play' | 'Playback' | 'Download' | 'Talk' | (string & {});
  /** `u=`: the channel of recordings, with `:0` or its type after it. */
  readonly uri: string | undefined;
  /** `c=`: where media go to, or come from. */
  readonly address: string;
  /** `t=`: seconds since 1970 (not since 1900 as in RFC 4566), 0 for live pictures. */
  readonly from: number;
  readonly to: number;
  readonly media: 'video' | 'audio';
  readonly port: number;
  readonly transport: 'RTP/AVP' | 'TCP/RTP/AVP';
  readonly payloads: readonly Payload[];
  readonly direction: 'sendonly' | 'recvonly' | 'sendrecv' | undefined;
  /** `a=setup`: who opens the TCP connection. */
  readonly setup: 'active' | 'passive' | undefined;
  /** `a=downloadspeed`. */
  readonly speed: number | undefined;
  /** `y=`: ten digits, the first 0 live or 1 recorded. */
  readonly ssrc: string | undefined;
  /** `f=` as it stood; `parseFormat` reads it. */
  readonly format: string | undefined;
}

const LONGEST = 8192;
const MOST_LINES = 200;
const decoder = new TextDecoder();
const MEDIA = /^(video|audio) (\d{1,5})(?:\/\d{1,3})? (TCP\/RTP\/AVP|RTP\/AVP\/TCP|RTP\/AVP)((?: \d{1,3})*)$/;

/** Reads a session description. `f=` and lines a maker adds are no fault; a missing media line is. */
export function parseSdp(bytes: Uint8Array): Session | Refusal {
  if (bytes.length > LONGEST) return refuse('too-long', LONGEST, 'session description');
  const lines = decoder.decode(bytes).split(/\r?\n/);
  if (lines.length > MOST_LINES) return refuse('too-long', LONGEST, 'session description');
  const values = new Map<string, string>();
  const attributes: string[] = [];
  let offset = 0;
  for (const line of lines) {
    if (line[1] === '=' && line[0] === 'a') attributes.push(line.slice(2).trim());
    // The first media line counts, and of what stands twice the last: a connection of the media goes before the session's.
    else if (line[1] === '=' && !(line[0] === 'm' && values.has('m'))) values.set(line[0]!, line.slice(2).trim());
    else if (line.trim() !== '' && line[1] !== '=')
      return refuse('bad-sdp', Math.min(offset, bytes.length), `"${line.slice(0, 40)}"`);
    offset += line.length + 2;
  }
  return sessionOf(values, attributes);
}

function sessionOf(values: ReadonlyMap<string, string>, attributes: readonly string[]): Session | Refusal {
  const media = MEDIA.exec(values.get('m') ?? '');
  if (media === null || Number(media[2]) > 65_535)
    return refuse('bad-sdp', 0, `m=${(values.get('m') ?? '').slice(0, 60)}`);
  const address = /^IN IP[46] (\S{1,100})$/.exec(values.get('c') ?? '')?.[1];
  if (address === undefined) return refuse('bad-sdp', 0, `c=${(values.get('c') ?? '').slice(0, 60)}`);
  const times = /^(\d{1,12}) (\d{1,12})$/.exec(values.get('t') ?? '0 0');
  const of = (name: string): string | undefined =>
    attributes.find((attribute) => attribute.startsWith(`${name}:`))?.slice(name.length + 1);
  const speed = Number(of('downloadspeed'));
  return {
    owner: (values.get('o') ?? '').split(' ')[0] ?? '',
    name: values.get('s') ?? '',
    uri: values.get('u'),
    address,
    from: Number(times?.[1] ?? 0),
    to: Number(times?.[2] ?? 0),
    media: media[1] as Session['media'],
    port: Number(media[2]),
    transport: media[3] === 'RTP/AVP' ? 'RTP/AVP' : 'TCP/RTP/AVP',
    payloads: payloadsOf(media[4]!, attributes),
    direction: DIRECTIONS.find((direction) => attributes.includes(direction)),
    setup: SETUPS.find((setup) => of('setup') === setup),
    speed: Number.isSafeInteger(speed) && speed > 0 ? speed : undefined,
    ssrc: /^\d{1,10}$/.test(values.get('y') ?? '') ? values.get('y') : undefined,
    format: values.get('f'),
  };
}

const DIRECTIONS = ['sendonly', 'recvonly', 'sendrecv'] as const;
const SETUPS = ['active', 'passive'] as const;

function payloadsOf(listed: string, attributes: readonly string[]): Payload[] {
  const maps = new Map(
    attributes.flatMap((attribute) => {
      const found = /^rtpmap:\s*(\d{1,3}) ([\w.-]{1,40})\/(\d{1,7})/.exec(attribute);
      return found === null ? [] : [[Number(found[1]), { encoding: found[2], clock: Number(found[3]) }] as const];
    }),
  );
  return listed
    .split(' ')
    .filter(Boolean)
    .slice(0, 32)
    .map(Number)
    .map((type) => ({ type, encoding: maps.get(type)?.encoding, clock: maps.get(type)?.clock }));
}

/** Writes a session description; `parseSdp` gives it back. */
export function writeSdp(session: Session): Uint8Array {
  const { owner, name, uri, address, from, to, media, port, transport, payloads, direction, setup, speed } = session;
  const family = address.includes(':') ? 'IP6' : 'IP4';
  const attribute = (key: string, value: string | number | undefined): string[] =>
    value === undefined ? [] : [`a=${key}:${value}`];
  const lines = [
    'v=0',
    `o=${owner} 0 0 IN ${family} ${address}`,
    `s=${name}`,
    ...(uri === undefined ? [] : [`u=${uri}`]),
    `c=IN ${family} ${address}`,
    `t=${from} ${to}`,
    `m=${[media, port, transport, ...payloads.map(({ type }) => type)].join(' ')}`,
    ...(direction === undefined ? [] : [`a=${direction}`]),
    ...payloads.flatMap(({ type, encoding, clock }) =>
      encoding === undefined ? [] : [`a=rtpmap:${type} ${encoding}/${clock ?? 90_000}`],
    ),
    ...attribute('setup', setup),
    ...(setup === undefined ? [] : ['a=connection:new']),
    ...attribute('downloadspeed', speed),
    ...(session.ssrc === undefined ? [] : [`y=${session.ssrc}`]),
    ...(session.format === undefined ? [] : [`f=${session.format}`]),
  ];
  return new TextEncoder().encode(`${lines.join('\r\n')}\r\n`);
}

const VIDEO_CODECS = ['mpeg4', 'h264', 'svac', '3gp', 'h265'] as const;
const AUDIO_CODECS = ['g711', 'g723.1', 'g729', 'g722.1'] as const;

/** What `f=v/…/…/…/…/…a/…/…/…` says (annex G); members that are empty or unknown are undefined. */
export interface MediaFormat {
  readonly video: {
    readonly codec: (typeof VIDEO_CODECS)[number] | undefined;
    /** 1 QCIF, 2 CIF, 3 4CIF, 4 D1, 5 720p, 6 1080p; later editions `1920x1080`. */
    readonly resolution: string | undefined;
    readonly frames: number | undefined;
    /** 1 constant, 2 variable. */
    readonly rateKind: number | undefined;
    readonly kbps: number | undefined;
  };
  readonly audio: {
    readonly codec: (typeof AUDIO_CODECS)[number] | undefined;
    /** Number of the rate in the annex's table. */
    readonly rate: number | undefined;
    readonly sampling: number | undefined;
  };
}

/** Reads the value of `f=`; undefined when it has not the form. */
export function parseFormat(text: string): MediaFormat | undefined {
  const found =
    /^v\/([^/]{0,9})\/([^/]{0,12})\/([^/]{0,9})\/([^/]{0,9})\/([^/a]{0,9})a\/([^/]{0,9})\/([^/]{0,9})\/([^/]{0,9})$/.exec(
      text,
    );
  if (found === null) return undefined;
  const number = (at: number): number | undefined => (/^\d{1,6}$/.test(found[at]!) ? Number(found[at]) : undefined);
  return {
    video: {
      codec: VIDEO_CODECS[(number(1) ?? 0) - 1],
      resolution: found[2] || undefined,
      frames: number(3),
      rateKind: number(4),
      kbps: number(5),
    },
    audio: { codec: AUDIO_CODECS[(number(6) ?? 0) - 1], rate: number(7), sampling: number(8) },
  };
}

/** Writes the value of `f=`. */
export function writeFormat({ video, audio }: MediaFormat): string {
  const place = (codecs: readonly string[], codec: string | undefined): string =>
    codec === undefined ? '' : String(codecs.indexOf(codec) + 1);
  const seen = [place(VIDEO_CODECS, video.codec), video.resolution, video.frames, video.rateKind, video.kbps];
  const heard = [place(AUDIO_CODECS, audio.codec), audio.rate, audio.sampling];
  return `v/${seen.map((value) => value ?? '').join('/')}a/${heard.map((value) => value ?? '').join('/')}`;
}
