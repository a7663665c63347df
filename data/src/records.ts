import type { HazchemRecords } from './hazchem-records.ts';
import type { Building, FieldDevice } from './field-devices.ts';
import type { MajorHazardLevel, PackKey } from './keys.ts';
import type { SignalModel } from './signal.ts';

export type { MajorHazardLevel, PackKey } from './keys.ts';
export type RiskLevel = 'red' | 'orange' | 'yellow' | 'blue';

/**
 * What every generated record carries. `id` is a UUID made from seed and key, so the same seed gives the same id.
 * `regionPath` is the path of the town the record lies in; degrees WGS-84.
 */
interface Located {
  readonly id: string;
  readonly jurisdiction: PackKey;
  readonly regionPath: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
}

/** An enterprise or public place. Optional facts are `null` where nobody has filled them in. */
export interface Enterprise extends Located {
  /** `id` of the town in the region pack. */
  readonly regionId: string;
  /** GB 32100 code; the organisation part starts with `DEM`, reserved for demonstration. */
  readonly creditCode: string;
  readonly sector: string;
  readonly sectorName: string;
  /** GB/T 4754 class. */
  readonly industryCode: string;
  readonly scale: '大型' | '中型' | '小型' | '微型';
  readonly riskLevel: RiskLevel;
  readonly status: '生产' | '停产' | '关闭';
  readonly address: string;
  readonly park: string | null;
  /** A role-like name, never a person's. */
  readonly legalRepresentative: string;
  readonly safetyManager: string | null;
  readonly employees: number | null;
  readonly establishedOn: string | null;
  readonly licenceNumber: string | null;
  readonly licenceExpiresOn: string | null;
  readonly standardisationLevel: '一级' | '二级' | '三级' | null;
  /** Highest major-hazard level of its sites. */
  readonly majorHazardLevel: MajorHazardLevel | null;
}

interface Owned extends Located {
  readonly enterpriseId: string;
}

export type SiteKind =
  | 'plant'
  | 'tank-farm'
  | 'warehouse'
  | 'mine'
  | 'tailings-pond'
  | 'cold-store'
  | 'station'
  | 'quay'
  | 'premises';

export interface Site extends Owned {
  readonly kind: SiteKind;
  readonly kindName: string;
  /** By GB 18218-2018 from the tanks' design contents; null below the threshold. */
  readonly majorHazardLevel: MajorHazardLevel | null;
  /** R of GB 18218-2018 4.3, one decimal; null below the threshold. */
  readonly majorHazardR: number | null;
}

export interface Tank extends Owned {
  readonly siteId: string;
  /** Equipment number on the plant's drawings: `V-101`. */
  readonly tag: string;
  readonly kind: 'vertical' | 'internal-floating-roof' | 'sphere' | 'horizontal' | 'buried' | 'low-temperature';
  readonly kindName: string;
  readonly substance: string;
  readonly cas: string | null;
  readonly volumeM3: number;
  readonly contentTonnes: number;
  readonly designPressureMpa: number;
  readonly designTemperatureC: number;
  readonly majorHazardLevel: MajorHazardLevel | null;
  readonly commissionedOn: string | null;
  readonly inspectionDueOn: string | null;
}

export interface Device extends Owned {
  readonly siteId: string;
  readonly tankId: string | null;
  readonly kind: string;
  readonly kindName: string;
  /** Unique over both jurisdictions; the name a device signs on with: `SR-000123`. */
  readonly serial: string;
  readonly protocol: 'mqtt';
  /** Whether its signals come from a model or from a recording. */
  readonly origin: 'generated' | 'recorded';
  readonly maker: string | null;
  readonly installedOn: string | null;
  readonly calibrationDueOn: string | null;
}

/** Keys of limits as alarm rules name them. */
export type LimitKey =
  | 'fire'
  | 'closed'
  | 'H'
  | 'HH'
  | 'HHH'
  | 'design'
  | 'L'
  | 'LL'
  | 'first'
  | 'second'
  | 'tenfold'
  | 'staticNear'
  | 'staticLeast'
  | 'staticShort'
  | 'staticNone'
  | 'tankNear'
  | 'tankLeast'
  | 'tankShort'
  | `phreatic-${'blue' | 'yellow' | 'orange' | 'red'}`;

