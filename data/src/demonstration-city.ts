import { aboardOf } from './aboard.ts';
import { bodiesOf, gaugeKeeperOf } from './bodies.ts';
import { buildingsOf } from './buildings.ts';
import { coloured, draftEnterprises } from './enterprises.ts';
import { fitOut, type Equipment } from './equipment.ts';
import { fireWaterOf } from './fire-water.ts';
import { vehiclesOf, vesselsOf } from './fleet.ts';
import { groundOf } from './ground.ts';
import type { HazchemRecords } from './hazchem-records.ts';
import { withHazchem } from './hazchem.ts';
import { minesOf } from './mines.ts';
import { packs, type Pack } from './packs.ts';
import { peopleOf } from './people.ts';
import { withRecordedPlant } from './recorded-plant.ts';
import type { DemonstrationCity, MajorHazardLevel } from './records.ts';
import { vocStationsOf } from './voc-stations.ts';
import { workforceOf } from './workforce.ts';

const SERIAL_PREFIX: Readonly<Record<Pack['key'], string>> = { shangrao: 'SR', chongqing: 'CQ' };
const CREDIT_BLOCK: Readonly<Record<Pack['key'], number>> = { shangrao: 10_000, chongqing: 50_000 };

/** The city without what stands on its records. */
type CoreCity = Omit<DemonstrationCity, keyof HazchemRecords>;

function jurisdiction(seed: string, today: string, pack: Pack, taken: Set<string>): CoreCity {
  const ground = groundOf(pack);
  const drafts = draftEnterprises({ seed, today, ground, taken }, CREDIT_BLOCK[pack.key]);
  const equipment: Equipment = { sites: [], tanks: [], devices: [], points: [], limits: [] };
  for (const draft of drafts) fitOut({ seed, today, prefix: SERIAL_PREFIX[pack.key], equipment }, draft);
  const hazards = new Map<string, MajorHazardLevel>();
  for (const site of equipment.sites)
    if (site.majorHazardLevel !== null) hazards.set(site.enterpriseId, site.majorHazardLevel);
  const enterprises = coloured(drafts, hazards);
  const buildings = buildingsOf(seed, ground, enterprises);
  const [vehicles, vessels] = [vehiclesOf(seed, pack.key, enterprises), vesselsOf(seed, pack.key, enterprises)];
  const organisations = bodiesOf(seed, today, ground);
  const aboard = aboardOf(seed, pack.key, vehicles, vessels, gaugeKeeperOf(organisations));
  return {
    enterprises,
    ...equipment,
    devices: [...equipment.devices, ...aboard.devices],
    points: [...equipment.points, ...aboard.points],
    vehicles,
    vessels,
    people: peopleOf(seed, ground, enterprises, new Set(equipment.devices.map((device) => device.enterpriseId))),
    buildings,
    fieldDevices: [
      ...fireWaterOf(seed, pack.key, buildings),
      ...vocStationsOf(seed, pack.key, enterprises),
      ...minesOf(seed, pack.key, enterprises),
    ],
    ...workforceOf(seed, today, enterprises),
    organisations,
  };
}

/**
 * Both jurisdictions of the demonstration from a seed: the same seed and day give the same records, ids included.
 * `today` (YYYY-MM-DD) is what licences and calibrations run out against. Everything in it is invented.
 */
export function demonstrationCity(seed: string, today = '2026-01-01'): DemonstrationCity {
  const taken = new Set<string>();
  const parts = packs.map((pack) => jurisdiction(seed, today, pack, taken));
  const all = <K extends keyof CoreCity>(key: K) => parts.flatMap((part) => part[key] as never[]) as CoreCity[K];
  const core = withRecordedPlant(
    {
      enterprises: all('enterprises'),
      sites: all('sites'),
      tanks: all('tanks'),
      devices: all('devices'),
      points: all('points'),
      limits: all('limits'),
      vehicles: all('vehicles'),
      vessels: all('vessels'),
      people: all('people'),
      buildings: all('buildings'),
      fieldDevices: all('fieldDevices'),
      workers: all('workers'),
      certificates: all('certificates'),
      organisations: all('organisations'),
    },
    seed,
  );
  return withHazchem(core, seed, today);
}
