import { dayOf } from '@anlan/domain/calendar';
import { detailTable, ownerOf } from '@anlan/kernel/case';
import { columnName } from '@anlan/kernel/entity';
import { KINDS, kindOf } from '../case/row.ts';
import type { History, Line } from './history.ts';
import type { Row, Rows } from './insert.ts';

/** Where a case belongs; `organisation` and its sector are left out of a case of a place. */
export interface Home {
  readonly regionPath: string;
  readonly regionName: string;
  readonly organisation?: string | null;
  readonly organisationName?: string;
  readonly sector?: string | null;
  readonly lon?: number | null;
  readonly lat?: number | null;
}

/** What a case began with, and what its pictures are called. */
export interface Origin {
  /** The case that led to it. */
  readonly origin?: string | null;
  readonly subject?: { readonly kind: string; readonly id: string } | undefined;
  readonly picture?: string;
}

/** An instant (epoch ms) as a table takes it. */
export const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** Rows of cases that were played, numbers counted on in the order of opening; and whatever stands beside the cases. */
export class CaseBook {
  readonly rows: Record<string, Row[]> = {};
  private readonly numbers = new Map<string, number>();

  add(id: string, history: History, home: Home, origin: Origin = {}): void {
    const { standing, lines } = history;
    const kind = kindOf(standing.kind);
    const place = {
      region_path: home.regionPath,
      organisation_id: home.organisation ?? null,
      sector: home.sector ?? null,
    };
    const number = this.number(kind.prefix, standing.openedAt);
    this.put('case_file', { ...place, ...fileRow(history, home, origin), id, number });
    const own: Record<string, unknown> = { ...place, case_id: id };
    for (const key of Object.keys(kind.fields)) own[columnName(key)] = standing.detail[key] ?? null;
    this.put(detailTable(kind), own);
    lines.forEach((line, index) => {
      const at = { ...place, case_id: id, seq: index + 1 };
      this.put('case_entry', { ...at, ...entryRow(line) });
      for (const file of line.files)
        this.put('case_attachment', {
          ...at,
          ...file,
          name: origin.picture ?? '现场照片（演示）.png',
          taken_at: iso(line.at),
        });
    });
  }

  put(table: string, row: Row): void {
    (this.rows[table] ??= []).push(row);
  }

  /** What has been put in since the last time; the numbers go on. */
  drain(): Rows {
    const rows = { ...this.rows };
    for (const table of Object.keys(rows)) delete this.rows[table];
    return rows;
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

function fileRow({ standing, lines, escalateAt, supervisor }: History, home: Home, { origin, subject }: Origin): Row {
  const kind = kindOf(standing.kind);
  const opener = lines[0]?.by;
  return {
    kind: kind.key,
    system: KINDS.get(kind.key)?.system ?? '',
    title: standing.detail['title'],
    state: standing.state,
    level: standing.level,
    source: standing.source,
    owner: ownerOf(kind, standing.state, standing.source),
    organisation_name: home.organisationName ?? null,
    region_name: home.regionName,
    subject_kind: subject?.kind ?? null,
    subject_id: subject?.id ?? null,
    origin_kind: origin == null ? null : 'case',
    origin_id: origin ?? null,
    lon: home.lon ?? null,
    lat: home.lat ?? null,
    opened_at: iso(standing.openedAt),
    opened_by: opener?.name,
    opened_by_id: opener?.id,
    due_at: iso(standing.dueAt),
    due_from: iso(standing.reckoned?.from ?? null),
    due_count: standing.reckoned?.count ?? null,
    due_unit: standing.reckoned?.unit ?? null,
    due_provisional: standing.reckoned?.provisional === true,
    overdue_since: iso(standing.overdueSince),
    rungs: standing.rungs,
    escalate_at: iso(escalateAt),
    supervisor,
    closed_at: iso(standing.closedAt),
    demonstration: true,
    version: lines.length,
  };
}

function entryRow({ entry, by, at, input, dueAt }: Line): Row {
  return {
    at: iso(at),
    by: by.name,
    by_id: by.id,
    side: by.id === null ? null : by.side,
    action: entry.action,
    from_state: entry.from,
    to_state: entry.to,
    text: entry.text,
    input,
    due_at: iso(dueAt) ?? 'infinity',
  };
}
