import { describe, expect, it } from 'vitest';
import { demonstrationCity } from '@anlan/data';
import { columnName, doubtsOf, inputSchema, type Entity } from '@anlan/kernel/entity';
import { chemicalHolding, hazardSource, safetyDevice } from '@anlan/systems';
import { hazchemRows } from './demonstration.ts';
import { gradingOf } from './sources.ts';

const city = demonstrationCity('anlan', '2026-03-18');
const rows = hazchemRows(
  city,
  (name) => ({ name }),
  () => null,
);

describe('the demonstration city', () => {
  it.each([
    ['chemical_holding', chemicalHolding, 8000],
    ['hazard_source', hazardSource, 200],
    ['safety_device', safetyDevice, 5000],
  ] as readonly (readonly [string, Entity, number])[])(
    '[S02.1] holds only what the form would accept: %s',
    (table, entity, least) => {
      const schema = inputSchema(entity);
      const own = rows[table] ?? [];
      expect(own.length).toBeGreaterThan(least);
      const refused = own.flatMap((row) => {
        const fields = Object.keys(entity.fields).map((key) => [key, row[columnName(key)]] as const);
        const input = {
          name: row['name'],
          regionPath: row['region_path'],
          lon: row['lon'],
          lat: row['lat'],
          ...Object.fromEntries(fields),
        };
        const result = schema.safeParse(input);
        const odd = doubtsOf(entity, input, Object.keys(input), '2026-03-18');
        return result.success && odd.length === 0
          ? []
          : [`${String(row['name'])}: ${result.error?.message ?? JSON.stringify(odd)}`];
      });
      expect(refused.slice(0, 3)).toEqual([]);
    },
  );

  it('[S08.2] registers most sources at the level that their holdings give', () => {
    const levels = { one: '一级', two: '二级', three: '三级', four: '四级', none: '不构成' };
    const heldBy = new Map<string, (typeof city.chemicalHoldings)[number][]>();
    for (const holding of city.chemicalHoldings)
      if (holding.hazardSourceId !== null)
        heldBy.set(holding.hazardSourceId, [...(heldBy.get(holding.hazardSourceId) ?? []), holding]);
    const agrees = city.hazardSources.filter(({ id, population, registeredLevel }) => {
      const held = heldBy.get(id) ?? [];
      const { grade } = gradingOf(
        held.map(({ substance, designTonnes }) => ({ substance, designQuantity: designTonnes })),
        population,
      );
      return grade !== null && levels[grade] === registeredLevel;
    });
    const share = agrees.length / city.hazardSources.length;
    expect(share).toBeGreaterThan(0.85);
    expect(share).toBeLessThan(1);
  });
});
