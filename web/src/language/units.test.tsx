import { PRACTICE_PARAMETERS } from '@anlan/kernel/alarm';
import { QUALITY_PARAMETERS } from '@anlan/kernel/alarm-quality';
import { FLASH_PARAMETERS, NOTIFY_PARAMETERS } from '@anlan/kernel/notify';
import { LADDER_PARAMETERS, SIGN_IN_PARAMETERS, type Parameter } from '@anlan/kernel/parameter';
import { HISTORY_PARAMETERS } from '@anlan/kernel/telemetry';
import { SYSTEMS } from '@anlan/systems';
import { describe, expect, it } from 'vitest';
import { unitText } from './units.ts';

const PLATFORM: readonly Parameter[] = [
  ...LADDER_PARAMETERS,
  ...SIGN_IN_PARAMETERS,
  ...PRACTICE_PARAMETERS,
  ...FLASH_PARAMETERS,
  ...NOTIFY_PARAMETERS,
  ...QUALITY_PARAMETERS,
  ...HISTORY_PARAMETERS,
];
const unitsIn = (members: Iterable<object>): string[] =>
  [...members].flatMap((one) => ('unit' in one && typeof one.unit === 'string' ? [one.unit] : []));

/** Every unit that a declaration shows: fields, quantities, layers, indicators, parameters. */
const declared = new Set([
  ...SYSTEMS.flatMap((system) => [
    ...system.entities.flatMap(({ fields }) => unitsIn(Object.values(fields))),
    ...(system.cases ?? []).flatMap((kind) => [
      ...unitsIn(Object.values(kind.fields)),
      ...Object.values(kind.actions).flatMap(({ asks }) => unitsIn(Object.values(asks))),
    ]),
    ...(system.quantities ?? []).flatMap(({ units }) => units),
    ...unitsIn(system.layers),
    ...unitsIn(system.parameters ?? []),
  ]),
  ...unitsIn(PLATFORM),
]);

describe('units in English', () => {
  it('are said without a Chinese character wherever a declaration names one', () => {
    expect(declared.size).toBeGreaterThan(40);
    expect([...declared].filter((unit) => /\p{Script=Han}/u.test(unitText(unit, 'en', 2)))).toEqual([]);
  });

  it('follow the number, and stay as they are in Chinese', () => {
    expect([unitText('人', 'en', 1), unitText('人', 'en', 3), unitText('人', 'zh', 3)]).toEqual([
      'person',
      'people',
      '人',
    ]);
    expect([unitText('天', 'en', 1), unitText('天', 'en', 0.5)]).toEqual(['day', 'days']);
    expect([unitText('台', 'en', 4), unitText('户', 'en', 1), unitText('次', 'en', 2)]).toEqual([
      '',
      'household',
      'times',
    ]);
    expect(unitText('mg/m³', 'en')).toBe('mg/m³');
  });
});
