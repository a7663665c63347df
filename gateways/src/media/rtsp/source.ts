import type { Log } from '../../listener.ts';
import type { Publisher, Source } from '../unit.ts';
import { StreamProblem } from '../words.ts';
import { RtspConnection } from './connection.ts';
import { PictureDepacketiser, SoundDepacketiser } from './depacketise.ts';
import type { Credentials } from './digest.ts';
import { placeOf, type Networks } from './networks.ts';
import { readRtp, type RtpPacket } from './rtp.ts';
import { readSdp, type Offered } from './sdp.ts';
import type { Interleaved } from './wire.ts';

/** Where a camera is; the address may carry user name and password, which are used and never written anywhere. */
export interface RtspCamera {
  readonly url: string;
  readonly credentials?: Credentials;
}

export interface RtspOptions {
  /** The camera of a channel; undefined when there is none. */
  find(channel: string): Promise<RtspCamera | undefined>;
  readonly networks: Networks;
  readonly log: Log;
  /** Longest time for connecting and for each answer, in ms; 8 s by default. */
  readonly patience?: number;
}

const PORT = 554;
/** Keep-alive without a time-out said by the server: its default is 60 s (RFC 2326 12.37). */
const USUAL_TIMEOUT = 60;
/** A server that says less is asked no more often than this. */
const SHORTEST_TIMEOUT = 2;
const MOST_STREAMS = 2;

/** Opens cameras by RTSP over one TCP connection (interleaved), so that no port has to be opened for them. */
export function rtspSource(options: RtspOptions): Source {
  return {
    async open(channel, publisher) {
      const camera = await options.find(channel);
      if (camera === undefined) throw new StreamProblem('unknown-source');
      return play(camera, publisher, options);
    },
  };
}

interface Target {
  readonly uri: string;
  readonly host: string;
  readonly port: number;
  readonly credentials: Credentials | undefined;
}

/** The address without user name and password, which go nowhere but into the answer to a challenge. */
function targetOf({ url, credentials }: RtspCamera): Target {
  if (!URL.canParse(url) || new URL(url).protocol !== 'rtsp:') throw new StreamProblem('refused', 'no rtsp:// address');
  const parsed = new URL(url);
  const inUrl =
    parsed.username === ''
      ? undefined
      : { user: decodeURIComponent(parsed.username), password: decodeURIComponent(parsed.password) };
  const { hostname: host, pathname, search } = parsed;
  const port = parsed.port === '' ? PORT : Number(parsed.port);
  return { uri: `rtsp://${host}:${port}${pathname}${search}`, host, port, credentials: credentials ?? inUrl };
}

async function play(camera: RtspCamera, publisher: Publisher, options: RtspOptions): Promise<() => void> {
  const { uri, host, port, credentials } = targetOf(camera);
  const takers = new Map<number, (packet: RtpPacket) => void>();
  let playing = false;
  const connection = await RtspConnection.open({
    address: await placeOf(host, options.networks),
    port,
    credentials,
    patience: options.patience ?? 8000,
    packet: ({ channel, bytes }: Interleaved) => {
      const packet = readRtp(bytes);
      if (packet !== undefined) takers.get(channel)?.(packet);
    },
    closed: () => playing && publisher.end('lost'),
  });
  try {
    const begun = await begin(connection, uri, publisher, takers);
    playing = true;
    const beat = setInterval(() => keepAlive(connection, begun), (begun.timeout * 1000) / 2);
    return () => {
      clearInterval(beat);
      playing = false;
      connection.leave(begun.control, begun.session);
    };
  } catch (error) {
    connection.close();
    throw error;
  }
}

interface Begun {
  readonly control: string;
  readonly session: string;
  /** Seconds. */
  readonly timeout: number;
}

async function begin(
  connection: RtspConnection,
  uri: string,
  publisher: Publisher,
  takers: Map<number, (packet: RtpPacket) => void>,
): Promise<Begun> {
  const described = await connection.ask('DESCRIBE', uri, { Accept: 'application/sdp' });
  const { control, streams } = readSdp(described.body);
  const chosen = choose(streams);
  if (chosen.length === 0) throw new StreamProblem('unplayable');
  const base = described.headers.get('content-base')?.[0] ?? described.headers.get('content-location')?.[0] ?? uri;
  const aggregate = control === undefined || control === '*' ? base : resolve(base, control);
  let session = '';
  let timeout = USUAL_TIMEOUT;
  for (const [index, offered] of chosen.entries()) {
    const transport = `RTP/AVP/TCP;unicast;interleaved=${2 * index}-${2 * index + 1}`;
    const set = await connection.ask('SETUP', resolve(base, offered.control), {
      Transport: transport,
      ...(session !== '' && { Session: session }),
    });
    const [id = '', ...parameters] = (set.headers.get('session')?.[0] ?? '').split(';');
    session = id.trim();
    timeout = Number(parameters.join(';').match(/timeout=(\d{1,5})/)?.[1] ?? timeout);
    const given = Number(set.headers.get('transport')?.[0]?.match(/interleaved=(\d{1,3})/)?.[1] ?? 2 * index);
    takers.set(given, takerOf(offered, publisher));
  }
  await connection.ask('PLAY', aggregate, { Session: session, Range: 'npt=0.000-' });
  return { control: aggregate, session, timeout: Math.max(SHORTEST_TIMEOUT, timeout) };
}

/** The first pictures and the first sound; without pictures there is nothing to watch. */
function choose(streams: readonly Offered[]): Offered[] {
  const pictures = streams.find(({ codec }) => codec !== 'aac');
  const sound = streams.find(({ codec }) => codec === 'aac');
  return [pictures, pictures && sound].filter((each) => each !== undefined).slice(0, MOST_STREAMS);
}

/** RFC 2326 C.1.1: a control is an address, or one relative to the base. */
function resolve(base: string, control: string): string {
  if (/^rtsps?:\/\//i.test(control)) return control;
  if (control === '' || control === '*') return base;
  return base.endsWith('/') ? `${base}${control}` : `${base}/${control}`;
}

function takerOf(offered: Offered, publisher: Publisher): (packet: RtpPacket) => void {
  const give = publisher.push.bind(publisher);
  const { codec } = offered;
  const taker =
    codec === 'aac' ? new SoundDepacketiser(offered, give) : new PictureDepacketiser({ ...offered, codec }, give);
  return (packet) => {
    if (packet.payload === offered.payload) taker.push(packet);
  };
}

/** Some servers know no GET_PARAMETER; that it came keeps the session all the same. */
function keepAlive(connection: RtspConnection, { control, session }: Begun): void {
  connection.ask('GET_PARAMETER', control, { Session: session }).catch(() => {});
}
