import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { dayOf } from '@anlan/domain/calendar';
import { maskDeep, type PublicationBody, type PublicationKind } from '@anlan/kernel/publication';
import { namesIn } from '@anlan/kernel/document';
import type { Tx } from '../access/scoped.ts';
import { kindOf, readDetail, type CaseRow } from '../case/row.ts';
import { exposureOf } from './exposure.ts';

const DAY = 86_400_000;

interface Told {
  readonly kind: PublicationKind;
  readonly body: PublicationBody;
  readonly place: string;
  readonly at: number;
  readonly state: 'drafted' | 'published' | 'withdrawn';
  readonly names?: readonly string[];
  readonly source?: string;
  readonly reason?: string;
}

async function put(tx: Tx, told: Told): Promise<string> {
  const id = randomUUID();
  const names = told.names ?? [];
  const open = told.state === 'drafted';
  const when = (add: number, there: boolean) => (there ? new Date(told.at + add) : null);
  await sql`
    INSERT INTO publication (id, kind, state, title, body, names, shown, source_kind, source_id, because, drafted_at, drafted_by, published_at, published_by,
      withdrawn_at, withdrawn_by, reason, region_path, demonstration)
    VALUES (${id}, ${told.kind}, ${told.state}, ${told.body.title}, ${JSON.stringify(told.body)}::jsonb, ${[...names]},
      ${open ? null : JSON.stringify(told.kind === 'internal' ? told.body : maskDeep(told.body, names))}::jsonb, ${told.source === undefined ? null : 'case'}, ${told.source ?? null},
      ${told.source === undefined ? '' : '挂牌督办逾期未整改'}, ${new Date(told.at)}, ${told.source === undefined ? '综合协调科' : '平台'}, ${when(3_600_000, !open)},
      ${open ? null : '分管局长'}, ${when(9 * DAY, told.state === 'withdrawn')}, ${told.state === 'withdrawn' ? '分管局长' : null}, ${told.reason ?? null}, ${told.place}, true)
    ON CONFLICT DO NOTHING`.execute(tx);
  return id;
}

const text = (title: string, ...lines: string[]): PublicationBody => ({
  title,
  blocks: lines.map((line) => ({ kind: 'paragraph', text: line })),
});

/** Public lists, exposures waiting, public and withdrawn, notices, and an internal notice with its readers; for both cities. */
export async function loadPublicationDemonstration(tx: Tx, now: number): Promise<void> {
  for (const [root, name] of [
    ['cn.36.11.', '上饶市'],
    ['cn.50.', '重庆市'],
  ] as const) {
    await lists(tx, root, name, now);
    await exposures(tx, root, now);
    for (const [days, body] of [
      [
        3,
        text(
          `${name}关于开展冬季危险化学品安全专项检查的通告`,
          '自即日起至明年2月底，对危险化学品生产、储存企业开展冬季防冻防凝、防泄漏专项检查。',
          '请各企业对照清单自查自改，并于每月5日前通过平台自报。',
          '举报电话12350。',
        ),
      ],
      [12, text(`${name}“安全生产月”活动安排`, '组织公众开放日、应急演练观摩和安全知识进社区活动，欢迎参加。')],
      [
        26,
        text(
          `${name}致企业主要负责人的一封信`,
          '主要负责人是本单位安全生产第一责任人，请亲自组织一次全面的风险辨识和隐患排查。',
        ),
      ],
    ] as const)
      await put(tx, { kind: 'notice', body, place: root, at: now - days * DAY, state: 'published' });
    const id = await put(tx, {
      kind: 'internal',
      body: text(
        '关于做好寒潮期间值班值守的通知',
        '各县（市、区）应急管理局：受强冷空气影响，请加强值班，重点巡查罐区、管线和在建工地。',
        '收到请在平台确认。',
      ),
      place: root,
      at: now - 2 * DAY,
      state: 'published',
    });
    await sql`
      INSERT INTO publication_reader (publication_id, person_id, name, place, read_at)
      SELECT ${id}, p.id, p.name, r.name, CASE WHEN abs(hashtext(p.account)) % 10 < 6 THEN ${new Date(now - 1.5 * DAY)}::timestamptz END
      FROM person p JOIN region r ON r.path = p.scope_path
      WHERE p.scope_path LIKE ${`${root}%`} AND p.role IN ('inspector', 'duty-officer') AND p.retired_at IS NULL`.execute(
      tx,
    );
  }
}

async function lists(tx: Tx, root: string, name: string, now: number): Promise<void> {
  const { rows } = await sql<{ line: string[] }>`
    SELECT ARRAY[row_number() OVER (ORDER BY d.listed_on, c.number)::text, c.organisation_name, c.title, coalesce(d.listing_number, '—'),
      coalesce(d.listed_on::text, '—'), coalesce(d.rectify_by::text, '—')] AS line
    FROM case_hidden_danger d JOIN case_file c ON c.id = d.case_id
    WHERE d.listed_at IS NOT NULL AND c.closed_at IS NULL AND c.region_path LIKE ${`${root}%`} ORDER BY d.listed_on, c.number LIMIT 60`.execute(
    tx,
  );
  const body: PublicationBody = {
    title: `${name}重大事故隐患挂牌督办清单（${dayOf(now - 5 * DAY)}）`,
    blocks: [
      { kind: 'paragraph', text: `现将挂牌督办的重大事故隐患${rows.length}项予以公示，接受社会监督。` },
      {
        kind: 'table',
        head: ['序号', '单位', '隐患', '挂牌文号', '挂牌日期', '整改期限'],
        rows: rows.map(({ line }) => line),
      },
    ],
  };
  await put(tx, { kind: 'major-danger-list', body, place: root, at: now - 5 * DAY, state: 'published' });
}

async function exposures(tx: Tx, root: string, now: number): Promise<void> {
  const { rows } = await sql<CaseRow & { listed_by: string }>`
    SELECT c.*, d.listed_by FROM case_hidden_danger d JOIN case_file c ON c.id = d.case_id
    WHERE d.listed_at IS NOT NULL AND d.listed_by IS NOT NULL AND c.overdue_since IS NOT NULL AND c.closed_at IS NULL AND c.region_path LIKE ${`${root}%`}
    ORDER BY c.overdue_since, c.id LIMIT 12`.execute(tx);
  const states = ['published', 'published', 'withdrawn', 'published', 'drafted', 'drafted'] as const;
  for (const [index, row] of rows.entries()) {
    const detail = await readDetail(tx, kindOf(row.kind), row.id);
    const state = states[index % states.length] ?? 'drafted';
    const at = Math.min(now - DAY, (row.overdue_since?.getTime() ?? now) + 7 * DAY);
    await put(tx, {
      kind: 'exposure',
      body: exposureOf(row, detail, at),
      place: row.listed_by,
      at: state === 'withdrawn' ? Math.min(at, now - 10 * DAY) : at,
      state,
      names: namesIn(detail['responsible']),
      source: row.id,
      ...(state === 'withdrawn' && { reason: '企业已制定停产整改方案，暂时撤下' }),
    });
  }
}
