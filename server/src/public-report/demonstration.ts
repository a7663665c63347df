import { sql } from 'kysely';
import { uuidOf } from '@anlan/data';
import type { Attached, Doer, Input } from '@anlan/kernel/case';
import type { Tx } from '../access/scoped.ts';
import { readAbove } from '../demonstration/above.ts';
import { CaseBook, iso } from '../demonstration/case-book.ts';
import { pictureOf } from '../demonstration/cases.ts';
import { play, world, type History, type Play } from '../demonstration/history.ts';
import { insertRows, type Row } from '../demonstration/insert.ts';
import { MATTERS, OUTCOMES, PLACES } from './demonstration-texts.ts';
import { rewardOf } from './reward.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;

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
  const people = await peopleOf(tx);
  const dealt = dangers.map((danger, index) => ({
    danger,
    isTrue: true,
    index,
    at: danger.opened - (2 + (index % 19)) * DAY,
  }));
  const idle = dangers.map((danger, index) => ({
    danger,
    isTrue: false,
    index: index + 10_000,
    at: now - ((index * 37) % 300) * DAY - (index % 9) * HOUR,
  }));
  // Where an officer signs in, one has waited too long to be taken up.
  const waiting = [...new Map(dangers.map((danger) => [danger.authority, danger])).values()]
    .filter(({ authority }) => people.officers.has(authority))
    .map((danger, index) => ({ danger, isTrue: false, index: 20_003 + index * 5, at: now - 6 * DAY - index * HOUR }));
  const all = [...dealt, ...idle, ...waiting].filter(({ at }) => at < now - HOUR).sort((a, b) => a.at - b.at);
  const book = new CaseBook();
  const picture = pictureOf(photos);
  for (const { danger, isTrue, index, at } of all) {
    const here = people.of(danger.authority);
    const story = begin(danger, index, at, now, isTrue);
    const told = isTrue ? lead(story, danger, here, index, at, now) : drop(story, here, index, at, now);
    put(book, danger, index, story.end(), told, here, picture, now);
  }
  await insertRows(tx, { ...book.rows, running_number: book.numberRows() });
  await linkDangers(tx);
}

/** Who deals with reports of a place: its inspector where it has one, and posts without accounts. */
async function peopleOf(tx: Tx): Promise<{ officers: ReadonlySet<string>; of: (authority: string) => People }> {
  const { rows } = await sql<{ id: string; name: string; place: string }>`
    SELECT id, name, scope_path AS place FROM person WHERE role = 'inspector' AND scope_kind = 'region' ORDER BY account`.execute(
    tx,
  );
  const byPlace = new Map(rows.map((one) => [one.place, one]));
  const of = (authority: string): People => {
    const one = byPlace.get(authority);
    const post = (role: string, name: string): Doer => ({
      id: uuidOf('report-post', `${role}/${authority}`),
      name,
      side: 'authority',
    });
    const handler: Doer =
      one === undefined ? post('handler', '执法人员') : { id: one.id, name: one.name, side: 'authority' };
    return { handler, decider: post('decider', '分管领导'), payer: post('payer', '财务人员') };
  };
  return { officers: new Set(byPlace.keys()), of };
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
  return play({ kind: 'public-report', input, source: 'public', organisationId: null, by, at }, now);
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
function drop(story: Play, { handler }: People, index: number, at: number, now: number): undefined {
  const way = index % 5;
  const first = at + (5 + (index % 30)) * HOUR;
  // Some of the newest nobody has looked at yet, a few of them for too long.
  if (way >= 3 && now - at < 12 * DAY) return undefined;
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

/** Rows of a report: its case, what the public wrote, who read it, and the reward. */
function put(
  book: CaseBook,
  danger: Danger,
  index: number,
  history: History,
  told: Told | undefined,
  people: People,
  picture: (number: number) => readonly Attached[],
  now: number,
): void {
  const id = uuidOf('public-report', String(index));
  const { authority: region_path, authority_name: regionName, place: place_path, lon, lat } = danger;
  const { openedAt } = history.standing;
  book.add(id, history, { regionPath: region_path, regionName, lon, lat });
  book.put('report_dossier', {
    case_id: id,
    region_path,
    place_path,
    channel: index % 6 === 0 ? 'phone' : index % 31 === 0 ? 'letter' : 'web',
    statement: MATTERS[index % MATTERS.length],
    insider: index % 9 === 2,
    named: false,
    lon,
    lat,
    received_at: iso(openedAt),
  });
  for (const photo of index % 3 === 0 ? [] : picture(index))
    book.put('report_photo', { case_id: id, ...photo, region_path, added_at: iso(openedAt) });
  if (history.lines.length > 1 && openedAt + 5 * HOUR < now)
    book.put('report_reading', {
      case_id: id,
      region_path,
      at: iso(openedAt + 5 * HOUR),
      person_id: people.handler.id,
      what: 'dossier',
    });
  if (told?.proposedAt != null) book.put('report_reward', rewardRow(id, region_path, index, told, people));
}

function rewardRow(id: string, authority: string, index: number, told: Told, people: People): Row {
  const facts = { basis: told.basis, fine: told.fine, accidentLevel: null, deaths: null, insider: index % 9 === 2 };
  const reward = rewardOf(facts, { number: world.parameter });
  if (!reward.ok) throw new Error(reward.reason);
  const decided = told.decidedAt !== null;
  const paid = told.paidAt !== null;
  return {
    case_id: id,
    region_path: authority,
    amount: Math.round(reward.result.reward * 100),
    working: reward.working,
    proposed_by: people.handler.id,
    proposed_at: iso(told.proposedAt),
    decided_by: decided ? people.decider.id : null,
    decided_at: iso(told.decidedAt),
    granted: decided ? true : null,
    reason: decided ? '属实，同意按规定奖励' : null,
    claim_until: told.decidedAt === null ? null : iso(told.decidedAt + 60 * DAY),
    paid_by: paid ? people.payer.id : null,
    paid_at: iso(told.paidAt),
    voucher: paid ? `演示-${index}` : null,
  };
}

/** A danger that a report led to names it as its origin. */
async function linkDangers(tx: Tx): Promise<void> {
  await sql`
    UPDATE case_file f SET origin_kind = 'case', origin_id = r.case_id
    FROM case_public_report r WHERE f.kind = 'hidden-danger' AND f.number = r.follow_number`.execute(tx);
}
