import type { DemonstrationCity } from '@anlan/data';

type Row = Readonly<Record<string, unknown>>;

/** People of the enterprises, their certificates, and organisations that are no enterprises, as rows. */
export function registryRows(
  { workers, certificates, organisations }: DemonstrationCity,
  named: (name: string) => Row,
  sector: (record: { enterpriseId: string }) => string | null,
): Record<string, Row[]> {
  const owned = (record: { id: string; name: string; enterpriseId: string; regionPath: string }) => ({
    ...named(record.name),
    id: record.id,
    region_path: record.regionPath,
    organisation_id: record.enterpriseId,
    sector: sector(record),
    enterprise: record.enterpriseId,
  });
  return {
    organisation: organisations.map((record) => ({
      ...named(record.name),
      id: record.id,
      region_path: record.regionPath,
      lon: record.lon,
      lat: record.lat,
      kind: record.kind,
      strength: record.strength,
      qualification: record.qualification,
      valid_until: record.validUntil,
      address: record.address,
    })),
    worker: workers.map((record) => ({
      ...owned(record),
      post: record.post,
      duty: record.duty,
      education: record.education,
      since: record.since,
      trained_until: record.trainedUntil,
    })),
    certificate: certificates.map((record) => ({
      ...owned(record),
      worker: record.workerId,
      kind: record.kind,
      number: record.number,
      issued_on: record.issuedOn,
      review_due: record.reviewDue,
      valid_until: record.validUntil,
    })),
  };
}
