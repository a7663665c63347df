import { randomUUID } from 'node:crypto';
import { dayOf } from '@anlan/domain/calendar';
import {
  advance,
  detailTable,
  nextRungAt,
  open,
  ownerOf,
  lateness,
  type Attached,
  type CaseStanding,
  type Doer,
  type Entry,
  type Input,
  type World,
} from '@anlan/kernel/case';
import { columnName } from '@anlan/kernel/entity';
import { isRefusal } from '@anlan/kernel/refusal';
import { KINDS, kindOf } from '../case/row.ts';
import { PLATFORM } from '../case/write.ts';
import { parameterOf } from '../parameter/book.ts';

type Row = Readonly<Record<string, unknown>>;
export type Rows = Record<string, Row[]>;

const world: World = { parameter: (key) => parameterOf(key).value as number, days: {} };

export interface Deed {
  readonly action: string;
  readonly by: Doer;
  readonly at: number;
  readonly input?: Input;
  readonly files?: readonly Attached[];
}

interface Line {
  readonly entry: Entry;
  readonly by: Doer;
  readonly at: number;
  readonly input: Input;
  readonly files: readonly Attached[];
}

interface Place {
  readonly path: string;
  readonly name: string;
}

/** Cases of places for the demonstration: led through the engine, so that nothing is shown that it would not allow. */
export class PlaceCases {
  readonly rows: Rows = {};
  private readonly numbers = new Map<string, number>();

  /** Plays a case of a place from its first deed (`open`) up to `now`; gives back its id. */
  add(
    key: string,
    place: Place,
    deeds: readonly Deed[],
    now: number,
    subject?: { readonly kind: string; readonly id: string },
  ): string {
    const kind = kindOf(key);
    const [first, ...rest] = deeds as [Deed, ...Deed[]];
    const begun = open(
      kind,
      { input: first.input ?? {}, files: [], source: 'inspection', organisationId: null },
      first.by,
      first.at,
      world,
    );
    if (isRefusal(begun)) throw new Error(`${key} not opened: ${begun.refused} ${begun.field ?? ''}`);
    let { standing } = begun;
    const lines: Line[] = [{ entry: begun.entry, by: first.by, at: first.at, input: first.input ?? {}, files: [] }];
    let supervisor: string | null = null;
    const late = (until: number): void => {
      const { standing: next, steps } = lateness(kind, standing, until, world);
      standing = next;
      for (const step of steps) {
        supervisor = step.rung.to;
        lines.push({
          entry: { action: 'overdue', from: standing.state, to: standing.state, text: step.text },
          by: PLATFORM,
          at: until,
          input: {},
          files: [],
        });
      }
    };
    for (const { action, by, at, input = {}, files = [] } of rest) {
      if (at > now) break;
      late(at);
      const outcome = advance(kind, standing, { action, input, files }, by, at, world);
      if (isRefusal(outcome)) throw new Error(`${key}.${action}: ${outcome.refused} ${outcome.field ?? ''}`);
      standing = outcome.standing;
      if (standing.overdueSince === null) supervisor = null;
      lines.push({ entry: outcome.entry, by, at, input, files });
    }
    late(now);
    return this.write(place, standing, lines, supervisor, subject);
  }

  private write(
    place: Place,
    standing: CaseStanding,
    lines: readonly Line[],
    supervisor: string | null,
    subject: { readonly kind: string; readonly id: string } | undefined,
  ): string {
    const kind = kindOf(standing.kind);
    const id = randomUUID();
    const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
    const where = { region_path: place.path, organisation_id: null, sector: null };
    const opener = lines[0]!.by;
    this.put('case_file', {
      ...where,
      id,
      number: this.number(kind.prefix, standing.openedAt),
      kind: kind.key,
      system: KINDS.get(kind.key)?.system ?? '',
      title: standing.detail['title'],
      state: standing.state,
      level: standing.level,
      source: standing.source,
      owner: ownerOf(kind, standing.state, standing.source),
      region_name: place.name,
      subject_kind: subject?.kind ?? null,
      subject_id: subject?.id ?? null,
      opened_at: iso(standing.openedAt),
      opened_by: opener.name,
      opened_by_id: opener.id,
      due_at: iso(standing.dueAt),
      overdue_since: iso(standing.overdueSince),
      rungs: standing.rungs,
      escalate_at: iso(nextRungAt(kind, standing, world)),
      supervisor,
      closed_at: iso(standing.closedAt),
      demonstration: true,
      version: lines.length,
    });
    const own = Object.keys(kind.fields).map((key) => [columnName(key), standing.detail[key] ?? null] as const);
    this.put(detailTable(kind), { ...where, ...Object.fromEntries(own), case_id: id });
    lines.forEach(({ entry, by, at, input, files }, index) => {
      for (const file of files)
        this.put('case_attachment', {
          ...where,
          case_id: id,
          seq: index + 1,
          ...file,
          name: '材料（演示）.png',
          taken_at: iso(at),
        });
      this.put('case_entry', {
        ...where,
        case_id: id,
        seq: index + 1,
        at: iso(at),
        by: by.name,
        by_id: by.id,
        side: by.id === null ? null : by.side,
        action: entry.action,
        from_state: entry.from,
        to_state: entry.to,
        text: entry.text,
        input,
      });
    });
    return id;
  }

  put(table: string, row: Row): void {
    (this.rows[table] ??= []).push(row);
  }

  /** The next number of a prefix and day. */
  number(prefix: string, at: number): string {
    const day = dayOf(at);
    const last = (this.numbers.get(`${prefix} ${day}`) ?? 0) + 1;
    this.numbers.set(`${prefix} ${day}`, last);
    return `${prefix}-${day.replaceAll('-', '')}-${String(last).padStart(4, '0')}`;
  }

  /** Where the numbers of each day go on. */
  numberRows(): Row[] {
    return [...this.numbers].map(([key, last]) => {
      const [prefix, day] = key.split(' ');
      return { prefix, day, last };
    });
  }
}
