import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { packFile } from '@anlan/data';
import { optionsOf } from '../options.ts';
import { machine, printTable } from '../table.ts';
import { DECODERS, vectorsOf } from './decoders.ts';
import { endToEnd } from './end-to-end.ts';

const RECORDING = 'recordings/ais/dma_stream_2010.nmea.gz';

/** Decode rates of every protocol, AIS beside other decoders, and JT/T 808 from the terminals' sockets to store and rules. */
export async function protocols(args: readonly string[]): Promise<number> {
  const options = optionsOf(args, {
    seconds: 3,
    connections: '1000,10000',
    rate: 6000,
    duration: 20,
    idle: 15_000,
    decoders: 'on',
    others: 'on',
    platform: 'on',
  });
  console.log(`protocols · ${machine()}`);
  if (options.decoders === 'on')
    printTable(
      ['protocol', 'frames/s', 'MB/s'],
      Object.keys(DECODERS).map((name) => rateOf(name, options.seconds)),
    );
  if (options.others === 'on')
    printTable(['AIS decoder', 'sentences', 'sentences/s'], await aisBeside(options.seconds));
  if (options.platform === 'on') {
    const { connections, rate, duration, idle } = options;
    return endToEnd({ loads: connections.split(',').map(Number), rate, seconds: duration, idle });
  }
  return 0;
}

/** How fast the decoder reads its valid vectors, again and again. */
function rateOf(protocol: string, seconds: number): (string | number)[] {
  const frames = vectorsOf(protocol, true);
  const decoder = DECODERS[protocol]!.open();
  const bytes = frames.reduce((sum, { length }) => sum + length, 0);
  const began = performance.now();
  let rounds = 0;
  let elapsed = 0;
  while (elapsed < seconds * 1000) {
    for (const frame of frames) decoder.push(frame);
    rounds += 1;
    elapsed = performance.now() - began;
  }
  const perSecond = (rounds * frames.length) / (elapsed / 1000);
  return [protocol, Math.round(perSecond), ((rounds * bytes) / 2 ** 20 / (elapsed / 1000)).toFixed(1)];
}

/** Other decoders of AIS on the same file; packages go into a temporary folder, tools of the system are used where they are. */
async function aisBeside(seconds: number): Promise<(string | number)[][]> {
  const log = gunzipSync(readFileSync(packFile(RECORDING)));
  const lines = log
    .toString('latin1')
    .split(/\r?\n/)
    .filter((line) => line.startsWith('!'));
  const folder = mkdtempSync(join(tmpdir(), 'anlan-ais-'));
  try {
    return [
      ['@anlan/ais', lines.length, ownRate(log, lines.length, seconds)],
      await packaged(folder, 'ggencoder', lines, seconds, GGENCODER),
      await packaged(folder, 'ais-stream-decoder', lines, seconds, AIS_STREAM_DECODER),
      gpsdecode(folder, lines),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ownRate(log: Uint8Array, sentences: number, seconds: number): number {
  const began = performance.now();
  let rounds = 0;
  while (performance.now() - began < seconds * 1000) {
    DECODERS['ais']!.open().push(log);
    rounds += 1;
  }
  return Math.round((rounds * sentences) / ((performance.now() - began) / 1000));
}

/** Programs that print sentences a second for a package; run in a process of their own, so that each is warm alone. */
const GGENCODER = `
const { AisDecode } = require('ggencoder');
const once = () => { const session = {}; for (const line of lines) new AisDecode(line, session); };`;
const AIS_STREAM_DECODER = `
const Decoder = require('ais-stream-decoder');
const AisDecoder = Decoder.default ?? Decoder;
const once = () => { const decoder = new AisDecoder({ silent: true }); decoder.on('error', () => {}); decoder.on('data', () => {}); for (const line of lines) decoder.write(line + '\\n'); };`;

async function packaged(
  folder: string,
  name: string,
  lines: readonly string[],
  seconds: number,
  program: string,
): Promise<(string | number)[]> {
  const installed = spawnSync('npm', ['install', '--no-save', '--silent', '--prefix', folder, name], {
    timeout: 60_000,
    stdio: 'ignore',
  });
  if (installed.status !== 0) return [name, lines.length, 'skipped: not installable here'];
  writeFileSync(join(folder, 'lines.json'), JSON.stringify(lines));
  const script = join(folder, `${name}.cjs`);
  writeFileSync(
    script,
    `const lines = require('./lines.json');${program}
once(); const began = performance.now(); let rounds = 0;
while (performance.now() - began < ${seconds * 1000}) { once(); rounds += 1; }
console.log(Math.round(rounds * lines.length / ((performance.now() - began) / 1000)));`,
  );
  const run = spawnSync(process.execPath, [script], { cwd: folder, timeout: 120_000, encoding: 'utf8' });
  const rate = Number(run.stdout.trim().split('\n').at(-1));
  return [name, lines.length, run.status === 0 && rate > 0 ? rate : 'skipped: did not run'];
}

function gpsdecode(folder: string, lines: readonly string[]): (string | number)[] {
  const file = join(folder, 'ais.nmea');
  // Start-up weighs less on a longer file.
  const copies = 50;
  writeFileSync(file, `${lines.join('\r\n')}\r\n`.repeat(copies));
  const began = performance.now();
  const run = spawnSync('sh', ['-c', `gpsdecode -j < ${pathToFileURL(file).pathname} > /dev/null`], {
    timeout: 120_000,
  });
  if (run.status !== 0) return ['gpsdecode', lines.length, 'skipped: Debian’s gpsd-clients is not installed'];
  return ['gpsdecode', lines.length, Math.round((lines.length * copies) / ((performance.now() - began) / 1000))];
}
