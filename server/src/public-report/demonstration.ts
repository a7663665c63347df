import { sql } from 'kysely';
import { uuidOf } from '@anlan/data';
import { dayOf } from '@anlan/domain/calendar';
import { ownerOf, type Attached, type Doer, type Input, type World } from '@anlan/kernel/case';
import { columnName } from '@anlan/kernel/entity';
import type { Tx } from '../access/scoped.ts';
import { kindOf } from '../case/row.ts';
import { play, type History, type Play } from '../demonstration/history.ts';
import { parameterOf } from '../parameter/book.ts';
import { bulk, readAbove, type Row } from './demonstration-rows.ts';
import { MATTERS, OUTCOMES, PLACES } from './demonstration-texts.ts';
import { rewardOf } from './reward.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const world: World = { parameter: (key) => parameterOf(key).value as number, days: {} };

interface Danger {
  id: string;
  number: string;
  title: string;
  enterprise: string;
  place: string;
  authority: string;
  authority_name: string;
  opened: number;
  closed: number | null;
  lon: number;
  lat: number;
}
interface People {
  readonly handler: Doer;
  readonly decider: Doer;
  readonly payer: Doer;
}

/**
 * Reports of the last year in both jurisdictions, led through the engine up to `now`: those behind the hidden dangers that
 * came from the public, and as many that led to none. Every name and text is invented; nobody left a telephone.
 */
export async function loadReportDemonstration(tx: Tx, photos: readonly Attached[], now: number): Promise<void> {
  const above = await readAbove(tx);
  const found = await sql<Omit<Danger, 'authority' | 'authority_name'>>`
    SELECT id, number, title, organisation_id AS enterprise, region_path AS place,
      (extract(epoch FROM opened_at) * 1000)::float8 AS opened, (extract(epoch FROM closed_at) * 1000)::float8 AS closed, lon, lat
    FROM case_file WHERE kind = 'hidden-danger' AND source = 'public' AND origin_id IS NULL AND demonstration
    ORDER BY opened_at DESC LIMIT 420`.execute(tx);
  const dangers = found.rows.map((row): Danger => {
    const { path, name } = above.authority(row.place);
    return { ...row, authority: path, authority_name: name };
  });
  const inspectors = await sql<{ id: string; name: string; place: string }>`
    SELECT id, name, scope_path AS place FROM person WHERE role = 'inspector' AND scope_kind = 'region' ORDER BY account`.execute(
    tx,
  );
  const byPlace = new Map(inspectors.rows.map((one) => [one.place, one]));
  const people = (authority: string): People => {
    const one = byPlace.get(authority);
    const post = (role: string, name: string): Doer => ({
      id: uuidOf('report-post', `${role}/${authority}`),
      name,
      side: 'authority',
    });
    const handler =
      one === undefined ? post('handler', '执法人员') : ({ id: one.id, name: one.name, side: 'authority' } as const);
    return { handler, decider: post('decider', '分管领导'), payer: post('payer', '财务人员') };
  };
  const book = new Book(photos);
  const dealt = dangers.map((danger, index) => ({
    danger,
    index,
    at: danger.opened - (2 + (index % 19)) * DAY,
  }));
  const idle = dangers.map((danger, index) => ({
    danger,
    index: index + 10_000,
    at: now - ((index * 37) % 300) * DAY - (index % 9) * HOUR,
  }));
  const all = [...dealt, ...idle].filter(({ at }) => at < now - HOUR).sort((a, b) => a.at - b.at);
  for (const one of all) {
    const true_ = one.index < 10_000;
    const story = begin(one.danger, one.index, one.at, now, true_);
    const reward = true_
      ? lead(story, one.danger, people(one.danger.authority), one.index, one.at, now)
      : drop(story, people(one.danger.authority), one.index, one.at);
    book.add(one.danger, one.index, story.end(), true_, reward, people(one.danger.authority), now);
  }
  await book.write(tx);
}

function begin(danger: Danger, index: number, at: number, now: number, named: boolean): Play {
  const place = PLACES[index % PLACES.length] as string;
  const subject = index % 11 === 3 ? 'illegal' : 'danger';
  const label = subject === 'illegal' ? '违法生产' : '隐患险情';
  const input: Input = {
    title: `${label}：${place}`,
    subject,
    place,
    ...(named ? { enterprise: danger.enterprise } : {}),
  };
  const by: Doer = { id: null, name: '群众', side: 'participant' };
  return play(kindOf('public-report'), { input, source: 'public', organisationId: null, by, at }, now, world);
}

