/** Judges columns of readings under many rules in one process, without stores: what the rules alone cost. Prints JSON. */
import { parseArgs } from 'node:util';
import type { Memory, Rule } from '@anlan/kernel/alarm';
import type { Lane } from '../book.ts';
import { openJudge, type Judge } from '../judge.ts';
import type { Remembered } from '../remembered.ts';
import { points } from '../points.ts';
import { batchOf, encodeBatch, type Batch } from '../record.ts';
import type { Subject } from '../register.ts';

const { values } = parseArgs({
  options: {
    points: { type: 'string', default: '1000000' },
    rules: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '6' },
  },
});
const [count, ruleCount, rounds] = [Number(values.points), Number(values.rules), Number(values.rounds)];
const PERIOD = 10_000;
const START = Date.UTC(2026, 2, 18);
const PIECE = 10_000;
/** One reading in so many lies beyond its limit; with a delay of 15 s the second of two in a row rings. */
const RARE = 2000;

const idOf = (index: number): string => `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;

const rules = Array.from({ length: ruleCount }, (_, index): Rule => ({
  key: `rule-${index}`,
  system: 'S00',
  label: '',
  labelEn: '',
  watches: [`quantity-${index}`],
  condition: {
    kind: index % 2 === 0 ? 'above' : 'below',
    steps: [
      { level: 'orange', limit: index % 2 === 0 ? 'H' : 'L', label: '' },
      { level: 'red', limit: index % 2 === 0 ? 'HH' : 'LL', label: '' },
    ],
    deadband: 0.01,
    onDelay: index % 3 === 0 ? 15 : 0,
    offDelay: 0,
  },
  clause: '',
  cause: '',
  consequence: '',
  response: '',
  respondWithin: 60,
  escalation: [],
}));

const limits = { H: 80, HH: 90, L: 20, LL: 10, span: 100 };
const subjects = new Map(
  Array.from({ length: count }, (_, index): [string, Subject] => {
    const id = idOf(index);
    return [
      id,
      {
        id,
        kind: 'point',
        quantity: `quantity-${index % ruleCount}`,
        name: '',
        placeName: '',
        deviceId: idOf(count),
        regionPath: 'cn.',
        regionName: '',
        organisationId: null,
        sector: null,
        unit: '%',
        origin: 'generated',
        lon: null,
        lat: null,
        limits,
        expectedPeriod: 10,
        rangeLow: 0,
        rangeHigh: 100,
        demonstration: true,
      },
    ];
  }),
);
const register = { subject: (id: string) => subjects.get(id), version: () => 0 };
for (const id of subjects.keys()) points.of(id);

/** All points once, as entries of the journal would bring them: decoded from their bytes. */
function* roundOf(round: number): Generator<Batch> {
  for (let from = 0; from < count; from += PIECE) {
    const size = Math.min(PIECE, count - from);
    const at = START + round * PERIOD;
    const value = Float64Array.from({ length: size }, (_, index) => valueOf(from + index, round));
    const readings = {
      count: size,
      point: Uint32Array.from({ length: size }, (_, index) => from + index),
      at: new Float64Array(size).fill(at),
      value,
      quality: new Uint8Array(size),
    };
    yield batchOf(encodeBatch({ device: '', key: '', receivedAt: at, readings, fixes: [] }));
  }
}

/** Inside its limits, but now and then beyond the highest for two rounds. */
function valueOf(point: number, round: number): number {
  const turn = Math.imul(point + (round >> 1) * 7919, 2_654_435_761) >>> 0;
  return turn % RARE === 0 ? (point % 2 === 0 ? 95 : 5) : 40 + (turn % 20);
}

const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** What a store keeps of a judge, as it would be read back. */
class Kept {
  readonly #memories = new Map<string, string>();
  readonly #running = new Map<string, { rule: string; subject: string; alarmId: string; level: 'red' }>();
  told: string[] = [];

  write({ changes, dirty }: ReturnType<Judge['drain']>): void {
    for (const { rule, subject, memory } of dirty)
      if (memory === null) this.#memories.delete(`${rule}|${subject}`);
      else this.#memories.set(`${rule}|${subject}`, JSON.stringify(memory));
    for (const { rule, subject, happening, alarmId } of changes) {
      this.told.push(`${rule.key} ${subject.id} ${happening.kind} ${happening.at}`);
      const key = `${rule.key}|${subject.id}`;
      if (happening.kind === 'recovered') this.#running.delete(key);
      else this.#running.set(key, { rule: rule.key, subject: subject.id, alarmId, level: 'red' });
    }
  }

  read(): Pick<Remembered, 'memories' | 'running'> {
    const memories = [...this.#memories].map(([key, memory]) => {
      const [rule, subject] = key.split('|') as [string, string];
      return { rule, subject, memory: JSON.parse(memory) as Memory | Lane };
    });
    return { memories, running: [...this.#running.values()] };
  }

  get rows(): number {
    return this.#memories.size;
  }
}

function run(restartAfter: number | undefined) {
  const kept = new Kept();
  let judge = openJudge(rules, register, { memories: [], running: [] });
  const seconds: number[] = [];
  let saving = 0;
  let bytes = 0;
  for (let round = 0; round < rounds; round += 1) {
    let spent = 0;
    for (const batch of roundOf(round)) {
      const began = cpu();
      judge.take(batch);
      spent += cpu() - began;
    }
    seconds.push(spent);
    kept.write(judge.drain());
    if (round !== restartAfter) continue;
    const began = cpu();
    const heard = judge.heard();
    saving = cpu() - began;
    bytes = heard.reduce((sum, { ids, last }) => sum + ids.length + last.length, 0);
    judge = openJudge(rules, register, { ...kept.read(), heard });
  }
  return { kept, seconds, saving, bytes };
}

const before = process.memoryUsage();
const undisturbed = run(undefined);
const after = process.memoryUsage();
const restarted = run(2);
const steady = undisturbed.seconds.slice(2);
const mean = steady.reduce((sum, one) => sum + one, 0) / steady.length;
console.log(
  JSON.stringify({
    points: count,
    rules: ruleCount,
    readings: count * rounds,
    firstCpu: undisturbed.seconds[0],
    steadyCpu: mean,
    perSecond: Math.round(count / mean),
    happenings: undisturbed.kept.told.length,
    rows: undisturbed.kept.rows,
    checkpointBytes: restarted.bytes,
    checkpointCpu: restarted.saving,
    memory: (after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / 2 ** 20,
    same: JSON.stringify(undisturbed.kept.told.toSorted()) === JSON.stringify(restarted.kept.told.toSorted()),
  }),
);
