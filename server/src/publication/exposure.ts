import { dayOf } from '@anlan/domain/calendar';
import { dateText, namesIn } from '@anlan/kernel/document';
import type { PublicationBody } from '@anlan/kernel/publication';
import { authoritiesOf } from '@anlan/systems/prevention';
import type { Tx } from '../access/scoped.ts';
import { kindOf, readDetail, type CaseRow } from '../case/row.ts';
import { draftPublication } from './draft.ts';

const words = (value: unknown, otherwise: string): string =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : otherwise;

/** What the public is to know of a listed danger that is late. */
export function exposureOf(row: CaseRow, detail: Readonly<Record<string, unknown>>, at: number): PublicationBody {
  const days = row.due_at === null ? 0 : Math.floor((at - row.due_at.getTime()) / 86_400_000);
  return {
    title: `${row.organisation_name ?? '有关单位'}重大事故隐患逾期未整改`,
    blocks: [
      {
        kind: 'paragraph',
        text: `挂牌督办的重大事故隐患未按期完成整改，已提级督办，现予公布。截至${dateText(dayOf(at))}已逾期${days}日。`,
      },
      {
        kind: 'facts',
        rows: [
          ['单位', row.organisation_name ?? '—'],
          ['隐患', row.title],
          ['部位', words(detail['place'], '—')],
          ['挂牌文号', words(detail['listingNumber'], '—')],
          ['整改期限', row.due_at === null ? '—' : dateText(dayOf(row.due_at.getTime()))],
          ['整改责任人', words(detail['responsible'], '—')],
          ['整改措施', words(detail['measures'], '—')],
        ],
      },
      { kind: 'paragraph', text: '欢迎社会监督。整改完成并经验收合格后，本公布随即撤下。' },
    ],
  };
}

/** Proposes the exposure of a late listed danger for approval; says whether it did. Unlisted ones are not exposed. */
export async function proposeExposure(tx: Tx, row: CaseRow, because: string, at: number): Promise<boolean> {
  const detail = await readDetail(tx, kindOf(row.kind), row.id);
  if (detail['listedAt'] == null) return false;
  const { county, city } = authoritiesOf(row.region_path);
  const draft = {
    kind: 'exposure',
    body: exposureOf(row, detail, at),
    names: namesIn(detail['responsible']),
    regionPath: county ?? city,
    source: { kind: 'case', id: row.id },
    because,
    demonstration: row.demonstration,
  } as const;
  return (await draftPublication(tx, draft, { id: null, name: '平台' }, at)) !== undefined;
}
