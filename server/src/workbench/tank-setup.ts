import { sql, type RawBuilder } from 'kysely';
import type { Scope } from '@anlan/kernel/access';
import { vapourPressure } from '@anlan/domain/consequence';
import { startAt, substance, type Filled, type Setup } from '@anlan/kernel/workbench';
import { PRESENT_SOURCES, substanceOf } from '@anlan/systems';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { presentOf, readHoldings, type HoldingRow } from '../hazchem/holdings.ts';

const ATMOSPHERE = 101_325;
/** What a tank's register and sensors say of it. */
export interface TankRow {
  readonly id: string;
  readonly name: string;
  readonly substance: string;
  readonly cas: string | null;
  readonly volume: number | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly enterprise: string;
}
interface Gauge {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly tank: string;
}

/** What is known of the substance a tank names; undefined where there are no properties to calculate with. */
export const propertiesOf = ({ cas, substance: name }: Pick<TankRow, 'cas' | 'substance'>) =>
  (cas === null ? undefined : substance(cas)) ?? substance(name.replace(/^液/, ''));

/** Most tanks filled in at once. */
export const MOST_TANKS = 80;

export interface TankSetup {
  readonly id: string;
  readonly name: string;
  readonly setup: Setup | null;
  readonly missing: string | null;
}

/** Setups of tanks under the scope, filled in from the register and the newest readings; `where` speaks of `t` and orders them. One more than the most is given where there are more. */
export async function setupsOfTanks(
  context: Context,
  scope: Scope,
  where: RawBuilder<unknown>,
): Promise<readonly TankSetup[]> {
  const found = await withScope(context.db, scope, async (tx) => {
    const { rows } = await sql<TankRow>`
      SELECT t.id, t.name, t.substance, t.cas, t.volume, t.lon, t.lat, coalesce(e.name, '—') AS enterprise
      FROM tank t LEFT JOIN enterprise e ON e.id = t.enterprise WHERE ${where} LIMIT ${MOST_TANKS + 1}`.execute(tx);
    const ids = rows.map(({ id }) => id);
    const holdings = await readHoldings(tx, sql`h.tank = ANY (${ids}::uuid[])`);
    const gauges = await sql<Gauge>`
      SELECT id, name, kind, tank_id AS tank FROM public.point
      WHERE tank_id = ANY (${ids}::uuid[]) AND kind IN ('level', 'pressure', 'temperature') ORDER BY kind, key`.execute(
      tx,
    );
    return rows.map((tank) => ({
      tank,
      holding: holdings.find((one) => one.tank === tank.id),
      gauges: gauges.rows.filter((one) => one.tank === tank.id),
    }));
  });
  return found.map((facts) => {
    const { tank } = facts;
    const known = propertiesOf(tank);
    if (known === undefined || tank.lon === null || tank.lat === null)
      return {
        id: tank.id,
        name: tank.name,
        setup: null,
        missing: known === undefined ? `${tank.substance}没有物性数据` : '储罐没有登记坐标',
      };
    const setup = filledIn(context, { ...facts, known, place: [tank.lon, tank.lat] });
    return { id: tank.id, name: tank.name, setup, missing: null };
  });
}

interface Facts {
  readonly tank: TankRow;
  readonly holding: HoldingRow | undefined;
  readonly gauges: readonly Gauge[];
  readonly known: NonNullable<ReturnType<typeof substance>>;
  readonly place: [number, number];
}

/** Diameter (m) of an upright tank as high as wide: the register keeps volumes only. */
const sideOf = (volume: number): number => Math.cbrt((4 * volume) / Math.PI);

function filledIn(context: Context, { tank, holding, gauges, known, place }: Facts): Setup {
  const start = startAt(...place);
  const filled: Filled[] = [];
  const reading = (kind: string) => {
    for (const gauge of gauges.filter((one) => one.kind === kind)) {
      const latest = context.mirror.readings.get(gauge.id);
      if (latest?.value != null && latest.quality === 'good') return { gauge, value: latest.value, at: latest.at };
    }
    return undefined;
  };
  const take = (field: string, from: string, at: number | null): void => void filled.push({ field, from, at });
  const [pressure, temperature, level] = [reading('pressure'), reading('temperature'), reading('level')];
  if (pressure !== undefined) take('pressure', pressure.gauge.name, pressure.at);
  if (temperature !== undefined) take('temperature', temperature.gauge.name, temperature.at);
  const amount = amountOf(context, tank, holding, level, take);
  const head = level !== undefined && tank.volume !== null ? (sideOf(tank.volume) * level.value) / 100 : 0;
  if (head > 0 && level !== undefined) take('head', `${level.gauge.name}，罐高按等径估`, level.at);
  const warm = temperature === undefined ? start.vessel.temperature : temperature.value + 273.15;
  const pressed = pressure !== undefined || holding?.storage === 'pressure-tank';
  // Without a gauge a pressure vessel is taken at the vapour pressure of what it holds.
  const saturated = pressed
    ? Math.max(ATMOSPHERE, Math.round(vapourPressure(known, Math.min(warm, known.criticalTemperature)).value))
    : ATMOSPHERE;
  if (pressure === undefined && pressed) take('pressure', '饱和蒸气压', null);
  return {
    ...start,
    substance: known.cas,
    origin: { kind: 'tank', id: tank.id, name: `${tank.name} · ${tank.enterprise}` },
    filled,
    vessel: {
      kind: pressed ? 'pressure vessel' : 'atmospheric tank, single containment',
      state: warm >= known.criticalTemperature ? 'gas' : 'liquid',
      amount,
      pressure: pressure === undefined ? saturated : Math.max(ATMOSPHERE, ATMOSPHERE + pressure.value * 1e6),
      temperature: warm,
      head,
      bundArea: pressed || tank.volume === null ? null : Math.round(2 * (Math.PI / 4) * sideOf(tank.volume) ** 2 * 4),
    },
    breach: { ...start.breach, holeDiameter: 0.01 },
    look:
      known.pac.level2 === undefined && known.erpg.level2 === undefined && known.idlh === undefined
        ? 'flammable'
        : 'toxic',
  };
}

/** kg: by the level where it is measured, else what the holding declares, else four fifths of the volume. */
function amountOf(
  context: Context,
  tank: TankRow,
  holding: HoldingRow | undefined,
  level: { gauge: Gauge; value: number; at: number } | undefined,
  take: (field: string, from: string, at: number | null) => void,
): number {
  if (holding !== undefined) {
    const present = presentOf(context, holding, Date.now());
    take('amount', PRESENT_SOURCES[present.source].label, present.at);
    return Math.max(1, Math.round(present.tonnes * 1000));
  }
  const density = 1000 * (substanceOf(tank.cas ?? '')?.density ?? 1);
  if (tank.volume === null) return 1000;
  if (level !== undefined) {
    take('amount', level.gauge.name, level.at);
    return Math.max(1, Math.round((tank.volume * density * level.value) / 100));
  }
  take('amount', '台账容积 × 0.8', null);
  return Math.round(0.8 * tank.volume * density);
}
