import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { silent, until } from '../../testing/wait.ts';
import type { AccessUnit } from '../unit.ts';
import { networksOf } from './networks.ts';
import { rtspSource } from './source.ts';

/** Debian's Python: python3-gi is not seen by another. */
const PYTHON = '/usr/bin/python3';
const SERVER = join(import.meta.dirname, 'gst-server.py');
const NEEDS = 'import gi; gi.require_version("GstRtspServer", "1.0"); from gi.repository import GstRtspServer';
/** Where GStreamer is not installed there is nothing to test against; `gst-server.py` names the packages. */
const absent = spawnSync(PYTHON, ['-c', NEEDS]).status !== 0;

const servers: ChildProcess[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.kill('SIGKILL');
});

async function serve(...options: string[]): Promise<number> {
  const server = spawn(PYTHON, [SERVER, ...options], { stdio: ['ignore', 'pipe', 'ignore'] });
  servers.push(server);
  const [port] = (await once(server.stdout, 'data')) as [Buffer];
  return Number(port.toString());
}

async function watch(url: string) {
  const units: AccessUnit[] = [];
  let ended: string | undefined;
  const source = rtspSource({ find: async () => ({ url }), networks: networksOf(['loopback']), log: silent });
  const publisher = {
    push: (unit: AccessUnit) => void units.push(unit),
    end: (reason: string) => void (ended = reason),
  };
  const close = await source.open('camera', publisher);
  return { units, close, ended: () => ended };
}

describe.skipIf(absent)("GStreamer's RTSP server", { timeout: 60_000 }, () => {
  it.each(['h264', 'h265'] as const)(
    '%s with sound comes whole, in order and in time, with log-in by digest',
    async (codec) => {
      const port = await serve(codec, 'admin', 'se:cret@1');
      const stream = await watch(`rtsp://admin:${encodeURIComponent('se:cret@1')}@127.0.0.1:${port}/live`);
      const pictures = (): AccessUnit[] => stream.units.filter((unit) => unit.codec === codec);
      const sounds = (): AccessUnit[] => stream.units.filter((unit) => unit.codec === 'aac');
      await until(() => pictures().length > 60 && sounds().length > 30, 30_000);
      const first = pictures().findIndex(({ key }) => key);
      const apart = pictures()
        .slice(first)
        .map(({ at }, index, all) => (index === 0 ? 40 : at - all[index - 1]!.at));
      // Twenty-five pictures a second, none missing between two.
      expect(apart.filter((ms) => Math.abs(ms - 40) > 2)).toEqual([]);
      expect(pictures().filter(({ key }) => key).length).toBeGreaterThanOrEqual(2);
      // 1,024 samples a frame at 16 kHz.
      const soundsApart = sounds().map(({ at }, index, all) => (index === 0 ? 64 : at - all[index - 1]!.at));
      expect(soundsApart.filter((ms) => Math.abs(ms - 64) > 2)).toEqual([]);
      stream.close();
    },
  );

  it('does not let in a wrong password', async () => {
    const port = await serve('h264', 'admin', 'secret');
    await expect(watch(`rtsp://admin:wrong@127.0.0.1:${port}/live`)).rejects.toMatchObject({ end: 'credentials' });
  });

  it('that goes away ends the stream', async () => {
    const port = await serve('h264');
    const stream = await watch(`rtsp://127.0.0.1:${port}/live`);
    await until(() => stream.units.length > 5, 20_000);
    servers[0]!.kill('SIGKILL');
    await until(() => stream.ended() !== undefined, 10_000);
    expect(stream.ended()).toBe('lost');
  });
});
