import { LEVELS, LEVEL_LABELS } from '@anlan/kernel/entity';
import type { DangerBoard } from '@anlan/systems/prevention';
import { kindByKey } from '../case/index.tsx';
import { stampText } from '../time/index.ts';
import { WORDS } from './words.ts';

type Say = (key: keyof typeof WORDS, facts?: Readonly<Record<string, string | number>>) => string;
type Label = (named: { readonly label: string; readonly labelEn?: string | undefined }) => string;
type Row = readonly (string | number | null)[];

const dayOf = (at: number | null): string | null => (at === null ? null : stampText(at).slice(0, 10));

/** Everything the board shows, part after part, as the rows of a table. */
export function boardRows(board: DangerBoard, t: Say, label: Label): readonly Row[] {
  const { figures } = board;
  const kind = kindByKey('hidden-danger');
  const state = (key: string) => label(kind?.states[key] ?? { label: key });
  const classes = kind?.fields['class'];
  const classWord = (key: string | null) => {
    const option = classes?.kind === 'choice' ? classes.options.find((one) => one.value === key) : undefined;
    return option === undefined ? t('noClass') : label(option);
  };
  const levelWord = (key: string | null) => {
    const level = LEVELS.find((one) => one === key);
    return level === undefined ? t('noLevel') : LEVEL_LABELS[level].risk;
  };
  return [
    [t('board'), t('asOf', { at: stampText(board.asOf) })],
    [],
    [t('found'), figures.found],
    [t('closed'), figures.closed],
    [t('onTime'), figures.onTime.numerator, figures.onTime.denominator],
    [t('overdue'), figures.overdue],
    [t('major'), figures.major],
    [t('listedN', { n: figures.listed })],
    [],
    [t('flow'), t('keyFresh'), t('keyCarried'), t('keyCleared'), '→', t('keyOpen')],
    ...board.flow.map((tier) => [t(tier.tier), tier.fresh, tier.carried, tier.cleared, tier.moved, tier.open]),
    [],
    [t('matrix')],
    ...board.matrix.map((cell) => [levelWord(cell.level), classWord(cell.class), cell.count]),
    [],
    [t('ages', { n: figures.open })],
    ...board.ages.map((age) => [t(`age_${age.key}`), age.count]),
    [],
    [t('majors'), t('enterprise'), t('listing'), t('responsible'), t('state'), t('progress'), t('due')],
    ...board.listed.map((one) => [
      one.case.title,
      one.case.organisationName,
      one.listingNumber,
      one.responsible,
      state(one.case.state),
      one.progress,
      dayOf(one.case.dueAt),
    ]),
    [],
    [t('late'), t('enterprise'), t('state'), t('due'), t('urge')],
    ...board.overdue.map((one) => [
      one.case.title,
      one.case.organisationName,
      state(one.case.state),
      dayOf(one.case.dueAt),
      one.urged,
    ]),
  ];
}
