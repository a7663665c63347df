import { evaluateSilence, type Rule, type Silence, type Threshold } from '@anlan/kernel/alarm';
import type { Envelope, Signal } from '@anlan/kernel/telemetry';
import { openJudge, type Judge } from '../ingest/judge.ts';
import { batchOf, encodeBatch, recordOf, type Batch } from '../ingest/record.ts';
import { passThrough } from '../ingest/steps.ts';
import { byDefinition, silenceByDefinition, thresholdByDefinition, type Defined } from './definition.ts';
import { Ledger, type Kept } from './ledger.ts';
import { idOf, plant, rulesOf } from './plant.ts';
import { randomOf, type Random } from './random.ts';

const START = Date.UTC(2026, 2, 18);
const PERIOD = 10_000;
const POINTS = ['x1', 'x2', 'x3', 'y1'] as const;

/** What one history showed: what was wrong with it, and how much happened in it. */
export interface Outcome {
  readonly faults: readonly string[];
  readonly alarms: number;
  readonly crashes: number;
  readonly retrospective: number;
  /** Times that a point was taken out of service, and that an alarm was shelved. */
  readonly acts: number;
}

/**
 * One history of a device, the intake, the journal and the rules under a seed: messages are delayed, reordered, doubled and
 * kept back for a back-fill; people shelve alarms, close them as false and take points out of service; the process is killed at any moment, and goes on from the journal and its checkpoint. What is
 * left must be what one undisturbed reading of the journal gives, and what the definitions say.
 */
export function simulate(seed: number): Outcome {
  const random = randomOf(seed);
  // Of its own, so that what people do leaves a seed's messages as they were.
  const world = new World(random, randomOf(seed + 1_000_000_007));
  const calm = random.chance(0.3);
  for (let step = random.whole(30, 120); step > 0; step -= 1) world.step(calm);
  world.settle();
  return {
    faults: [...world.faults(), ...silenceFaults(randomOf(seed + 2_000_000_011))],
    alarms: world.ledger.alarms.length,
    crashes: world.crashes,
    retrospective: world.retrospective(),
    acts: world.acts,
  };
}

/** Rules whose excursions are worked out from their definitions. */
const DEFINED: ReadonlySet<string> = new Set([
  'above',
  'below',
  'falls',
  'inside',
  'outside',
  'rate',
  'vote',
  'strict',
  'all',
]);
type Of<T> = Rule & { readonly condition: T };
/** Has it several levels? They are worked out as well. */
const isLevelled = (rule: Rule): rule is Of<Threshold> =>
  rule.condition.kind === 'above' || rule.condition.kind === 'below';

const SILENCE: Silence = {
  kind: 'silence',
  steps: [
    { level: 'blue', seconds: 40, label: '' },
    { level: 'yellow', seconds: 120, label: '' },
    { level: 'orange', seconds: 300, label: '' },
  ],
};

/** Silence is judged by the clock: a device that falls silent, speaks and is out of service, looked at now and then. */
function silenceFaults(random: Random): string[] {
  const site = plant();
  const subject = site.subject(idOf('x1'))!;
  const rule: Rule = { ...rulesOf(random)[0]!, key: 'silence', condition: SILENCE };
  const judge = openJudge([rule], site, new Ledger().read());
  const [heard, ticks]: [number[], number[]] = [[START], []];
  const told: string[] = [];
  let now = START;
  for (let step = 0; step < 80; step += 1) {
    now += random.whole(1000, 40_000);
    if (random.chance(0.35)) heard.push(now);
    if (random.chance(0.03)) site.takeOut(subject.id, now + 1, now + random.whole(20_000, 200_000));
    now += random.whole(0, 3);
    ticks.push(now);
    const { expectedPeriod } = subject;
    judge.judge(rule, site.subject(subject.id)!, evaluateSilence(SILENCE, heard.at(-1)!, expectedPeriod, now), now);
    for (const { happening } of judge.drain().changes)
      told.push(`${now} ${happening.kind}${'level' in happening ? ` ${happening.level}` : ''}`);
  }
  const out = (at: number): boolean =>
    (site.outages.get(subject.id) ?? []).some(({ from, until }) => at >= from && at < until);
  const wanted = silenceByDefinition(SILENCE, subject.expectedPeriod, heard, ticks, out);
  return told.join() === wanted.join() ? [] : [`silence told ${told.join()} and should have told ${wanted.join()}`];
}

class World {
  readonly #random: Random;
  readonly #plant = plant();
  readonly #rules: readonly Rule[];
  readonly ledger = new Ledger();
  readonly #journal: Buffer[] = [];
  /** In memory only: gone with a crash. */
  #pending: { payload: Buffer; message: Envelope }[] = [];
  #judge: Judge;
  #taken = 0;
  /** On its way, with the time it arrives. */
  #underway: { message: Envelope; at: number }[] = [];
  #kept: Envelope[] = [];
  #now = START;
  #values = [50, 50, 50, 50];
  readonly #people: Random;
  crashes = 0;
  acts = 0;

