import type { DemonstrationCity } from '@anlan/data';
import type { HazardGrade } from '@anlan/systems';

type Row = Readonly<Record<string, unknown>>;

const GRADES: Readonly<Record<string, HazardGrade>> = {
  一级: 'one',
  二级: 'two',
  三级: 'three',
  四级: 'four',
  不构成: 'none',
};

interface Placed {
  readonly id: string;
  readonly enterpriseId: string;
  readonly regionPath: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
}

/** Rows of S02, S08 and S18 in the order their references ask for. `named` gives the columns every record has. */
export function hazchemRows(
  city: DemonstrationCity,
  named: (name: string) => object,
  sector: (record: { enterpriseId: string }) => string | null,
): Record<string, readonly Row[]> {
  const base = (record: Placed) => ({
    ...named(record.name),
    id: record.id,
    enterprise: record.enterpriseId,
    region_path: record.regionPath,
    organisation_id: record.enterpriseId,
    sector: sector(record),
    lon: record.lon,
    lat: record.lat,
  });
  const sourceOf = new Map(city.hazardSources.map((source) => [source.id, source]));
  return {
    hazard_source: city.hazardSources.map((record) => ({
      ...base(record),
      number: record.number,
      unit: record.unit,
      registered_grade: GRADES[record.registeredLevel],
      population: record.population,
      assessed_on: record.assessedOn,
      filed_on: record.filedOn,
      principal: record.responsible[0],
      technical: record.responsible[1],
      operation: record.responsible[2],
      site: record.siteId,
    })),
    chemical_holding: city.chemicalHoldings.map((record) => ({
      ...base(record),
      substance: record.substance,
      storage: record.storage,
      state: record.state,
      design_quantity: record.designTonnes,
      actual_quantity: record.actualTonnes,
      process: record.process,
      site: record.siteId,
      tank: record.tankId,
      hazard_source: record.hazardSourceId,
      area: record.area,
    })),
    key_process: city.keyProcesses.map((record) => ({
      ...base(record),
      process: record.process,
      reactors: record.reactors,
      automation: record.automation,
      thermal_risk: record.thermalRisk,
      commissioned_on: record.commissionedOn,
    })),
    safety_device: city.safetyDevices.map((record) => ({
      ...base(record),
      lon: null,
      lat: null,
      holding: record.holdingId,
      device: record.device,
      state: record.state,
      installed_on: record.installedOn,
      inspected_on: record.inspectedOn,
      inspection_due: record.inspectionDue,
      maker: record.maker,
      point: record.pointId,
    })),
    hazard_source_point: city.hazardSourcePoints.flatMap(({ id, sourceId, pointId }) => {
      const source = sourceOf.get(sourceId);
      if (source === undefined) return [];
      const { regionPath: region_path, enterpriseId: organisation_id } = source;
      return [{ id, source_id: sourceId, point_id: pointId, region_path, organisation_id, sector: sector(source) }];
    }),
  };
}
