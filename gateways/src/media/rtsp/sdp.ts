/** A stream that a description (SDP, RFC 8866) offers and this relay can use. */
export interface Offered {
  readonly codec: 'h264' | 'h265' | 'aac';
  readonly control: string;
  readonly payload: number;
  readonly rate: number;
  /** Parameter sets said beside the stream; and of AAC its AudioSpecificConfig. */
  readonly sets: readonly Uint8Array[];
  readonly config?: Uint8Array;
}

export interface Description {
  readonly streams: readonly Offered[];
  /** The address that relative controls are of, when the session says one. */
  readonly control: string | undefined;
}

const CODECS: Readonly<Record<string, Offered['codec']>> = {
  'H264/90000': 'h264',
  'H265/90000': 'h265',
  'HEVC/90000': 'h265',
};

/** `fmtp` keys whose values are parameter sets in base64, in the order in which decoders want them. */
const SETS = ['sprop-vps', 'sprop-sps', 'sprop-pps', 'sprop-parameter-sets'];
const MOST_LINES = 500;

/** Reads a description; streams of other codings are left out. */
export function readSdp(text: string): Description {
  const sections: string[][] = [[]];
  for (const line of text.split(/\r?\n/).slice(0, MOST_LINES)) {
    if (line.startsWith('m=')) sections.push([]);
    sections.at(-1)?.push(line);
  }
  const [session = [], ...media] = sections;
  return { control: attribute(session, 'control'), streams: media.flatMap((lines) => offered(lines) ?? []) };
}

function attribute(lines: readonly string[], name: string): string | undefined {
  return lines
    .find((line) => line.startsWith(`a=${name}:`))
    ?.slice(name.length + 3)
    .trim();
}

function offered(lines: readonly string[]): Offered | undefined {
  const payload = Number(/^m=\w+ \d+ RTP\/\w+ (\d+)/.exec(lines[0] ?? '')?.[1] ?? Number.NaN);
  const mapped = lines.find((line) => line.startsWith(`a=rtpmap:${payload} `))?.split(' ')[1] ?? '';
  const said = lines.find((line) => line.startsWith(`a=fmtp:${payload} `)) ?? '';
  const fields = fieldsOf(said.slice(said.indexOf(' ') + 1));
  const control = attribute(lines, 'control') ?? '';
  const codec = CODECS[mapped.toUpperCase()];
  if (codec !== undefined) {
    const sets = SETS.flatMap((key) => (fields.get(key) ?? '').split(',')).flatMap((each) =>
      each === '' ? [] : [fromBase64(each)],
    );
    return { codec, control, payload, rate: 90_000, sets };
  }
  const aac = /^mpeg4-generic\/(\d+)/i.exec(mapped);
  const config = Buffer.from(fields.get('config') ?? '', 'hex');
  // RFC 3640 with the sizes every camera uses (AAC-hbr): 13 bits of length, 3 of index.
  if (aac === null || config.length < 2 || fields.get('sizelength') !== '13') return undefined;
  return { codec: 'aac', control, payload, rate: Number(aac[1]), sets: [], config: new Uint8Array(config) };
}

function fieldsOf(text: string): Map<string, string> {
  return new Map(
    text.split(';').map((part) => {
      const equals = part.indexOf('=');
      return [part.slice(0, equals).trim().toLowerCase(), part.slice(equals + 1).trim()] as const;
    }),
  );
}

const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