  constructor(random: Random, people: Random) {
    this.#random = random;
    this.#people = people;
    this.#rules = rulesOf(random);
    this.#judge = openJudge(this.#rules, this.#plant, this.ledger.read());
  }

  step(calm: boolean): void {
    const random = this.#random;
    this.#now += PERIOD + random.whole(0, 3000);
    this.#speak(calm);
    this.#deliver();
    if (random.chance(0.5)) this.#sync();
    if (random.chance(0.3)) this.#store();
    if (random.chance(0.05)) this.ledger.closeAsFalse(random.whole(0, 9));
    this.#act();
    // What nobody hears of ends by the clock, which is no part of the journal: only while nothing is out of service.
    if (random.chance(0.05) && !this.#anyOut()) this.#judge.tend(this.#now);
    if (!calm && random.chance(0.04)) this.#crash();
  }

  /** People take a point out of service from now on, and shelve what runs. */
  #act(): void {
    const people = this.#people;
    if (people.chance(0.04)) {
      const from = this.#now + 1;
      this.#plant.takeOut(idOf(people.pick(['x1', 'x2', 'x3'])), from, from + people.whole(20_000, 240_000));
      this.acts += 1;
    }
    if (people.chance(0.05)) {
      this.ledger.shelve(people.whole(0, 9), this.#now + people.whole(60_000, 600_000));
      this.acts += 1;
    }
  }

  #isOut(point: string): boolean {
    return (this.#plant.outages.get(point) ?? []).some(({ from, until }) => this.#now >= from && this.#now < until);
  }

  #anyOut(): boolean {
    return [...this.#plant.outages.keys()].some((point) => this.#isOut(point));
  }

  /** The device takes a sample of every point; some messages are kept back and sent together much later. */
  #speak(calm: boolean): void {
    const random = this.#random;
    this.#values = this.#values.map((value) =>
      random.chance(0.1)
        ? random.whole(0, 100)
        : random.chance(0.4)
          ? value
          : Math.min(100, Math.max(0, value + random.whole(-12, 12))),
    );
    const signals = POINTS.map((point, index): Signal => {
      const quality = random.chance(0.04) && !this.#isOut(idOf(point)) ? 'bad' : 'good';
      return { kind: 'reading', point, at: this.#now, value: this.#values[index]!, quality };
    });
    const message: Envelope = {
      device: 'mqtt:device',
      receivedAt: 0,
      signals: random.chance(0.1) ? signals.slice(1) : signals,
    };
    if (!calm && random.chance(0.1)) this.#kept.push(message);
    else this.#send(message, calm);
    if (this.#kept.length > 0 && random.chance(0.03)) {
      this.#now += 15 * 60_000;
      for (const old of this.#kept.splice(0)) this.#send(old, true);
    }
  }

  #send(message: Envelope, calm: boolean): void {
    const random = this.#random;
    const delay = (): number => (calm ? 0 : random.chance(0.15) ? random.whole(0, 40_000) : 0);
    this.#underway.push({ message, at: this.#now + delay() });
    if (!calm && random.chance(0.08)) this.#underway.push({ message, at: this.#now + delay() });
  }

