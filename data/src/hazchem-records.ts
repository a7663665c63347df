import type { MajorHazardLevel, PackKey } from './keys.ts';

interface Placed {
  readonly id: string;
  readonly jurisdiction: PackKey;
  readonly regionPath: string;
  readonly enterpriseId: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
}

/** A chemical at one place of an enterprise; `substance` is a key of the register of substances. */
export interface ChemicalHolding extends Placed {
  readonly substance: string;
  readonly storage: string;
  readonly state: 'liquefied-gas' | 'compressed-gas' | 'liquid' | 'solid';
  readonly designTonnes: number;
  /** null where nobody declared it, or a level sensor tells it. */
  readonly actualTonnes: number | null;
  readonly process: string | null;
  readonly siteId: string | null;
  readonly tankId: string | null;
  readonly hazardSourceId: string | null;
  readonly area: string | null;
}

export interface HazardSource extends Placed {
  readonly siteId: string | null;
  readonly number: string | null;
  readonly unit: 'storage' | 'production';
  readonly registeredLevel: MajorHazardLevel | '不构成';
  /** Permanent residents within 500 m. */
  readonly population: number | null;
  readonly assessedOn: string | null;
  readonly filedOn: string | null;
  /** Posts, never persons. */
  readonly responsible: readonly [principal: string, technical: string | null, operation: string | null];
}

/** A sensor bound to a source besides those of its tanks. */
export interface HazardSourcePoint {
  readonly id: string;
  readonly sourceId: string;
  readonly pointId: string;
}

export interface KeyProcess extends Placed {
  readonly process: string;
  readonly reactors: number | null;
  readonly automation: 'sis' | 'interlock' | 'dcs' | 'none';
  readonly thermalRisk: boolean | null;
  readonly commissionedOn: string | null;
}

export interface SafetyDevice extends Placed {
  readonly holdingId: string;
  readonly device: string;
  readonly state: 'in-service' | 'faulty' | 'bypassed' | 'removed';
  readonly installedOn: string | null;
  readonly inspectedOn: string | null;
  readonly inspectionDue: string | null;
  readonly maker: string | null;
  readonly pointId: string | null;
}

/** What S02, S08 and S18 have of the demonstration city. */
export interface HazchemRecords {
  readonly chemicalHoldings: readonly ChemicalHolding[];
  readonly hazardSources: readonly HazardSource[];
  readonly hazardSourcePoints: readonly HazardSourcePoint[];
  readonly keyProcesses: readonly KeyProcess[];
  readonly safetyDevices: readonly SafetyDevice[];
}
