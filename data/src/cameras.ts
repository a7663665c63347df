import { offset } from './geometry.ts';
import { hash, randomOf, uniformAt, uuidOf } from './random.ts';
import type { DemonstrationCity, Enterprise, Site, Tank } from './records.ts';

/** What signs on by GB/T 28181: a recorder of a plant, or the video platform of a county. Everything in it is invented. */
export interface DemonstrationRecorder {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly regionPath: string;
  /** Null for a county's platform. */
  readonly enterpriseId: string | null;
  readonly sector: string | null;
  readonly lon: number;
  readonly lat: number;
  readonly maker: string;
}

export interface DemonstrationCamera {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly place: string;
  readonly recorderId: string;
  readonly recorderCode: string;
  readonly enterpriseId: string;
  readonly sector: string | null;
  readonly regionPath: string;
  readonly lon: number;
  readonly lat: number;
  readonly maker: string;
  readonly ptz: boolean;
  readonly subjects: readonly { readonly kind: 'tank' | 'site'; readonly id: string }[];
}

export interface DemonstrationCameras {
  readonly recorders: readonly DemonstrationRecorder[];
  readonly cameras: readonly DemonstrationCamera[];
}

const RECORDER = '118';
const PLATFORM = '200';
const CAMERA = '132';
const MAKERS = ['演示厂商甲 4MP 球机', '演示厂商甲 4MP 枪机', '演示厂商乙 防爆球机', '演示厂商丙 热成像双光谱'];
/** Kinds of sites beside tank farms that have a camera, and where it stands; `share` of them have one. */
const PLACES: Readonly<Partial<Record<Site['kind'], { readonly place: string; readonly share: number }>>> = {
  'tailings-pond': { place: '坝顶', share: 1 },
  mine: { place: '井口', share: 0.5 },
  warehouse: { place: '库门', share: 1 },
  station: { place: '加卸区', share: 0.6 },
};
/** A camera looks over so many tanks. */
const TANKS = 3;
const METRES = 45;

/** Recorders and cameras of the demonstration: every tank is in a picture, and so is the gate of its plant. */
export function camerasOf(seed: string, city: DemonstrationCity): DemonstrationCameras {
  const made = new Making(seed, city);
  const tanksOf = new Map<string, Tank[]>();
  for (const tank of city.tanks) tanksOf.set(tank.siteId, [...(tanksOf.get(tank.siteId) ?? []), tank]);
  for (const site of city.sites) {
    const tanks = tanksOf.get(site.id);
    if (tanks !== undefined) made.plant(site, tanks);
    else made.lone(site);
  }
  return made;
}

class Making implements DemonstrationCameras {
  readonly recorders: DemonstrationRecorder[] = [];
  readonly cameras: DemonstrationCamera[] = [];
  readonly #seed: string;
  readonly #enterprises: ReadonlyMap<string, Enterprise>;
  readonly #serials = new Map<string, number>();
  readonly #platforms = new Map<string, DemonstrationRecorder>();

  constructor(seed: string, city: DemonstrationCity) {
    this.#seed = seed;
    this.#enterprises = new Map(city.enterprises.map((enterprise) => [enterprise.id, enterprise]));
  }

  /** A tank farm: its recorder, cameras over its tanks, one at the loading place and one at the gate. */
  plant(site: Site, tanks: readonly Tank[]): void {
    const recorder = this.#recorder(site);
    for (let at = 0; at < tanks.length; at += TANKS) {
      const some = tanks.slice(at, at + TANKS);
      const tags = some.map(({ tag }) => tag).join('、');
      this.#camera(
        site,
        recorder,
        `${tags} 罐顶`,
        at / TANKS,
        some.map(({ id }) => ({ kind: 'tank', id })),
      );
    }
    this.#camera(site, recorder, '装卸台', 40, [{ kind: 'site', id: site.id }]);
    this.#camera(site, recorder, '大门', 41, []);
  }

  lone(site: Site): void {
    const place = PLACES[site.kind];
    if (place === undefined || uniformAt(hash(`${this.#seed} camera ${site.id}`), 1) >= place.share) return;
    this.#camera(site, this.#platform(site), place.place, 0, [{ kind: 'site', id: site.id }]);
  }

  #recorder(site: Site): DemonstrationRecorder {
    const { id: enterpriseId, sector } = this.#enterprises.get(site.enterpriseId)!;
    const name = `${site.name} 录像机`;
    const recorder = { ...this.#signing(site, RECORDER, site.id), name, enterpriseId, sector };
    this.recorders.push(recorder);
    return recorder;
  }

  /** Cameras that stand alone come over the video platform of their county. */
  #platform(site: Site): DemonstrationRecorder {
    const county = this.#countyOf(site);
    const known = this.#platforms.get(county);
    if (known !== undefined) return known;
    // The county of a town's path.
    const regionPath = `${site.regionPath.split('.').slice(0, -2).join('.')}.`;
    const own = { name: `${county} 视频汇聚平台`, regionPath, enterpriseId: null, sector: null };
    const platform = { ...this.#signing(site, PLATFORM, county), ...own };
    this.#platforms.set(county, platform);
    this.recorders.push(platform);
    return platform;
  }

  #signing({ regionPath, lon, lat, enterpriseId }: Site, type: string, key: string) {
    const county = this.#countyOf({ enterpriseId });
    const code = this.#code(county, type);
    return { id: uuidOf(this.#seed, `recorder ${key}`), code, regionPath, lon, lat, maker: '演示厂商甲 NVR' };
  }

  #camera(
    site: Site,
    recorder: DemonstrationRecorder,
    place: string,
    index: number,
    subjects: DemonstrationCamera['subjects'],
  ): void {
    const key = `camera ${site.id} ${index}`;
    const random = randomOf(`${this.#seed} ${key}`);
    const [lon, lat] = offset([site.lon, site.lat], random.between(-METRES, METRES), random.between(-METRES, METRES));
    const maker = random.pick(MAKERS);
    this.cameras.push({
      id: uuidOf(this.#seed, key),
      code: this.#code(this.#countyOf(site), CAMERA),
      name: `${site.name.replace('（演示）', '')} ${place}`,
      place,
      recorderId: recorder.id,
      recorderCode: recorder.code,
      enterpriseId: site.enterpriseId,
      sector: this.#enterprises.get(site.enterpriseId)?.sector ?? null,
      regionPath: site.regionPath,
      lon,
      lat,
      maker,
      ptz: maker.includes('球机'),
      subjects,
    });
  }

  #code(county: string, type: string): string {
    const key = `${county} ${type}`;
    const serial = (this.#serials.get(key) ?? 0) + 1;
    this.#serials.set(key, serial);
    return `${county}0000${type}0${String(serial).padStart(6, '0')}`;
  }

  /** Six digits, from the town's code `town-361104108`. */
  #countyOf({ enterpriseId }: Pick<Site, 'enterpriseId'>): string {
    return this.#enterprises.get(enterpriseId)?.regionId.replace(/\D/g, '').slice(0, 6) ?? '361100';
  }
}
