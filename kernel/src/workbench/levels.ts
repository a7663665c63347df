import {
  flammableZoneLevels,
  toxicZoneLevels,
  type Substance,
  type ZoneColour,
  type ZoneLevel,
} from '@anlan/domain/consequence';
import type { Guideline } from './setup.ts';

type Three = Substance['erpg'];

/** Levels of one guideline; `default` is the first of AEGL, ERPG, PAC and IDLH that is set. */
export function toxicLevelsBy(s: Substance, guideline: Guideline): readonly ZoneLevel[] {
  if (guideline === 'default') return toxicZoneLevels(s);
  if (guideline === 'IDLH')
    return s.idlh === undefined ? [] : [{ colour: 'red', value: s.idlh, unit: 'ppm', source: 'IDLH, from memory' }];
  const three: Three = guideline === 'ERPG' ? s.erpg : guideline === 'PAC' || s.pacBasis === 'AEGL' ? s.pac : {};
  const rows: readonly (readonly [ZoneColour, number | undefined])[] = [
    ['red', three.level3],
    ['orange', three.level2],
    ['yellow', three.level1],
  ];
  return rows.flatMap(([colour, value]) =>
    value === undefined ? [] : [{ colour, value, unit: 'ppm' as const, source: `${guideline} (60 min), from memory` }],
  );
}

/** Which guidelines a substance has values of. */
export const guidelinesOf = (s: Substance): readonly Guideline[] =>
  (['AEGL', 'ERPG', 'PAC', 'IDLH'] as const).filter((one) => toxicLevelsBy(s, one).length > 0);

/** Levels of a flammable cloud, ppm. */
export const flammableLevels = (s: Substance): readonly ZoneLevel[] => flammableZoneLevels(s);

/** Short name of a zone's level: `AEGL-3`, `60 % LFL`, `10 kW/m²`. */
export function levelName({
  colour,
  source,
  unit,
  value,
}: Pick<ZoneLevel, 'colour' | 'source' | 'unit' | 'value'>): string {
  const guideline = /^(AEGL|ERPG|PAC)/.exec(source)?.[1];
  if (guideline !== undefined) return `${guideline}-${{ red: 3, orange: 2, yellow: 1 }[colour]}`;
  if (source.startsWith('IDLH')) return 'IDLH';
  if (source.includes('LFL')) return source;
  return `${value} ${unit === 'kW/m2' ? 'kW/m²' : unit}`;
}