  #deliver(): void {
    const due = this.#underway.filter(({ at }) => at <= this.#now).sort((a, b) => a.at - b.at);
    this.#underway = this.#underway.filter(({ at }) => at > this.#now);
    for (const { message } of due) {
      const { batch } = passThrough({ ...message, receivedAt: this.#now }, this.#plant.device);
      if (batch.readings.count > 0) this.#pending.push({ payload: encodeBatch(batch), message });
    }
  }

  /** The journal's group commit: only then is a message acknowledged, and handed to the rules. */
  #sync(): void {
    // Copied: what is read again is decoded from its bytes alone.
    for (const { payload } of this.#pending.splice(0)) this.#journal.push(Buffer.concat([payload]));
    this.#judgeOn();
  }

  #judgeOn(): void {
    for (; this.#taken < this.#journal.length; this.#taken += 1) this.#judge.take(batchOf(this.#journal[this.#taken]!));
  }

  #store(): void {
    this.ledger.write(this.#judge.drain(), this.#taken);
    if (this.#random.chance(0.3)) this.ledger.keepHeard(this.#judge.heard(), this.#taken);
  }

  /** SIGKILL: what was not acknowledged the device sends again; a batch on its way to the store may or may not be in it. */
  #crash(): void {
    this.crashes += 1;
    if (this.#random.chance(0.3)) this.#store();
    for (const { message } of this.#pending.splice(0))
      this.#underway.push({ message, at: this.#now + this.#random.whole(0, 20_000) });
    const remembered = this.ledger.read();
    this.#judge = openJudge(this.#rules, this.#plant, remembered);
    this.#taken = remembered.position;
    for (const payload of this.#journal.slice(remembered.heardAt, remembered.position))
      this.#judge.hear(batchOf(payload));
    this.#judgeOn();
  }

  /** Everything arrives, is judged and stored. */
  settle(): void {
    for (const old of this.#kept.splice(0)) this.#send(old, true);
    this.#now += 60_000;
    this.#deliver();
    this.#sync();
    this.#judge.tend(this.#now + 3_600_000);
    this.#store();
  }

  retrospective(): number {
    return this.ledger.alarms.filter(({ retrospective }) => retrospective).length;
  }

  faults(): string[] {
    const journal = this.#journal.map((payload) => batchOf(payload));
    return [
      ...this.ledger.faults,
      ...this.#againstUndisturbed(journal),
      ...this.#againstDefinitions(journal),
      ...this.#overlaps(),
    ];
  }

  #againstUndisturbed(journal: readonly Batch[]): string[] {
    const calm = new Ledger();
    const judge = openJudge(this.#rules, this.#plant, calm.read());
    for (const record of journal) judge.take(record);
    judge.tend(this.#now + 3_600_000);
    calm.write(judge.drain(), journal.length);
    const [left, wanted] = [summary(this.ledger.alarms), summary(calm.alarms)];
    return left === wanted ? [] : [`not as undisturbed:\n${left}\ninstead of\n${wanted}`];
  }

  #againstDefinitions(journal: readonly Batch[]): string[] {
    const records = journal.map(recordOf);
    const points = [idOf('x1'), idOf('x2'), idOf('x3')];
    const { outages } = this.#plant;
    const quantityOf = (point: string): string => this.#plant.subject(point)!.quantity;
    return this.#rules.flatMap((rule) => {
      if (!DEFINED.has(rule.key)) return [];
      const { kind } = rule.condition;
      const together = kind === 'vote' || kind === 'all';
      const all = kind === 'all' ? [...points, idOf('y1')] : points;
      return (together ? [idOf('unit')] : points).flatMap((subject) => {
        const { limits } = this.#plant.subject(subject)!;
        const wanted = isLevelled(rule)
          ? thresholdByDefinition(rule, subject, limits, records, outages)
          : byDefinition(rule as Of<Defined>, together ? all : [subject], limits, records, outages, quantityOf);
        const own = this.ledger.alarms.filter((one) => one.rule === rule.key && one.subject === subject && !one.found);
        const [told, due] = [excursions(own, isLevelled(rule)), wanted.toSorted().join(', ')];
        return told === due ? [] : [`${rule.key} ${subject} told ${told} and should have told ${due}`];
      });
    });
  }

  /** No two alarms of a rule about a subject at one time, whatever was found late. */
  #overlaps(): string[] {
    const sorted = this.ledger.alarms.toSorted((a, b) => a.raisedAt - b.raisedAt);
    return sorted.flatMap((one, index) =>
      sorted
        .slice(index + 1)
        .filter(
          (other) => other.rule === one.rule && other.subject === one.subject && other.excursion !== one.excursion,
        )
        .filter((other) => other.raisedAt < (one.recoveredAt ?? Infinity))
        .map((other) => `two at once: ${one.rule} ${one.subject} ${one.raisedAt} ${other.raisedAt}`),
    );
  }
}

/** Alarms of one excursion taken together: a false one and the one that took over from it. */
function excursions(alarms: readonly Kept[], withLevels: boolean): string {
  const byExcursion = new Map<string, Kept[]>();
  for (const alarm of alarms) byExcursion.set(alarm.excursion, [...(byExcursion.get(alarm.excursion) ?? []), alarm]);
  return [...byExcursion.values()]
    .map((own) => {
      const levels = withLevels ? ` ${own.flatMap((one) => one.levels).join('>')}` : '';
      return `${own[0]!.raisedAt} ${String(own.at(-1)!.recoveredAt)}${levels}`;
    })
    .sort()
    .join(', ');
}

function summary(alarms: readonly Kept[]): string {
  const groups = new Map<string, Kept[]>();
  for (const alarm of alarms) groups.set(alarm.excursion, [...(groups.get(alarm.excursion) ?? []), alarm]);
  return [...groups.values()]
    .map((own) => {
      const { rule, subject, raisedAt } = own[0]!;
      const levels = own.flatMap(({ levels }) => levels).join('>');
      return `${rule} ${subject} ${raisedAt} ${levels} ${String(own.at(-1)!.recoveredAt)} ${own.at(-1)!.retrospective}`;
    })
    .sort()
    .join('\n');
}
