import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { printTable } from '../table.ts';

const PROGRAM = fileURLToPath(new URL('../../../server/dist/ingest/load/main.js', import.meta.url));
const WITHIN = 600_000;

interface Judged {
  readonly points: number;
  readonly rules: number;
  readonly readings: number;
  readonly firstCpu: number;
  readonly steadyCpu: number;
  readonly perSecond: number;
  readonly happenings: number;
  readonly rows: number;
  readonly checkpointBytes: number;
  readonly checkpointCpu: number;
  readonly memory: number;
  readonly same: boolean;
}

/** Columns of readings under many rules, without stores; 1 when a restart in the middle told anything else. Processor seconds, not the clock's. */
export function judged(points: number, rules: number): number {
  const given = ['--max-old-space-size=8192', PROGRAM, '--points', String(points), '--rules', String(rules)];
  const run = spawnSync(process.execPath, given, { encoding: 'utf8', timeout: WITHIN });
  if (run.status !== 0) throw new Error(`ended with ${run.status}: ${run.stderr.slice(-500)}`);
  const found = JSON.parse(run.stdout) as Judged;
  printTable(
    [
      'points',
      'rules',
      'readings',
      'judged per CPU second',
      'first round, CPU s',
      'happenings',
      'rows of memory',
      'checkpoint, MB',
      'its CPU s',
      'memory, MB',
      'restart in the middle',
    ],
    [
      [
        found.points,
        found.rules,
        found.readings,
        found.perSecond,
        found.firstCpu.toFixed(2),
        found.happenings,
        found.rows,
        (found.checkpointBytes / 2 ** 20).toFixed(1),
        found.checkpointCpu.toFixed(2),
        found.memory.toFixed(0),
        found.same ? 'the same' : 'DIFFERS',
      ],
    ],
  );
  return found.same ? 0 : 1;
}
