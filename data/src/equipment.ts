import { shiftDate, type Draft } from './enterprises.ts';
import { offset, type Position } from './geometry.ts';
import { fixed } from './ground.ts';
import { INSTRUMENTS } from './instruments.ts';
import { OUTFITS, TAILINGS_SHARE, type Outfit } from './outfits.ts';
import type { Instrument } from './quantities.ts';
import { randomOf, uuidOf, type Random } from './random.ts';
import type { Device, Limit, LimitKey, Point, Site, SiteKind, Tank } from './records.ts';
import { SECTORS } from './sectors.ts';
import { majorHazardOf, SUBSTANCES, type Substance } from './substances.ts';
import { gasDetectors, tankGauge } from './tank-instruments.ts';

const SITE_KINDS: Readonly<Record<SiteKind, string>> = {
  plant: '生产厂区',
  'tank-farm': '储罐区',
  warehouse: '仓库',
  mine: '矿区',
  'tailings-pond': '尾矿库',
  'cold-store': '制冷机房与冷库',
  station: '站点',
  quay: '码头',
  premises: '经营场所',
};
const TANK_KINDS: Readonly<Record<Tank['kind'], string>> = {
  vertical: '立式固定顶罐',
  'internal-floating-roof': '内浮顶罐',
  sphere: '球罐',
  horizontal: '卧式罐',
  buried: '埋地罐',
  'low-temperature': '低温罐',
};
const MAKERS = ['演示仪表甲厂', '演示仪表乙厂', '演示仪表丙厂', '演示物联丁公司'];

/** Everything that stands on an enterprise's ground. */
export interface Equipment {
  readonly sites: Site[];
  readonly tanks: Tank[];
  readonly devices: Device[];
  readonly points: Point[];
  readonly limits: Limit[];
}

interface Context {
  readonly seed: string;
  readonly today: string;
  readonly prefix: string;
  readonly equipment: Equipment;
}

/** Fits out one enterprise, adding to `equipment`; serial numbers go on from those already there. */
export function fitOut(context: Context, enterprise: Draft): void {
  const random = randomOf(`${context.seed}/equipment/${enterprise.id}`);
  const sector = SECTORS.find((item) => item.key === enterprise.sector);
  const outfit = enterprise.status === '关闭' ? {} : (OUTFITS[enterprise.sector] ?? {});
  const kind = sector?.site ?? 'premises';
  const place: Position = [enterprise.lon, enterprise.lat];
  const siteId = uuidOf(context.seed, `site/${enterprise.id}/1`);
  const stored =
    outfit.tanks !== undefined && random.chance(outfit.tanks.chance)
      ? tanksOf(context, enterprise, siteId, place, outfit.tanks, random)
      : [];
  const hazard = majorHazardOf(
    stored.map(({ tank, substance }) => ({ substance, tonnes: tank.contentTonnes })),
    random.weighted([
      [0, 15],
      [12, 45],
      [40, 20],
      [70, 12],
      [150, 8],
    ]),
  );
  addSite(context, enterprise, siteId, kind, place, hazard);
  for (const { tank, substance } of stored) {
    context.equipment.tanks.push({ ...tank, majorHazardLevel: hazard?.level ?? null });
    addDevice(context, enterprise, siteId, tankGauge(substance), [tank.lon, tank.lat], random, tank);
  }
  if (stored.length > 0 && outfit.detectors !== undefined) {
    const detectors = gasDetectors(
      stored.map(({ substance }) => substance),
      random.whole(...outfit.detectors),
    );
    addDevice(context, enterprise, siteId, detectors, around(place, random, 60), random);
  }
  for (const [key, chance] of outfit.instruments ?? []) {
    if (random.chance(chance))
      addDevice(context, enterprise, siteId, INSTRUMENTS[key], around(place, random, 80), random);
  }
  if (enterprise.sector === 'non-coal-mine' && random.chance(TAILINGS_SHARE))
    addTailingsPond(context, enterprise, place, random);
}

function around([lon, lat]: Position, random: Random, metres: number): Position {
  return fixed(offset([lon, lat], random.between(-metres, metres), random.between(-metres, metres)));
}

function owned(enterprise: Draft, [lon, lat]: Position) {
  return {
    jurisdiction: enterprise.jurisdiction,
    regionPath: enterprise.regionPath,
    enterpriseId: enterprise.id,
    lon,
    lat,
  };
}

