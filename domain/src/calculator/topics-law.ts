import { isAccidentLevel } from '../accident/index.ts';
import {
  accidentFine,
  article,
  concealmentReward,
  dailyFine,
  dangerReward,
  discretion,
  fineStep,
  isListed,
  lateSurcharge,
  LISTING,
  listingEvent,
  mayLeaveEarly,
  penalty,
  penaltyOn,
  principalFine,
  type Circumstance,
  type Penalty,
  type Range,
} from '../law/index.ts';
import {
  numberOf,
  optional,
  outputs,
  textOf,
  textsOf,
  type Inputs,
  type Outputs,
  type Refusal,
  type Topic,
} from './inputs.ts';

const range = (prefix: string, { min, max }: Range): Outputs => ({
  [`${prefix}min_yuan`]: min,
  [`${prefix}max_yuan`]: max,
});

/** Ranges under their own names, and as plain min and max that of whoever is fined first. */
function ranges({ unit, person }: Penalty): Outputs {
  const first = unit ?? person;
  return { ...(first && range('', first)), ...(unit && range('unit_', unit)), ...(person && range('person_', person)) };
}

const DIGITS = '零一二三四五六七八九';

/** “第一百一十四条” → “114”; other texts as they are. */
function arabic(text: string): string {
  return text.replace(/[一二三四五六七八九十百零]+/, (numeral) => {
    const [hundreds, rest = ''] = numeral.includes('百') ? numeral.split('百') : ['', numeral];
    const [tens, ones = ''] = rest.includes('十') ? rest.split('十') : [undefined, rest];
    const digit = (of: string | undefined): number => Math.max(0, DIGITS.indexOf((of ?? '').replace('零', '') || '零'));
    return String(digit(hundreds) * 100 + (tens === undefined ? 0 : tens === '' ? 10 : digit(tens) * 10) + digit(ones));
  });
}

/** Law and number of an article written “114”, “第九十七条”, “103.2”, “Decree 493 art. 36” or “493-36”. */
export function articleOf(text: string): { readonly number: string; readonly law: string | undefined } {
  const decree = /493|708/.exec(text)?.[0];
  const rest = decree === undefined ? text : text.replace(decree, '');
  const number = /\d+(?:\.\d+)?/.exec(arabic(rest))?.[0] ?? '';
  return { number, law: decree === undefined ? undefined : `国务院令第${decree}号` };
}

/** Items of article 114, one for each level. */
const ITEMS: Readonly<Record<string, string>> = {
  '114.1': '一般',
  '114.2': '较大',
  '114.3': '重大',
  '114.4': '特别重大',
};

/** The day of the act or accident, whose law applies; undefined: today’s. */
const dayOf = (inputs: Inputs): string | undefined =>
  textOf(inputs, 'act_on') || textOf(inputs, 'accident_on') || undefined;

function byAccident(number: string, inputs: Inputs): Outputs | Refusal | undefined {
  const level = textOf(inputs, 'accident_level') || (ITEMS[number] ?? '');
  if (!isAccidentLevel(level)) return undefined;
  if (/^114(?:\.|$)/.test(number)) {
    return outputs(accidentFine(level, inputs['especially_serious'] === true, dayOf(inputs)), ({ unit }) =>
      ranges({ unit }),
    );
  }
  if (number !== '95') return undefined;
  return outputs(principalFine(level, numberOf(inputs, 'last_year_income_yuan'), dayOf(inputs)), ({ fine }) => ({
    fine_yuan: fine,
    ...ranges({ person: { min: fine, max: fine } }),
  }));
}

function byArticle(inputs: Inputs): Outputs | Refusal {
  const { number, law } = articleOf(textOf(inputs, 'article'));
  const special = law === undefined ? byAccident(number, inputs) : undefined;
  if (special) return special;
  const row = article(number, law);
  if (!row) return { refused: `no article ${textOf(inputs, 'article')}` };
  const circumstances = {
    overdue: inputs['overdue'] === true,
    accident: inputs['accident'] === true || 'accident_level' in inputs,
    income: optional(inputs, 'last_year_income_yuan'),
  };
  const day = dayOf(inputs);
  return outputs(day === undefined ? penalty(row, circumstances) : penaltyOn(row, circumstances, day), ranges);
}

const penalties: Topic = (inputs) => {
  if ('days_late' in inputs)
    return outputs(lateSurcharge(numberOf(inputs, 'fine_yuan'), numberOf(inputs, 'days_late')), ({ surcharge }) => ({
      surcharge_yuan: surcharge,
    }));
  if ('ordered_on' in inputs) {
    const answer = dailyFine(
      optional(inputs, 'fine_yuan') ?? 0,
      textOf(inputs, 'ordered_on'),
      textOf(inputs, 'corrected_on'),
    );
    return outputs(answer, ({ days, total }) => ({
      days_if_counted_from_next_day_to_day_before_correction: days,
      fine_yuan: total,
    }));
  }
  return byArticle(inputs);
};

const reward: Topic = (inputs) => {
  const concealed = /瞒|谎|conceal/i.test(textOf(inputs, 'kind')) || 'concealed_deaths' in inputs;
  const answer = concealed
    ? concealmentReward(textOf(inputs, 'accident_level'), numberOf(inputs, 'concealed_deaths'))
    : dangerReward(optional(inputs, 'admin_fine_yuan') ?? 0);
  return outputs(answer, ({ reward: paid }) => ({ reward_yuan: paid }));
};

/** Levels of the accidents named; an entry that is only a day stands for one of the kind the event is about. */
const levelsOf = (entries: readonly string[]): readonly string[] =>
  entries.map(
    (entry) => /特别重大|重大|较大|一般/.exec(entry)?.[0] ?? (/^\d{4}-\d{2}-\d{2}/.test(entry) ? '较大' : entry),
  );

const creditList: Topic = (inputs) => {
  const event =
    listingEvent(textOf(inputs, 'event')) ?? ('accidents_12_months' in inputs ? 'largerAccidents' : undefined);
  const listed =
    'listed_on' in inputs || (event !== undefined && isListed(event, levelsOf(textsOf(inputs, 'accidents_12_months'))));
  const early = mayLeaveEarly(
    textOf(inputs, 'listed_on'),
    textOf(inputs, 'apply_early_on'),
    inputs['conditions_met'] === true,
  );
  return { listed, years: listed ? LISTING.years : 0, early_removal_possible: early };
};

const within: Topic = (inputs) => {
  const [min, max] = [numberOf(inputs, 'min_yuan'), numberOf(inputs, 'max_yuan')];
  if (!(min >= 0 && max >= min)) return { refused: '法定幅度的上限不得小于下限' };
  const part = discretion({ min, max }, textOf(inputs, 'circumstance') as Circumstance);
  return { min_yuan: part.min, max_yuan: part.max };
};

const step: Topic = (inputs) => {
  const level = textOf(inputs, 'level');
  if (!isAccidentLevel(level)) return { refused: `“${level}”不是事故等级` };
  const harm = {
    deaths: optional(inputs, 'deaths'),
    serious: optional(inputs, 'serious_injuries'),
    loss: optional(inputs, 'direct_loss_yuan'),
  };
  return outputs(fineStep(level, harm, textOf(inputs, 'accident_on') || undefined), ({ unit }) => ({
    min_yuan: unit.min,
    max_yuan: unit.max,
  }));
};

/** Fines, rewards and lists of the law. */
export const LAW_TOPICS: Readonly<Record<string, Topic>> = {
  penalty: penalties,
  reward,
  credit_list: creditList,
  discretion: within,
  fine_step: step,
};