const platform = (doer: Doer): Doer => ({ id: null, name: doer.name, side: 'authority' });

interface Told {
  readonly fine: number;
  readonly basis: string;
  readonly proposedAt: number | null;
  readonly decidedAt: number | null;
  readonly paidAt: number | null;
}

/** A report found true, from acceptance to payment, as far as time allows. */
function lead(
  story: Play,
  danger: Danger,
  { handler, decider, payer }: People,
  index: number,
  at: number,
  now: number,
): Told {
  const basis = index % 7 === 0 ? 'major' : index % 11 === 3 ? 'illegal' : 'general';
  const fine = basis === 'general' ? 0 : 10_000 + (index % 23) * 4000;
  const done = {
    fine,
    basis,
    proposedAt: null as number | null,
    decidedAt: null as number | null,
    paidAt: null as number | null,
  };
  const slow = index % 17 === 5 ? 4 * DAY : 0;
  if (
    !story.act('accept', handler, at + 6 * HOUR + slow, {
      enterprise: danger.enterprise,
      answer: '已受理，安排现场核查',
    })
  )
    return done;
  const checked = Math.max(danger.opened, at + 8 * HOUR + slow);
  const finding = {
    enterprise: danger.enterprise,
    basis,
    finding: `现场核实：${danger.title}`,
    answer: '现场核查属实，已责令整改',
  };
  if (!story.act('verify', handler, checked, finding)) return done;
  story.act('link', platform(handler), checked, { followKind: '事故隐患', followNumber: danger.number });
  const handled = Math.max(checked + 3 * DAY, danger.closed === null ? Infinity : danger.closed);
  if (handled > now) return done;
  const outcome = OUTCOMES[index % OUTCOMES.length] as string;
  if (!story.act('handle', handler, handled, { outcome, ...(basis === 'general' ? {} : { fine }) })) return done;
  if (!story.act('answer', handler, handled + 2 * DAY, { answer: `${outcome}，感谢监督` })) return done;
  if (!story.act('propose', platform(handler), handled + 3 * DAY)) return done;
  done.proposedAt = handled + 3 * DAY;
  if (!story.act('grant', platform(decider), handled + 5 * DAY)) return done;
  done.decidedAt = handled + 5 * DAY;
  if (index % 6 === 1 || !story.act('pay', platform(payer), handled + (8 + (index % 20)) * DAY)) return done;
  done.paidAt = handled + (8 + (index % 20)) * DAY;
  return done;
}

/** A report that led to nothing here: refused, sent on, unfounded, or not yet looked at. */
function drop(story: Play, { handler }: People, index: number, at: number): undefined {
  const way = index % 5;
  const first = at + (5 + (index % 30)) * HOUR;
  if (way === 0) {
    story.act('refuse', handler, first, {
      refusedFor: index % 4 === 0 ? 'other-duty' : 'unclear',
      answer: '线索不清，请补充具体地点后再报',
    });
    return undefined;
  }
  if (way === 1) {
    story.act('redirect', handler, first, { redirectTo: '市场监管部门', answer: '反映的是产品质量，已移送' });
    return undefined;
  }
  if (!story.act('accept', handler, first, { answer: '已受理，安排现场核查' })) return undefined;
  if (!story.act('unfound', handler, first + (4 + (index % 12)) * DAY, { finding: '现场未见所反映的情况' }))
    return undefined;
  story.act('answer-unfounded', handler, first + (6 + (index % 12)) * DAY, { answer: '现场核查未发现所反映的情况' });
  return undefined;
}

