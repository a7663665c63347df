import { createHash } from 'node:crypto';
import { judgeFile, parseFile, parseFileName, timeMs, type MineFile, type RecordOf } from '@anlan/coal-mine-files';
import type { Intake, IntakeRefusal, Signal } from '@anlan/kernel/telemetry';
import type { Tally } from '../tally.ts';

/** What became of a file; the words are kept with it. */
export type FileVerdict = 'apply' | 'partial' | 'stale' | 'duplicate' | 'future' | 'bad' | 'malformed' | 'unknown-mine';

/** How a file came: put into the watched folder, or uploaded by HTTP. */
export type Way = 'folder' | 'upload';

/** A file as it was received. Times in epoch ms. */
export interface ReceivedFile {
  readonly identity: string;
  readonly name: string;
  readonly way: Way;
  readonly type: string;
  readonly fileTime: number | null;
  readonly receivedAt: number;
  readonly verdict: FileVerdict;
  readonly records: number;
  readonly skipped: number;
  readonly detail: string;
  readonly sha256: string;
  /** The contents, where the file counts. */
  readonly content: MineFile | null;
}

/** What is known of a mine from the files before; kept by whoever stores them. */
export interface MineMemory {
  /** Header time (epoch ms) of the newest file of a type that was applied. */
  newest(identity: string, type: string): Promise<number | undefined>;
  seen(identity: string, sha256: string): Promise<boolean>;
  /** Keeps a file and what it says of the mine; resolves when it is durable. */
  keep(file: ReceivedFile): Promise<void>;
}

export interface ReceiveOptions {
  readonly intake: Intake;
  readonly tally: Tally;
  readonly memory: MineMemory;
  readonly clock: () => number;
}

/** Statuses of a real-time record: 0 normal, 4 while calibrated; what others mean is in annexes that are not public. */
const QUALITY: Readonly<Record<string, 'good' | 'calibration'>> = { '0': 'good', '4': 'calibration' };

/** How a judgement is counted; what is applied is not. */
const REASONS: Partial<Record<FileVerdict, IntakeRefusal>> = {
  stale: 'out-of-order',
  duplicate: 'replayed',
  future: 'clock-skew',
  bad: 'malformed',
  malformed: 'malformed',
  'unknown-mine': 'unknown-device',
};

/** `incomplete`: the end is not there yet, or the intake is full; come again. */
export type Outcome = ReceivedFile | 'incomplete';

/**
 * Takes one file of a mine: judged against those before, its values handed to the intake, then kept. `sender` is the
 * mine its folder or its upload belongs to; a file of another one is refused.
 */
export async function receiveFile(
  options: ReceiveOptions,
  { sender, way }: { readonly sender: string; readonly way: Way },
  name: string,
  bytes: Uint8Array,
  last: boolean,
): Promise<Outcome> {
  const { intake, tally, memory, clock } = options;
  const identity = `coal:${sender}`;
  const now = clock();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const none = { type: '', fileTime: null, records: 0, skipped: 0, content: null };
  const file = { identity, name, way, receivedAt: now, sha256, ...none };
  const refuse = async (
    verdict: FileVerdict,
    detail: string,
    more: Partial<ReceivedFile> = {},
  ): Promise<ReceivedFile> => {
    const refused = { ...file, verdict, detail, ...more };
    tally.refuse(REASONS[verdict] ?? 'malformed', identity, `${name.slice(0, 80)} ${detail}`);
    if (verdict !== 'unknown-mine') await memory.keep(refused);
    return refused;
  };
  if (intake.find(identity) === undefined) return refuse('unknown-mine', identity);
  const named = parseFileName(name);
  if (!named.ok) return refuse('malformed', named.detail);
  if (named.sender !== sender) return refuse('malformed', `file of ${named.sender}`, { type: named.type });
  const content = parseFile(bytes, { type: named.type, mineCode: sender });
  if (!content.ok) {
    if (content.reason === 'incomplete' && !last) return 'incomplete';
    return refuse('malformed', `${content.reason}: ${content.detail}`, { type: named.type });
  }
  const fileTime = timeMs(content.header.time)!;
  const newest = await memory.newest(identity, named.type);
  const seen = await memory.seen(identity, sha256);
  const verdict = judgeFile(content, { now, seen, ...(newest === undefined ? {} : { newest }) });
  const facts = { type: named.type, fileTime, records: content.records.length, skipped: content.skipped.length };
  const detail = content.skipped
    .slice(0, 3)
    .map(({ record, reason }) => `#${record} ${reason}`)
    .join('; ');
  if (verdict === 'duplicate' || verdict === 'future' || verdict === 'bad') return refuse(verdict, detail, facts);
  const received: ReceivedFile = { ...file, ...facts, verdict, detail, content };
  // Values first: a file is known as received only when nothing of it can be lost any more.
  if (!(await delivered(options, received))) return 'incomplete';
  if (verdict === 'stale')
    tally.refuse('out-of-order', identity, `${name} behind ${new Date(newest ?? 0).toISOString()}`);
  await memory.keep(received);
  return received;
}

/** Hands the values on; false while the intake is too full for them. */
async function delivered(
  { tally, clock }: ReceiveOptions,
  { identity, content, fileTime, type }: ReceivedFile,
): Promise<boolean> {
  if (content === null || fileTime === null) return true;
  const signals = (SIGNALS[type]?.(content, fileTime) ?? []).filter((signal): signal is Signal => signal !== undefined);
  if (signals.length === 0) return true;
  const receipt = await tally.accept({ device: identity, receivedAt: clock(), signals });
  return receipt.accepted || receipt.reason !== 'overload';
}

const AT = (record: RecordOf, fileTime: number): number => timeMs(record['time'] ?? '') ?? fileTime;

/** Words that switches send instead of 0 and 1. */
const SWITCHES: Readonly<Record<string, number>> = { 开: 1, 关: 0, 有风: 1, 无风: 0, 通: 1, 断: 0, 正常: 0, 报警: 1 };

function valueOf(text: string): number | undefined {
  if (text === '') return undefined;
  const value = SWITCHES[text] ?? Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** A late file brings its values at their own times: history is filled, the present is not changed. */
const SIGNALS: Readonly<Record<string, (file: MineFile, fileTime: number) => (Signal | undefined)[]>> = {
  CDSS: (file, fileTime) =>
    file.records.map((record) => {
      const value = valueOf(record['value'] ?? '');
      if (value === undefined) return undefined;
      const quality = QUALITY[record['status'] ?? ''] ?? 'suspect';
      return { kind: 'reading', point: record['pointCode']!, at: AT(record, fileTime), value, quality };
    }),
  CGKCDSS: (file, fileTime) =>
    file.records.flatMap((record) =>
      (['waterLevel', 'temperature'] as const).map((quantity) => {
        const value = valueOf(record[quantity] ?? '');
        if (value === undefined) return undefined;
        return {
          kind: 'reading',
          point: `${record['pointCode']}/${quantity}`,
          at: AT(record, fileTime),
          value,
          quality: 'good',
        };
      }),
    ),
  KSWSS: (file, fileTime) =>
    file.records.map((record) => {
      const value = valueOf(record['value'] ?? '');
      if (value === undefined) return undefined;
      return { kind: 'reading', point: record['deviceCode']!, at: AT(record, fileTime), value, quality: 'good' };
    }),
  RYSS: (file, fileTime) => [
    {
      kind: 'reading',
      point: 'people',
      at: fileTime,
      value: file.records.filter(({ inOutFlag }) => inOutFlag === '1').length,
      quality: 'good',
    },
  ],
};
