import { isAtRest, uuidOf, type DemonstrationCity } from '@anlan/data';
import type { Row } from './insert.ts';

/** Until when tanks of the demonstration are declared at rest: longer than anybody looks at one. */
const YEARS = 10;

/** Tanks that are declared at rest, as their level shows. */
export function restRows(
  { tanks, points }: DemonstrationCity,
  sector: (record: { enterpriseId: string }) => string | null,
  now = new Date(),
): Row[] {
  const resting = new Set(points.flatMap((point) => (isAtRest(point) && point.tankId !== null ? [point.tankId] : [])));
  const until = new Date(now);
  until.setUTCFullYear(now.getUTCFullYear() + YEARS);
  return tanks
    .filter(({ id }) => resting.has(id))
    .map((tank) => ({
      id: uuidOf('resting', tank.id),
      unit_id: tank.id,
      unit_name: tank.name,
      state: 'static',
      reason: '静置储存，进出口阀关闭（演示）',
      from_at: now,
      until_at: until,
      by: '演示',
      region_path: tank.regionPath,
      organisation_id: tank.enterpriseId,
      sector: sector(tank),
    }));
}
