import type { ChemicalHolding } from './hazchem-records.ts';
import { event, quantity, type Quantity } from './quantities.ts';
import { uuidOf } from './random.ts';
import type { Device, Point, Site } from './records.ts';

/** A contact that an alarm of the store closes, with what closes it. */
const contact = (
  kind: 'level-flag' | 'temperature-flag' | 'pressure-flag' | 'gas-flag',
  key: string,
  label: string,
): Quantity =>
  quantity('S18', kind, {
    form: 'const',
    params: { v: 0 },
    excursions: [event(key, label, 2, [5, 20], { to: 1 })],
  });

/** What the controller of a loading bay measures: flow, level of the tank lorry, weight, ground clip, contacts of the store. */
const measured = (): Quantity[] => [
  contact('level-flag', 'level-alarm', '储存区液位超限'),
  contact('temperature-flag', 'temperature-alarm', '储存区温度超限'),
  contact('pressure-flag', 'pressure-alarm', '储存区压力超限'),
  contact('gas-flag', 'gas-alarm', '充装接口泄漏'),
  quantity('S18', 'fill-flow', { form: 'batch', params: { on: 25, off: 40, m: 80 } }),
  quantity('S18', 'fill-level', {
    form: 'ou',
    params: { m: 60, sd: 6, tau: 1800, floor: 0 },
    excursions: [event('overfill', '装车超量', 4, [2, 10], { to: 93 })],
  }),
  quantity('S18', 'fill-weight', {
    form: 'ou',
    params: { m: -0.9, sd: 0.15, tau: 600 },
    excursions: [event('overweight', '称重超装', 2, [5, 30], { to: 1.2 })],
  }),
  quantity('S18', 'ground-clip', {
    form: 'const',
    params: { v: 1 },
    excursions: [event('clip-off', '接地夹脱落', 12, [2, 10], { to: 0 })],
  }),
];

/** Tanks of a major hazard source from which on its plant fills by a controller. */
const LARGE = 4;

/** The loading bay of each large plant, with a controller of its own; smaller ones are filled by hand. */
export function loadingBays(
  seed: string,
  holdings: readonly ChemicalHolding[],
  siteOf: (enterpriseId: string) => Site | undefined,
): { readonly devices: Device[]; readonly points: Point[] } {
  const devices: Device[] = [];
  const points: Point[] = [];
  const stored = new Map<string, number>();
  for (const { enterpriseId, hazardSourceId } of holdings)
    if (hazardSourceId !== null) stored.set(enterpriseId, (stored.get(enterpriseId) ?? 0) + 1);
  const fitted = new Set<string>();
  for (const holding of holdings) {
    const large = (stored.get(holding.enterpriseId) ?? 0) >= LARGE;
    if (holding.storage !== 'filling' || !large || fitted.has(holding.enterpriseId)) continue;
    fitted.add(holding.enterpriseId);
    const site = holding.siteId ?? siteOf(holding.enterpriseId)?.id;
    if (site === undefined) continue;
    const { jurisdiction, regionPath, enterpriseId, lon, lat } = holding;
    const serial = `${jurisdiction === 'shangrao' ? 'SR' : 'CQ'}-B${String(devices.length + 1).padStart(5, '0')}`;
    const deviceId = uuidOf(seed, `device/${serial}`);
    const place = { jurisdiction, regionPath, enterpriseId, siteId: site, tankId: null };
    devices.push({
      ...place,
      lon,
      lat,
      id: deviceId,
      name: '装卸鹤位控制器',
      kind: 'loading-bay',
      kindName: '装卸鹤位控制器',
      serial,
      protocol: 'mqtt',
      origin: 'generated',
      maker: null,
      installedOn: null,
      calibrationDueOn: null,
    });
    for (const { basis: _, model, ...rest } of measured())
      points.push({
        ...rest,
        ...place,
        id: uuidOf(seed, `point/${serial}/${rest.kind}`),
        deviceId,
        rangeLow: model.low,
        rangeHigh: model.high,
        expectedPeriod: model.period,
        precision: model.precision,
        model,
      });
  }
  return { devices, points };
}
