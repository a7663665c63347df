import { LEVEL_LABELS, type Level } from '@anlan/kernel/entity';
import type { Change } from '../alarm/change.ts';
import type { Lane } from '../ingest/book.ts';
import type { HeardPiece } from '../ingest/heard.ts';
import type { Drained, Remembered } from '../ingest/remembered.ts';
import type { Memory } from '@anlan/kernel/alarm';

/** An alarm as the ledger keeps it. */
export interface Kept {
  readonly rule: string;
  readonly subject: string;
  readonly excursion: string;
  readonly raisedAt: number;
  readonly since: number;
  levels: Level[];
  recoveredAt: number | null;
  retrospective: boolean;
  /** Told as a whole out of a back-fill, apart from the live judgement. */
  readonly found: boolean;
  closed: boolean;
  /** Till when a person has shelved it; a higher level brings it back. */
  shelvedUntil: number | null;
}

/**
 * The store of a simulation: what the SQL does, without the SQL. Everything passes through JSON, as it would. It refuses
 * what the database refuses and notes it as a fault.
 */
export class Ledger {
  readonly alarms: Kept[] = [];
  readonly faults: string[] = [];
  #memories = new Map<string, string>();
  #position = 0;
  #heard: { readonly pieces: readonly HeardPiece[]; readonly at: number } = { pieces: [], at: 0 };

  write({ changes, dirty }: Drained, position: number): void {
    for (const change of changes) this.#change(change);
    for (const { rule, subject, memory } of dirty) {
      if (memory === null) this.#memories.delete(`${rule}|${subject}`);
      else this.#memories.set(`${rule}|${subject}`, JSON.stringify(memory));
    }
    this.#position = position;
  }

  keepHeard(pieces: readonly HeardPiece[], at: number): void {
    this.#heard = { pieces, at };
  }

  read(): Remembered & { position: number; heardAt: number } {
    const memories = [...this.#memories].map(([key, memory]) => {
      const [rule, subject] = key.split('|') as [string, string];
      return { rule, subject, memory: JSON.parse(memory) as Memory | Lane };
    });
    const running = this.alarms
      .filter(({ recoveredAt }) => recoveredAt === null)
      .map(({ rule, subject, excursion, levels, retrospective }) => ({
        rule,
        subject,
        alarmId: excursion,
        level: levels.at(-1)!,
        retrospective,
      }));
    return { memories, running, position: this.#position, heard: this.#heard.pieces, heardAt: this.#heard.at };
  }

  /** A person closes a running alarm as false. */
  closeAsFalse(index: number): void {
    const running = this.alarms.filter(({ recoveredAt, closed }) => recoveredAt === null && !closed);
    const alarm = running[index % Math.max(1, running.length)];
    if (alarm !== undefined) alarm.closed = true;
  }

  /** A person shelves a running alarm: it is told nothing less for that. */
  shelve(index: number, until: number): void {
    const running = this.alarms.filter(({ recoveredAt, closed }) => recoveredAt === null && !closed);
    const alarm = running[index % Math.max(1, running.length)];
    if (alarm !== undefined) alarm.shelvedUntil = until;
  }

  #change({ rule, subject, happening, alarmId, retrospective = false }: Change): void {
    const own = this.alarms.filter((alarm) => alarm.rule === rule.key && alarm.subject === subject.id);
    const alarm = own.findLast(({ excursion }) => excursion === alarmId);
    const enter = (raisedAt: number, since: number, level: Level, recoveredAt: number | null, late: boolean): void => {
      const one = { rule: rule.key, subject: subject.id, excursion: alarmId, raisedAt, since, levels: [level] };
      this.alarms.push({
        ...one,
        recoveredAt,
        retrospective: late,
        found: happening.kind === 'found',
        closed: false,
        shelvedUntil: null,
      });
    };
    if (happening.kind === 'raised') {
      if (own.some(({ recoveredAt }) => recoveredAt === null))
        this.#fault('a second alarm runs', rule.key, happening.at);
      enter(happening.at, happening.since, happening.level, null, retrospective);
    } else if (happening.kind === 'found') {
      const known = own.some(
        (one) => one.since <= happening.at + 60_000 && (one.recoveredAt ?? Infinity) >= happening.since - 60_000,
      );
      if (!known) enter(happening.raisedAt, happening.since, happening.level, happening.at, true);
    } else if (alarm === undefined) this.#fault(`${happening.kind} of no alarm`, rule.key, happening.at);
    else if (happening.kind === 'recovered') {
      if (alarm.recoveredAt !== null) this.#fault('recovered twice', rule.key, happening.at);
      alarm.recoveredAt = happening.at;
    } else if (happening.kind === 'came-live') alarm.retrospective = false;
    else if (happening.kind === 'level-raised' && alarm.closed) {
      alarm.recoveredAt = happening.at;
      enter(happening.at, happening.at, happening.level, null, false);
    } else {
      const rise = LEVEL_LABELS[happening.level].rank - LEVEL_LABELS[alarm.levels.at(-1)!].rank;
      if (rise > 0 !== (happening.kind === 'level-raised'))
        this.#fault('a level that did not move as told', rule.key, happening.at);
      if (rise < 0 && rule.falls !== true) this.#fault('a level fell', rule.key, happening.at);
      alarm.levels.push(happening.level);
      if (happening.kind === 'level-raised') alarm.shelvedUntil = null;
    }
  }

  #fault(what: string, rule: string, at: number): void {
    this.faults.push(`${what}: ${rule} at ${at}`);
  }
}
