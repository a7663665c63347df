import {
  change,
  grade,
  investigationLimits,
  isAccidentLevel,
  isRate,
  planProgress,
  rate,
  reportingChain,
  revisedLevel,
  type RateName,
} from '../accident/index.ts';
import { assess } from '../major-hazard/index.ts';
import { itemsOf, numberOf, optional, outputs, textOf, type Inputs, type Outputs, type Topic } from './inputs.ts';
import { moment } from './moments.ts';

const gb18218: Topic = (inputs) => {
  const holdings = itemsOf(inputs, 'items').map((item) => ({
    chemical: textOf(item, 'chemical'),
    tonnes: numberOf(item, 'q_t'),
  }));
  return outputs(assess(holdings, optional(inputs, 'exposed_population_500m')), ({ S, isMajorHazard, R, level }) => ({
    S,
    is_major_hazard: isMajorHazard,
    R,
    level,
  }));
};

const accidentGrade: Topic = (inputs) =>
  outputs(
    grade(
      {
        deaths: optional(inputs, 'deaths'),
        serious: optional(inputs, 'serious_injuries'),
        loss: optional(inputs, 'direct_loss_yuan'),
      },
      textOf(inputs, 'accident_on') || undefined,
    ),
    ({ level }) => ({ level }),
  );

/** Denominator of each rate of the interface. */
const DENOMINATORS: Readonly<Partial<Record<RateName, string>>> = {
  亿元GDP死亡率: 'gdp_yi_yuan',
  工矿商贸十万人死亡率: 'employees',
  道路交通万车死亡率: 'vehicles',
  煤矿百万吨死亡率: 'output_t',
  特种设备万台死亡人数: 'units',
};

const indicator: Topic = (inputs) => {
  const name = textOf(inputs, 'indicator');
  if (name === '同比' || name === '环比')
    return outputs(change(numberOf(inputs, 'current'), numberOf(inputs, 'previous')), ({ value }) => ({ value }));
  if (name === '规划降幅进度') {
    const progress = planProgress(
      numberOf(inputs, 'base'),
      numberOf(inputs, 'current'),
      numberOf(inputs, 'target_reduction_pct'),
    );
    return outputs(progress, ({ value }) => ({ value }));
  }
  const key = isRate(name) ? DENOMINATORS[name] : undefined;
  if (!isRate(name) || key === undefined) return { refused: `no indicator ${name}` };
  return outputs(rate(name, numberOf(inputs, 'deaths'), numberOf(inputs, key)), ({ value }) => ({ value }));
};

const CHAIN_KEYS: Readonly<Record<string, string>> = {
  县级: 'unit_report_by',
  设区的市级: 'county_to_city_by',
  省级: 'city_to_province_by',
  国务院: 'province_to_state_council_by',
};

function chain(inputs: Inputs): Outputs {
  const level = textOf(inputs, 'level') || textOf(inputs, 'level_initial');
  const known = moment(textOf(inputs, 'unit_head_knows'));
  if (!isAccidentLevel(level)) return {};
  const answer = reportingChain(level, known?.at ?? 0);
  if (!answer.ok) return {};
  const { reports, stopsAt } = answer.result;
  const limits = known ? reports.map(({ to, by }) => [CHAIN_KEYS[to] ?? to, known.write(by)] as const) : [];
  return {
    stops_at: stopsAt,
    city_to_province_by: null,
    province_to_state_council_by: null,
    ...Object.fromEntries(limits),
  };
}

function revision(inputs: Inputs): Outputs {
  const initial = textOf(inputs, 'level_initial');
  const deaths = optional(inputs, 'deaths_day0');
  if (deaths === undefined) return isAccidentLevel(initial) ? { final_level: initial } : {};
  const day = optional(inputs, 'extra_death_day');
  const later = day === undefined ? [] : [{ day, harm: { deaths: deaths + 1 } }];
  const answer = revisedLevel({ deaths }, later, textOf(inputs, 'kind'));
  return answer.ok ? { final_level: answer.result.level } : {};
}

const reporting: Topic = (inputs) => {
  const level = textOf(inputs, 'level') || textOf(inputs, 'level_initial') || '一般';
  if (!isAccidentLevel(level)) return { refused: `no level ${level}` };
  const limits = investigationLimits(level, textOf(inputs, 'accident_on'));
  const due = 'due' in limits ? { investigation_due: limits.due, max_extended_due: limits.extendedDue } : {};
  return { ...chain(inputs), ...revision(inputs), ...due };
};

/** Major hazards and accidents. */
export const ACCIDENT_TOPICS: Readonly<Record<string, Topic>> = {
  gb18218,
  accident_grade: accidentGrade,
  indicator,
  reporting,
};