/** A measuring point: one quantity of one device. Name is that of the quantity, e.g. 液位. */
export interface Point {
  readonly id: string;
  readonly jurisdiction: PackKey;
  readonly regionPath: string;
  readonly enterpriseId: string;
  readonly siteId: string;
  readonly deviceId: string;
  readonly tankId: string | null;
  /** Number of the system it belongs to: `S17`. */
  readonly system: string;
  /** Quantity: level, temperature, pressure, combustible, toxic, oxygen, … */
  readonly kind: string;
  readonly name: string;
  readonly unit: string;
  readonly rangeLow: number;
  readonly rangeHigh: number;
  /** Expected period in seconds. */
  readonly expectedPeriod: number;
  readonly precision: number;
  readonly limits: Readonly<Partial<Record<LimitKey, number>>>;
  readonly model: SignalModel;
  /** A vehicle, vessel or shore station that it is measured in. */
  readonly carrier?: { readonly kind: 'vehicle' | 'vessel' | 'shore-station'; readonly id: string };
}

/** One limit as a row, with where the number comes from. */
export interface Limit {
  readonly pointId: string;
  readonly key: LimitKey;
  readonly value: number;
  readonly basis: string;
}

export interface Vehicle extends Owned {
  /** Plate (GA 36-2018); also its name. */
  readonly plate: string;
  readonly plateColour: '蓝' | '黄' | '绿' | '黄绿';
  readonly kind: 'coach' | 'tour-coach' | 'hazmat' | 'heavy-freight';
  readonly kindName: string;
  /** Terminal phone number, 12 digits, unique; the JT/T 808 header carries it. */
  readonly terminalPhone: string;
  /** Terminal id of the registration message, 7 letters or digits. */
  readonly terminalId: string;
  readonly protocolVersion: '2013' | '2019';
  readonly vin: string;
  readonly loadTonnes: number | null;
  readonly seats: number | null;
  readonly substance: string | null;
  readonly maxSpeedKmh: number;
  /** Road of the pack it runs on. */
  readonly roadId: string;
}

export interface Vessel extends Owned {
  readonly mmsi: string;
  readonly kind: 'cargo' | 'container' | 'tanker' | 'passenger' | 'ferry' | 'fishing' | 'patrol';
  readonly kindName: string;
  /** AIS type of ship and cargo (ITU-R M.1371 table 53). */
  readonly aisType: number;
  readonly lengthM: number;
  readonly beamM: number;
  readonly deadweightTonnes: number | null;
  readonly maxSpeedKmh: number;
  readonly waterwayId: string;
}

/** An account of the demonstration: a post, never a person. `role` is a key of the kernel's roles. */
export interface Person {
  readonly id: string;
  readonly jurisdiction: PackKey;
  readonly account: string;
  readonly name: string;
  readonly role: string;
  readonly regionPath: string;
  readonly enterpriseId: string | null;
  /** Sees rows of these sectors only. */
  readonly sectors?: readonly string[];
}

/** Somebody who works in an enterprise. */
export interface Worker extends Owned {
  readonly post: 'principal' | 'safety-manager' | 'registered-engineer' | 'special-operator' | 'equipment-operator';
  readonly duty: string | null;
  readonly education: 'junior' | 'senior' | 'college' | 'bachelor' | null;
  readonly since: string | null;
  readonly trainedUntil: string | null;
}

/** A certificate of a worker. */
export interface Certificate extends Owned {
  readonly workerId: string;
  readonly kind:
    | 'competence'
    | 'engineer'
    | 'electrical'
    | 'welding'
    | 'height'
    | 'refrigeration'
    | 'mine'
    | 'hazchem-process'
    | 'fireworks'
    | 'metallurgy-gas'
    | 'special-equipment';
  readonly number: string;
  readonly issuedOn: string;
  readonly reviewDue: string | null;
  readonly validUntil: string;
}

/** A body that is no enterprise. */
export interface Organisation extends Located {
  readonly kind:
    | 'authority'
    | 'rescue-team'
    | 'fire-brigade'
    | 'service-body'
    | 'training-body'
    | 'insurer'
    | 'hospital'
    | 'association';
  readonly strength: number | null;
  readonly qualification: string | null;
  readonly validUntil: string | null;
  readonly address: string | null;
}

export interface DemonstrationCity extends HazchemRecords {
  readonly enterprises: readonly Enterprise[];
  readonly sites: readonly Site[];
  readonly tanks: readonly Tank[];
  readonly devices: readonly Device[];
  readonly points: readonly Point[];
  readonly limits: readonly Limit[];
  readonly vehicles: readonly Vehicle[];
  readonly vessels: readonly Vessel[];
  readonly people: readonly Person[];
  readonly buildings: readonly Building[];
  /** Devices of protocols that name their own points; not among `devices`, nor their points among `points`. */
  readonly fieldDevices: readonly FieldDevice[];
  readonly workers: readonly Worker[];
  readonly certificates: readonly Certificate[];
  readonly organisations: readonly Organisation[];
}
