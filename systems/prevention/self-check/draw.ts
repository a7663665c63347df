import { sha256 } from '@anlan/kernel/receipt';

const encoder = new TextEncoder();

/** Place of an id in the lot: SHA-256 of `seed id` in hexadecimal. Anybody can count it again. */
function lot(seed: string, id: string): string {
  return [...sha256(encoder.encode(`${seed} ${id}`))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The first `size` ids by their lots under the seed: every set of that size is as likely as any other. */
export function drawn(seed: string, ids: readonly string[], size: number): string[] {
  const lots = [...new Set(ids)].map((id) => ({ id, lot: lot(seed, id) }));
  lots.sort((a, b) => (a.lot < b.lot ? -1 : 1));
  return lots.slice(0, size).map(({ id }) => id);
}

/** A spot-check goes with two officers (行政处罚法 第四十二条: 执法人员不得少于两人). */
export const OFFICERS = 2;

export interface Candidate {
  /** Case of the report. */
  readonly id: string;
  /** Officers whose jurisdiction covers it. */
  readonly officers: readonly string[];
}

/** Can it be drawn: are there two officers who may go? */
export function drawable({ officers }: Candidate): boolean {
  return new Set(officers).size >= OFFICERS;
}

/**
 * 双随机: reports and for each its officers, by lot; the same seed over the same candidates gives the same again. The share
 * is of all that wait; what has no two officers cannot be drawn, and takes no other's place.
 */
export function drawSpotChecks(
  seed: string,
  candidates: readonly Candidate[],
  share: number,
): { readonly id: string; readonly officers: readonly string[] }[] {
  const size = Math.ceil((candidates.length * share) / 100);
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  const ids = [...byId.values()].filter(drawable).map(({ id }) => id);
  return drawn(seed, ids, size).map((id) => ({
    id,
    officers: drawn(`${seed} ${id}`, byId.get(id)?.officers ?? [], OFFICERS),
  }));
}