function addSite(
  context: Context,
  enterprise: Draft,
  id: string,
  kind: SiteKind,
  place: Position,
  hazard: { r: number; level: Site['majorHazardLevel'] } | null,
): void {
  context.equipment.sites.push({
    ...owned(enterprise, place),
    id,
    name: `${enterprise.name.replace('（演示）', '')}${SITE_KINDS[kind]}（演示）`,
    kind,
    kindName: SITE_KINDS[kind],
    majorHazardLevel: hazard?.level ?? null,
    majorHazardR: hazard?.r ?? null,
  });
}

function addTailingsPond(context: Context, enterprise: Draft, place: Position, random: Random): void {
  const id = uuidOf(context.seed, `site/${enterprise.id}/tailings`);
  const pond = around(place, random, 300);
  addSite(context, enterprise, id, 'tailings-pond', pond, null);
  addDevice(context, enterprise, id, INSTRUMENTS.tailings, pond, random);
}

function tanksOf(
  context: Context,
  enterprise: Draft,
  siteId: string,
  place: Position,
  plan: NonNullable<Outfit['tanks']>,
  random: Random,
): { tank: Tank; substance: Substance }[] {
  const [least, most] = plan.count;
  // a plant stores a few substances, two tanks of each or so
  const kinds = Array.from({ length: 2 }, () => random.pick(plan.substances));
  return Array.from({ length: random.whole(least, most) }, (_, i) => {
    const substance: Substance = SUBSTANCES[random.pick(kinds)];
    const volumeM3 = random.pick(substance.volumes);
    const tag = `V-${101 + i}`;
    const commissioned = shiftDate(context.today, -random.whole(300, 6500));
    const tank: Tank = {
      ...owned(enterprise, fixed(offset(place, 28 * (i % 3) - 28, 28 * Math.floor(i / 3) + random.between(-4, 4)))),
      id: uuidOf(context.seed, `tank/${siteId}/${i}`),
      name: `${substance.name}储罐 ${tag}`,
      siteId,
      tag,
      kind: substance.tank,
      kindName: TANK_KINDS[substance.tank],
      substance: substance.name,
      cas: substance.cas,
      volumeM3,
      contentTonnes: Math.round(volumeM3 * 0.85 * substance.density * 10) / 10,
      designPressureMpa: substance.designPressureMpa,
      designTemperatureC: substance.temperature < 0 ? Math.floor(substance.temperature / 10) * 10 - 10 : 50,
      majorHazardLevel: null,
      commissionedOn: random.chance(0.85) ? commissioned : null,
      inspectionDueOn: random.chance(0.8) ? shiftDate(context.today, random.whole(-40, 1100)) : null,
    };
    return { tank, substance };
  });
}

function addDevice(
  context: Context,
  enterprise: Draft,
  siteId: string,
  instrument: Instrument,
  place: Position,
  random: Random,
  tank?: Tank,
): void {
  const { devices, points, limits } = context.equipment;
  const serial = `${context.prefix}-${String(devices.length + 1).padStart(6, '0')}`;
  const deviceId = uuidOf(context.seed, `device/${serial}`);
  devices.push({
    ...owned(enterprise, place),
    id: deviceId,
    name: `${tank === undefined ? '' : `${tank.tag} `}${instrument.kindName}`,
    siteId,
    tankId: tank?.id ?? null,
    kind: instrument.kind,
    kindName: instrument.kindName,
    serial,
    protocol: 'mqtt',
    origin: 'generated',
    maker: random.chance(0.8) ? random.pick(MAKERS) : null,
    installedOn: random.chance(0.8) ? shiftDate(context.today, -random.whole(30, 2400)) : null,
    calibrationDueOn: random.chance(0.85) ? shiftDate(context.today, random.whole(-30, 365)) : null,
  });
  for (const [i, { basis, model, ...quantity }] of instrument.quantities(random).entries()) {
    const id = uuidOf(context.seed, `point/${serial}/${i}`);
    points.push({
      ...quantity,
      id,
      jurisdiction: enterprise.jurisdiction,
      regionPath: enterprise.regionPath,
      enterpriseId: enterprise.id,
      siteId,
      deviceId,
      tankId: tank?.id ?? null,
      rangeLow: model.low,
      rangeHigh: model.high,
      expectedPeriod: model.period,
      precision: model.precision,
      model,
    });
    for (const [key, value] of Object.entries(quantity.limits))
      limits.push({ pointId: id, key: key as LimitKey, value, basis });
  }
}
