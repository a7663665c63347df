import { uuidOf, type DemonstrationCity, type Enterprise } from '@anlan/data';
import { dayOf } from '@anlan/domain/calendar';
import type { Attached } from '@anlan/kernel/case';
import type { Tx } from '../access/scoped.ts';
import { CaseBook } from '../demonstration/case-book.ts';
import { homeOf, pictureOf } from '../demonstration/cases.ts';
import { castOf, type Cast } from '../demonstration/dangers.ts';
import { play, type History } from '../demonstration/history.ts';
import type { Rows } from '../demonstration/insert.ts';
import { NOVEL, type NovelText } from './demonstration-texts.ts';
import { firmsWithRules, novelOf } from './demonstration.ts';
import { keepApproved, readStatement } from './rewards.ts';
import { approvedCases, putConditions } from './technology-conditions.ts';

const DAY = 86_400_000;

/** Assessments of new technology, each led through the engine as far as it has come; some items have none. */
export function technologyRows(
  city: DemonstrationCity,
  now: number,
  placeName: (path: string) => string,
  photos: readonly Attached[],
): Rows {
  const cast = castOf(city);
  const photo = pictureOf(photos);
  const book = new CaseBook();
  novelOf(city).forEach(({ firm, index, id }, place) => {
    if (place % 6 === 0) return;
    const stage = place % 6;
    const history = assessment(
      firm,
      id,
      NOVEL[index]!,
      cast(firm),
      stage,
      now - (10 + stage * 45 + (place % 30)) * DAY,
      now,
      photo,
    );
    book.add(uuidOf('technology', id), history, homeOf(firm, placeName));
  });
  return { ...book.rows, running_number: book.numberRows() };
}

/** Stage 1 handed in, 2 with the experts, 3 rejected, 4 monitored, 5 permitted. */
function assessment(
  firm: Enterprise,
  item: string,
  text: NovelText,
  { officer, inspector, chief }: Cast,
  stage: number,
  at: number,
  now: number,
  photo: (number: number) => readonly Attached[],
): History {
  const measures = '按设计与操作规程执行，设专人负责';
  const input = {
    enterprise: firm.id,
    item,
    title: `${text.name}安全风险评估`.slice(0, 120),
    hazards: text.hazards,
    measures,
  };
  const opening = { input, source: 'self', organisationId: firm.id, by: officer, at, files: photo(at / DAY) };
  const story = play({ kind: 'new-technology', ...opening }, now);
  if (stage < 2) return story.end();
  story.act('assign', inspector, at + 2 * DAY, {
    experts: '化工、安全、自动化专家各一名',
    assessBy: dayOf(at + 40 * DAY),
  });
  if (stage < 3) return story.end();
  const refused = stage === 3;
  const { likelihood, severity } = text;
  const product = likelihood * severity;
  const level = product >= 20 ? 'red' : product >= 15 ? 'orange' : product >= 9 ? 'yellow' : 'blue';
  const opinion = refused ? '关键联锁论证不足，缺少中试数据，不可接受' : '风险可控，落实条件后可投入使用';
  const verdict = refused
    ? { conclusion: 'not-accepted' }
    : { conclusion: 'conditional', conditions: text.conditions.join('\n') };
  story.act(
    'assess',
    inspector,
    at + 20 * DAY,
    { likelihood, severity, level, opinion, ...verdict },
    photo(at / DAY + 1),
  );
  if (refused) {
    story.act('reject', chief, at + 25 * DAY, { reason: opinion });
    return story.end();
  }
  const until = stage === 4 ? now + 60 * DAY : at + 120 * DAY;
  story.act('approve', chief, at + 25 * DAY, { conditions: text.conditions.join('\n'), monitorUntil: dayOf(until) });
  story.act('report', officer, at + 60 * DAY, { report: '运行平稳，无异常；条件逐项落实' });
  if (stage === 5) story.act('end', chief, until + 2 * DAY, { summary: '监控期内无异常，条件全部落实' });
  return story.end();
}

/** Statements of the last three months for enterprises with accounts: put forward by one, approved by the other. */
export async function settleDemonstration(tx: Tx, city: DemonstrationCity, now: number): Promise<void> {
  await putConditions(tx, await approvedCases(tx, null), '平台', now - DAY);
  const cast = castOf(city);
  const staffed = new Set(city.people.flatMap(({ enterpriseId }) => (enterpriseId === null ? [] : [enterpriseId])));
  const firms = firmsWithRules(city)
    .filter(({ id }) => staffed.has(id))
    .slice(0, 6);
  for (const firm of firms) {
    for (const back of [1, 2, 3]) {
      const month = monthBefore(now, back);
      const { officer, manager } = cast(firm);
      const reader = {
        personId: manager.id ?? firm.id,
        name: manager.name,
        role: 'enterprise-manager',
        scope: { kind: 'organisation', organisationId: firm.id },
      } as const;
      const statement = await readStatement(tx, reader, firm.id, month, now);
      if (statement === undefined || statement.lines.length === 0 || officer.id === null || manager.id === null)
        continue;
      await keepApproved(
        tx,
        statement,
        { id: officer.id, name: officer.name },
        back === 1 ? null : { id: manager.id, name: manager.name },
        now - back * 20 * DAY,
      );
    }
  }
}

function monthBefore(now: number, back: number): string {
  const [year = 0, month = 1] = dayOf(now).split('-').map(Number);
  const count = year * 12 + month - 1 - back;
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`;
}
