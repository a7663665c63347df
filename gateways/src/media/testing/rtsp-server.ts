import { createHash } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { roleOf } from '../mp4/nal.ts';
import { readAdts } from '../mp4/aac.ts';
import type { AccessUnit } from '../unit.ts';
import { packetOfSound, packetsOfPicture } from './packetise.ts';

export interface RtspServerOptions {
  readonly units: readonly AccessUnit[];
  readonly user?: string;
  readonly password?: string;
  readonly scheme?: 'basic' | 'digest';
  /** How many times faster than in life. */
  readonly speed?: number;
  /** Begin again at the end. */
  readonly loop?: boolean;
  /** Seconds a session lives without a sign of life, as said in SETUP. */
  readonly timeout?: number;
  /** Is told the number (from 0) of each picture that is sent, for measuring what follows. */
  sent?(picture: number): void;
}

const REALM = 'camera';
const NONCE = '9a1b2c3d';
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const base64 = (nal: Uint8Array | undefined): string => Buffer.from(nal ?? []).toString('base64');

/** A camera that speaks RTSP over one TCP connection and plays recorded units; keeps what it was asked. */
export class RtspServer {
  readonly requests: string[] = [];
  readonly sockets = new Set<Socket>();
  port = 0;
  readonly #options: RtspServerOptions;
  readonly #server: Server;

  constructor(options: RtspServerOptions) {
    this.#options = options;
    this.#server = createServer((socket) => this.#serve(socket));
  }

  async listen(host = '127.0.0.1', port = 0): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(port, host, resolve));
    this.port = (this.#server.address() as { port: number }).port;
    return this;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(socket: Socket): void {
    let held = '';
    let timer: NodeJS.Timeout | undefined;
    this.sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      clearInterval(timer);
      this.sockets.delete(socket);
    });
    socket.on('data', (chunk) => {
      held += chunk.toString('latin1');
      for (let end = held.indexOf('\r\n\r\n'); end !== -1; end = held.indexOf('\r\n\r\n')) {
        const request = held.slice(0, end);
        held = held.slice(end + 4);
        this.requests.push(request);
        socket.write(this.#answer(request));
        if (request.startsWith('PLAY') && this.#permitted(request)) timer = this.#play(socket);
        if (request.startsWith('TEARDOWN')) clearInterval(timer);
      }
    });
  }

  #answer(request: string): string {
    const [method = '', uri = ''] = request.split(' ');
    const sequence = /CSeq: (\d+)/.exec(request)?.[1] ?? '0';
    const head = `RTSP/1.0 200 OK\r\nCSeq: ${sequence}\r\n`;
    if (!this.#permitted(request)) {
      const basic = `Basic realm="${REALM}"`;
      const digest = `Digest realm="${REALM}", nonce="${NONCE}"`;
      const challenge = this.#options.scheme === 'basic' ? basic : digest;
      return `RTSP/1.0 401 Unauthorized\r\nCSeq: ${sequence}\r\nWWW-Authenticate: ${challenge}\r\n\r\n`;
    }
    if (method === 'DESCRIBE') {
      const sdp = this.#sdp();
      return `${head}Content-Base: ${uri}/\r\nContent-Type: application/sdp\r\nContent-Length: ${sdp.length}\r\n\r\n${sdp}`;
    }
    const transport = /Transport: (.*)/.exec(request)?.[1];
    const session = `Session: 4711;timeout=${this.#options.timeout ?? 60}\r\n`;
    return `${head}${session}${transport === undefined ? '' : `Transport: ${transport}\r\n`}\r\n`;
  }

  #permitted(request: string): boolean {
    const { user, password, scheme = 'digest' } = this.#options;
    if (user === undefined) return true;
    const given = /Authorization: (.*)/.exec(request)?.[1] ?? '';
    if (scheme === 'basic') return given === `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    const [method = '', uri = ''] = request.split(' ');
    const wanted = md5(`${md5(`${user}:${REALM}:${password}`)}:${NONCE}:${md5(`${method}:${uri}`)}`);
    return given.includes(`response="${wanted}"`);
  }

  #sdp(): string {
    const picture = this.#options.units.find(({ codec }) => codec !== 'aac') as AccessUnit & { codec: 'h264' | 'h265' };
    const sound = this.#options.units.find(({ codec }) => codec === 'aac');
    const set = (role: string): Uint8Array | undefined =>
      picture.nals.find((nal) => roleOf(picture.codec, nal) === role);
    const said =
      picture.codec === 'h264'
        ? `packetization-mode=1; sprop-parameter-sets=${base64(set('sps'))},${base64(set('pps'))}`
        : `sprop-vps=${base64(set('vps'))}; sprop-sps=${base64(set('sps'))}; sprop-pps=${base64(set('pps'))}`;
    const frame = sound && readAdts(sound.nals[0] as Uint8Array);
    const heard = frame
      ? `m=audio 0 RTP/AVP 97\r\na=rtpmap:97 MPEG4-GENERIC/${frame.rate}/${frame.channels}\r\na=fmtp:97 streamtype=5; mode=AAC-hbr; sizelength=13; indexlength=3; indexdeltalength=3; config=${Buffer.from(frame.config).toString('hex')}\r\na=control:track2\r\n`
      : '';
    return `v=0\r\no=- 0 0 IN IP4 0.0.0.0\r\ns=test\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\na=control:*\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 ${picture.codec.toUpperCase()}/90000\r\na=fmtp:96 ${said}\r\na=control:track1\r\n${heard}`;
  }

  /** Sends the units at their times. */
  #play(socket: Socket): NodeJS.Timeout {
    const { units, speed = 1, loop = false } = this.#options;
    const length = ((units.at(-1)?.at ?? 0) * units.length) / Math.max(1, units.length - 1);
    const begun = performance.now();
    let next = 0;
    const sequences = [0, 0];
    let pictures = 0;
    return setInterval(() => {
      const now = (performance.now() - begun) * speed;
      for (; loop || next < units.length; next += 1) {
        const unit = units[next % units.length] as AccessUnit;
        const at = unit.at + Math.floor(next / units.length) * length;
        if (at > now || !socket.writable) return;
        const track = unit.codec === 'aac' ? 1 : 0;
        const packets =
          track === 1
            ? [packetOfSound({ ...unit, at }, sequences[1]!)]
            : packetsOfPicture({ ...unit, at }, sequences[0]!);
        sequences[track]! += packets.length;
        if (track === 0) this.#options.sent?.(pictures++);
        for (const packet of packets)
          socket.write(
            Buffer.concat([Buffer.from([0x24, 2 * track, packet.length >> 8, packet.length & 0xff]), packet]),
          );
      }
    }, 10);
  }
}
