import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../../testing/wait.ts';
import type { Log } from '../../listener.ts';
import { packetsOfPicture } from '../testing/packetise.ts';
import { recordedPictures, recordedSound } from '../testing/recorded.ts';
import { RtspServer, type RtspServerOptions } from '../testing/rtsp-server.ts';
import type { AccessUnit } from '../unit.ts';
import { PictureDepacketiser } from './depacketise.ts';
import { Authorization } from './digest.ts';
import { networksOf, placeOf } from './networks.ts';
import { readRtp, type RtpPacket } from './rtp.ts';
import { readSdp } from './sdp.ts';
import { rtspSource } from './source.ts';
import { RtspReader } from './wire.ts';

const LOOPBACK = networksOf(['loopback']);
let server: RtspServer | undefined;
afterEach(() => server?.close());

interface Heard {
  readonly units: AccessUnit[];
  ended: string | undefined;
  close: () => void;
  readonly logged: string[];
}

/** Serves what the options say and opens it as the relay does. */
async function listen(
  options: Partial<RtspServerOptions>,
  address = (port: number) => `rtsp://127.0.0.1:${port}/live/1`,
  networks = LOOPBACK,
): Promise<Heard> {
  server = await new RtspServer({ units: recordedPictures('h264'), speed: 40, ...options }).listen();
  const heard: Heard = { units: [], ended: undefined, close: () => {}, logged: [] };
  const log: Log = {
    info: (...all) => void heard.logged.push(JSON.stringify(all)),
    warn: (...all) => void heard.logged.push(JSON.stringify(all)),
  };
  const { port } = server;
  const source = rtspSource({ find: async () => ({ url: address(port) }), networks, log, patience: 3000 });
  heard.close = await source.open('1', {
    push: (unit) => heard.units.push(unit),
    end: (reason) => (heard.ended = reason),
  });
  return heard;
}

const plain = (units: readonly AccessUnit[]): unknown[] =>
  units.map(({ codec, at, key, nals }) => [
    codec,
    Math.round(at),
    key,
    nals.map((nal) => Buffer.from(nal).toString('hex')),
  ]);

describe('a camera asked by RTSP', () => {
  it.each(['h264', 'h265'] as const)(
    'gives its pictures whole and in order (%s), and is left with a good-bye',
    async (codec) => {
      const sent = recordedPictures(codec);
      const heard = await listen({ units: sent });
      await until(() => heard.units.length === sent.length);
      expect(plain(heard.units)).toEqual(plain(sent));
      heard.close();
      await until(() => server?.requests.at(-1)?.startsWith('TEARDOWN') === true);
      await until(() => server?.sockets.size === 0);
      expect(heard.ended).toBeUndefined();
    },
  );

  it('gives its sound beside the pictures', async () => {
    const sound = recordedSound();
    const units = [...recordedPictures('h264'), ...sound].toSorted((a, b) => a.at - b.at);
    const heard = await listen({ units });
    await until(() => heard.units.length === units.length);
    expect(plain(heard.units.filter(({ codec }) => codec === 'aac'))).toEqual(plain(sound));
    heard.close();
  });

  it.each(['basic', 'digest'] as const)(
    'is convinced by %s, and the password stands in no request line and no log',
    async (scheme) => {
      const heard = await listen(
        { user: 'duty', password: 'S3cret!x', scheme },
        (port) => `rtsp://duty:S3cret!x@127.0.0.1:${port}/live/1`,
      );
      await until(() => heard.units.length > 3);
      heard.close();
      expect(server?.requests.map((request) => request.split('\r\n')[0]).join('\n')).not.toMatch(/S3cret|duty/);
      expect(heard.logged.join('\n')).not.toMatch(/S3cret/);
    },
  );

  it('that does not know us, is not there, or breaks off says which of these', async () => {
    await expect(
      listen({ user: 'duty', password: 'right' }, (port) => `rtsp://duty:wrong@127.0.0.1:${port}/`),
    ).rejects.toMatchObject({ end: 'credentials' });
    await server?.close();
    await expect(listen({}, () => 'rtsp://127.0.0.1:9/')).rejects.toMatchObject({ end: 'offline' });
    await server?.close();
    const heard = await listen({ loop: true });
    await until(() => heard.units.length > 3);
    for (const socket of server?.sockets ?? []) socket.destroy();
    await until(() => heard.ended === 'lost');
    heard.close();
  });

  it('is kept alive within the time it says', async () => {
    const heard = await listen({ timeout: 2, loop: true, speed: 1 });
    await until(() => server?.requests.some((request) => request.startsWith('GET_PARAMETER')) === true, 8000);
    expect(heard.ended).toBeUndefined();
    heard.close();
  });
});