/** Rows of the reports, with numbers counted on in the order of opening. */
class Book {
  private readonly rows: Record<string, Row[]> = {};
  private readonly links: { id: string; origin: string }[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly photos: readonly Attached[];

  constructor(photos: readonly Attached[]) {
    this.photos = photos;
  }

  add(
    danger: Danger,
    index: number,
    history: History,
    followed: boolean,
    told: Told | undefined,
    people: People,
    now: number,
  ): void {
    const { standing, lines } = history;
    const kind = kindOf('public-report');
    const id = uuidOf('public-report', String(index));
    const place = { region_path: danger.authority, organisation_id: null, sector: null };
    const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
    const { lon, lat } = danger;
    this.put('case_file', {
      ...place,
      id,
      number: this.number(standing.openedAt),
      kind: kind.key,
      system: 'S67',
      title: standing.detail['title'],
      state: standing.state,
      level: null,
      source: 'public',
      owner: ownerOf(kind, standing.state, 'public'),
      region_name: danger.authority_name,
      lon,
      lat,
      opened_at: iso(standing.openedAt),
      opened_by: '群众',
      due_at: iso(standing.dueAt),
      overdue_since: iso(standing.overdueSince),
      rungs: standing.rungs,
      escalate_at: iso(history.escalateAt),
      supervisor: history.supervisor,
      closed_at: iso(standing.closedAt),
      demonstration: true,
      version: lines.length,
    });
    const own = Object.keys(kind.fields).map((key) => [columnName(key), standing.detail[key] ?? null] as const);
    this.put('case_public_report', { ...place, ...Object.fromEntries(own), case_id: id });
    lines.forEach(({ entry, by, at, input }, seq) =>
      this.put('case_entry', {
        ...place,
        case_id: id,
        seq: seq + 1,
        at: iso(at),
        by: by.name,
        by_id: by.id,
        side: by.id === null ? null : by.side,
        action: entry.action,
        from_state: entry.from,
        to_state: entry.to,
        text: entry.text,
        input,
      }),
    );
    this.dossier(id, danger, index, standing.openedAt, iso, lines.length > 1 ? people.handler.id : null, now);
    if (told?.proposedAt != null) this.reward(id, danger.authority, index, told, people, iso);
    if (followed && standing.detail['followNumber'] != null) this.links.push({ id: danger.id, origin: id });
  }

  private dossier(
    id: string,
    danger: Danger,
    index: number,
    openedAt: number,
    iso: (at: number | null) => string | null,
    reader: string | null,
    now: number,
  ): void {
    const region_path = danger.authority;
    this.put('report_dossier', {
      case_id: id,
      region_path,
      place_path: danger.place,
      channel: index % 6 === 0 ? 'phone' : index % 31 === 0 ? 'letter' : 'web',
      statement: MATTERS[index % MATTERS.length],
      insider: index % 9 === 2,
      named: false,
      lon: danger.lon,
      lat: danger.lat,
      received_at: iso(openedAt),
    });
    const photo = this.photos[index % Math.max(1, this.photos.length)];
    if (index % 3 !== 0 && photo !== undefined)
      this.put('report_photo', { case_id: id, ...photo, region_path, added_at: iso(openedAt) });
    if (reader !== null && openedAt + 5 * HOUR < now)
      this.put('report_reading', {
        case_id: id,
        region_path,
        at: iso(openedAt + 5 * HOUR),
        person_id: reader,
        what: 'dossier',
      });
  }

  private reward(
    id: string,
    authority: string,
    index: number,
    told: Told,
    { handler, decider, payer }: People,
    iso: (at: number | null) => string | null,
  ): void {
    const facts = { basis: told.basis, fine: told.fine, accidentLevel: null, deaths: null, insider: index % 9 === 2 };
    const reward = rewardOf(facts, { number: world.parameter });
    if (!reward.ok) throw new Error(reward.reason);
    this.put('report_reward', {
      case_id: id,
      region_path: authority,
      amount: Math.round(reward.result.reward * 100),
      working: reward.working,
      proposed_by: handler.id,
      proposed_at: iso(told.proposedAt),
      decided_by: told.decidedAt === null ? null : decider.id,
      decided_at: iso(told.decidedAt),
      granted: told.decidedAt === null ? null : true,
      reason: told.decidedAt === null ? null : '属实，同意按规定奖励',
      claim_until: told.decidedAt === null ? null : iso(told.decidedAt + 60 * DAY),
      paid_by: told.paidAt === null ? null : payer.id,
      paid_at: iso(told.paidAt),
      voucher: told.paidAt === null ? null : `演示-${index}`,
    });
  }

  private put(table: string, row: Row): void {
    (this.rows[table] ??= []).push(row);
  }

  private number(at: number): string {
    const day = dayOf(at);
    const last = (this.numbers.get(day) ?? 0) + 1;
    this.numbers.set(day, last);
    return `JB-${day.replaceAll('-', '')}-${String(last).padStart(4, '0')}`;
  }

  async write(tx: Tx): Promise<void> {
    for (const [table, rows] of Object.entries(this.rows)) await bulk(tx, table, rows);
    await bulk(
      tx,
      'running_number',
      [...this.numbers].map(([day, last]) => ({ prefix: 'JB', day, last })),
    );
    await sql`
      UPDATE case_file f SET origin_kind = 'case', origin_id = l.origin
      FROM jsonb_to_recordset(${JSON.stringify(this.links)}::jsonb) AS l (id uuid, origin uuid) WHERE f.id = l.id`.execute(
      tx,
    );
  }
}
