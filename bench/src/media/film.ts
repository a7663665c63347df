import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { picturesOf, recordedPictures } from '@anlan/gateways/media/testing';

/** A film to send: its pictures, and what it is in words. */
export interface Film {
  readonly pictures: ReturnType<typeof recordedPictures>;
  readonly name: string;
}

const RATE = 25;
const SECONDS = 10;
const KBITS = 2000;

/** A city camera's usual film (1280×720, 25 pictures/s, 2 Mbit/s) by ffmpeg where it is present, else the small recorded one. */
export function filmToSend(): Film {
  const folder = mkdtempSync(join(tmpdir(), 'anlan-film-'));
  const file = join(folder, 'film.h264');
  try {
    const rate = `${KBITS}k`;
    const coding = [
      '-c:v',
      'libx264',
      '-preset',
      'veryfast',
      '-bf',
      '0',
      '-g',
      '50',
      '-sc_threshold',
      '0',
      '-b:v',
      rate,
      '-minrate',
      rate,
      '-maxrate',
      rate,
    ];
    const more = [
      '-bufsize',
      rate,
      '-x264-params',
      'nal-hrd=cbr:slices=1:sliced-threads=0:repeat-headers=1',
      '-pix_fmt',
      'yuv420p',
    ];
    const source = ['-f', 'lavfi', '-i', `testsrc2=size=1280x720:rate=${RATE}`, '-t', String(SECONDS)];
    const made = spawnSync('ffmpeg', ['-loglevel', 'error', '-y', ...source, ...coding, ...more, file]);
    if (made.status !== 0)
      return { pictures: recordedPictures('h264'), name: 'H.264 352×288, 12.5/s, 30 kbit/s (recorded)' };
    const pictures = picturesOf('h264', new Uint8Array(readFileSync(file)), RATE);
    const bits = pictures.reduce((sum, { nals }) => sum + nals.reduce((size, nal) => size + nal.length * 8, 0), 0);
    return {
      pictures,
      name: `H.264 1280×720, ${RATE}/s, ${(bits / SECONDS / 1e6).toFixed(1)} Mbit/s (ffmpeg testsrc2)`,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