describe('the networks a camera may be in', () => {
  it.each([
    [[], '10.1.2.3', false],
    [['10.1.0.0/16'], '10.1.2.3', true],
    [['10.1.0.0/16'], '10.2.2.3', false],
    [['10.1.0.0/16'], '::ffff:10.1.2.3', true],
    [['0.0.0.0/0'], '127.0.0.1', false],
    [['0.0.0.0/0'], '::ffff:127.0.0.1', false],
    [['0.0.0.0/0'], '169.254.169.254', false],
    [['0.0.0.0/0'], '0.0.0.0', false],
    [['::/0'], '::1', false],
    [['fd00::/8'], 'fd00::7', true],
    [['loopback'], '127.0.0.1', true],
    [['loopback'], '10.1.2.3', false],
    [['10.0.0.0/8'], 'no address', false],
  ])('%j and %s: %s', (entries, address, allowed) => {
    expect(networksOf(entries).allows(address)).toBe(allowed);
  });

  it('are asked before anything is connected to, of names too', async () => {
    await expect(listen({}, undefined, networksOf(['10.0.0.0/8']))).rejects.toMatchObject({ end: 'network' });
    expect(server?.requests).toEqual([]);
    await expect(placeOf('localhost', networksOf(['0.0.0.0/0']))).rejects.toMatchObject({ end: 'network' });
    await expect(placeOf('[::1]', networksOf(['::/0']))).rejects.toMatchObject({ end: 'network' });
    expect(await placeOf('localhost', LOOPBACK)).toMatch(/127\.0\.0\.1|::1/);
  });

  it.each(['http://127.0.0.1/', 'file:///etc/passwd', 'rtsps://127.0.0.1/', 'nonsense'])(
    '%s is no address of a camera',
    async (url) => {
      await expect(listen({}, () => url)).rejects.toMatchObject({ end: 'refused' });
    },
  );
});

describe('what proves who asks', () => {
  it('is as RFC 2617 and RFC 7616 show it', () => {
    const credentials = { user: 'Mufasa', password: 'Circle Of Life' };
    const old =
      'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"';
    const first = Authorization.of({ ...credentials, password: 'Circle Of Life' }, [old])?.header(
      'GET',
      '/dir/index.html',
      '0a4f113b',
    );
    expect(first).toContain('response="6629fae49393a05397450978507c4ef1"');
    const common =
      'realm="http-auth@example.org", qop="auth, auth-int", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';
    const both = [`Digest ${common}, algorithm=MD5`, `Digest ${common}, algorithm=SHA-256`, 'Basic realm="x"'];
    const second = Authorization.of({ ...credentials, password: 'Circle of Life' }, both)?.header(
      'GET',
      '/dir/index.html',
      'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
    );
    expect(second).toContain('response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"');
    expect(Authorization.of(credentials, ['Digest algorithm=SHA-512', 'Bearer x'])).toBeUndefined();
  });
});

describe('what a server sends', () => {
  it('is read the same however it is cut, and is given up when it is nothing', () => {
    const answer = Buffer.from('RTSP/1.0 200 OK\r\nCSeq: 7\r\nContent-Length: 3\r\n\r\nabc');
    const packet = Buffer.from([0x24, 1, 0, 2, 9, 9]);
    const wire = Buffer.concat([packet, answer, Buffer.from('\r\n'), packet]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: wire.length }), (size) => {
        const reader = new RtspReader();
        const seen: string[] = [];
        for (let at = 0; at < wire.length; at += size) {
          for (const item of reader.push(wire.subarray(at, at + size)))
            seen.push(item.kind === 'answer' ? item.body : `${item.channel}`);
        }
        expect(seen).toEqual(['1', 'abc', '1']);
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 200 }), { maxLength: 20 }), (chunks) => {
        const reader = new RtspReader();
        for (const chunk of chunks) reader.push(Buffer.from(chunk));
      }),
    );
    const reader = new RtspReader();
    reader.push(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(reader.broken).toBe(true);
  });

  it('as packets of pictures, with some lost, gives whole pictures only', () => {
    const sent = recordedPictures('h264').map((unit) => ({
      ...unit,
      nals: [...unit.nals, new Uint8Array(3000).fill(7)],
    }));
    const packets: Buffer[] = [];
    for (const unit of sent) packets.push(...packetsOfPicture(unit, packets.length));
    const known = new Set(plain(sent).map((each) => JSON.stringify(each)));
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: packets.length - 1 }), { maxLength: 12 }), (lost) => {
        const units: AccessUnit[] = [];
        const taker = new PictureDepacketiser(
          { codec: 'h264', control: '', payload: 96, rate: 90_000, sets: [] },
          (unit) => units.push(unit),
        );
        packets.forEach((packet, index) => lost.includes(index) || taker.push(readRtp(packet) as RtpPacket));
        for (const unit of units) expect(known).toContain(JSON.stringify(plain([unit])[0]));
        expect(units.length).toBeGreaterThanOrEqual(sent.length - 2 * lost.length - 1);
      }),
      { numRuns: 50 },
    );
  });

  it('as packets or descriptions of any bytes throws nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 30 }), fc.string(), (chunks, text) => {
        const taker = new PictureDepacketiser(
          { codec: 'h265', control: '', payload: 96, rate: 90_000, sets: [] },
          () => {},
        );
        for (const chunk of chunks) {
          const packet = readRtp(chunk);
          if (packet !== undefined) taker.push(packet);
        }
        readSdp(`m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 ${text}`);
      }),
    );
  });
});
