import type { Attached } from '@anlan/kernel/case';
import { dayOf } from '@anlan/domain/calendar';
import type { CaseBook } from '../demonstration/case-book.ts';
import { doer, type Stage } from './demonstration-scripts.ts';
import { addPlaceCase, type Deed } from './story.ts';

const DAY = 86_400_000;

/** Two key counties of each city: one under rectification, one off the list. */
export function keyCounties(book: CaseBook, stage: Stage, photo: readonly Attached[]): void {
  const chief = doer(stage, stage.home.path, '市安委办');
  const pairs = stage.counties.filter(({ kind }) => kind === 'county');
  const tales = [
    { county: pairs[2], trade: 'non-coal-mine', label: '非煤矿山', begun: -300, off: true },
    { county: pairs[5], trade: 'hazchem', label: '危险化学品', begun: -70, off: false },
  ];
  for (const { county, trade, label, begun, off } of tales) {
    if (county === undefined) continue;
    const by = doer(stage, county.path, `${county.name}执法人员`);
    const at = stage.now + begun * DAY;
    const deeds: Deed[] = [
      {
        action: 'open',
        by: chief,
        at,
        input: {
          title: `${county.name}${label}重点整治`,
          trade,
          reason: '事故和重大隐患居全市前列，列入重点县整顿攻坚',
          accidents: off ? 4 : 3,
          dangers: off ? 7 : 9,
        },
      },
      {
        action: 'plan',
        by,
        at: at + 18 * DAY,
        input: {
          plan: '摸排建档、停产整顿一批、改造提升一批、关闭退出一批',
          responsible: '县政府分管领导',
          dueOn: dayOf(at + 200 * DAY),
        },
      },
    ];
    if (off)
      deeds.push(
        {
          action: 'submit',
          by,
          at: at + 150 * DAY,
          input: { result: '关闭 3 家、改造 5 家，重大隐患全部销号' },
          files: photo,
        },
        { action: 'accept', by: chief, at: at + 165 * DAY, input: { opinion: '达到整治目标，同意退出' } },
      );
    // A demonstration without pictures ends before the acceptance.
    addPlaceCase(book, 'key-county', county, photo.length === 0 ? deeds.slice(0, 2) : deeds, stage.now);
  }
}
