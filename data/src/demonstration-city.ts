import { coloured, draftEnterprises } from './enterprises.ts';
import { fitOut, type Equipment } from './equipment.ts';
import { vehiclesOf, vesselsOf } from './fleet.ts';
import { groundOf } from './ground.ts';
import { packs, type Pack } from './packs.ts';
import { peopleOf } from './people.ts';
import { withRecordedPlant } from './recorded-plant.ts';
import type { DemonstrationCity, MajorHazardLevel } from './records.ts';

const SERIAL_PREFIX: Readonly<Record<Pack['key'], string>> = { shangrao: 'SR', chongqing: 'CQ' };
const CREDIT_BLOCK: Readonly<Record<Pack['key'], number>> = { shangrao: 10_000, chongqing: 50_000 };

function jurisdiction(seed: string, today: string, pack: Pack, taken: Set<string>): DemonstrationCity {
  const ground = groundOf(pack);
  const drafts = draftEnterprises({ seed, today, ground, taken }, CREDIT_BLOCK[pack.key]);
  const equipment: Equipment = { sites: [], tanks: [], devices: [], points: [], limits: [] };
  for (const draft of drafts) fitOut({ seed, today, prefix: SERIAL_PREFIX[pack.key], equipment }, draft);
  const hazards = new Map<string, MajorHazardLevel>();
  for (const site of equipment.sites)
    if (site.majorHazardLevel !== null) hazards.set(site.enterpriseId, site.majorHazardLevel);
  const enterprises = coloured(drafts, hazards);
  return {
    enterprises,
    ...equipment,
    vehicles: vehiclesOf(seed, pack.key, enterprises),
    vessels: vesselsOf(seed, pack.key, enterprises),
    people: peopleOf(seed, ground, enterprises, new Set(equipment.devices.map((device) => device.enterpriseId))),
  };
}

/**
 * Both jurisdictions of the demonstration from a seed: the same seed and day give the same records, ids included.
 * `today` (YYYY-MM-DD) is what licences and calibrations run out against. Everything in it is invented.
 */
export function demonstrationCity(seed: string, today = '2026-01-01'): DemonstrationCity {
  const taken = new Set<string>();
  const parts = packs.map((pack) => jurisdiction(seed, today, pack, taken));
  const all = <K extends keyof DemonstrationCity>(key: K) =>
    parts.flatMap((part) => part[key] as never[]) as DemonstrationCity[K];
  return withRecordedPlant({
    enterprises: all('enterprises'),
    sites: all('sites'),
    tanks: all('tanks'),
    devices: all('devices'),
    points: all('points'),
    limits: all('limits'),
    vehicles: all('vehicles'),
    vessels: all('vessels'),
    people: all('people'),
  });
}
