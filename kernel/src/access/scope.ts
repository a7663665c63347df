import { z } from 'zod';

/**
 * A scope says whose rows an actor sees. Rows are kept apart by the database's policies;
 * here a scope is only described and, for pushed events, tested.
 */
export type Scope =
  | { readonly kind: 'region'; readonly path: string; readonly sectors?: readonly string[] }
  | { readonly kind: 'organisation'; readonly organisationId: string }
  /** Single records opened to a person: expert, insurer, rescue team, commissioned town, joint inspection. */
  | { readonly kind: 'participant'; readonly personId: string }
  | { readonly kind: 'all' };

/** Where a row belongs: its region path and, where it has one, its organisation and sector. */
export interface Place {
  readonly regionPath: string;
  readonly organisationId: string | null;
  readonly sector?: string | null;
}

/** A region path as a request names one, e.g. `cn.36.11.`; whether there is such a region is not said. */
export const regionPathSchema = z
  .string()
  .max(200)
  .regex(/^([\w-]+\.)+$/);

/**
 * Half-open range of region paths under `path`, in byte order (PostgreSQL collate "C").
 * Paths end with '.', whose successor in ASCII is '/'.
 */
export function scopeRange(path: string): { from: string; to: string } {
  if (!path.endsWith('.')) throw new Error(`region path must end with '.': ${path}`);
  return { from: path, to: `${path.slice(0, -1)}/` };
}

const COVERS: { [K in Scope['kind']]: (scope: Extract<Scope, { kind: K }>, place: Place) => boolean } = {
  all: () => true,
  // A place says nothing about who takes part in a record: participants read, and are pushed nothing.
  participant: () => false,
  organisation: (scope, place) => place.organisationId === scope.organisationId,
  region: (scope, place) =>
    place.regionPath.startsWith(scope.path) &&
    (scope.sectors === undefined ||
      scope.sectors.length === 0 ||
      (place.sector != null && scope.sectors.includes(place.sector))),
};

/** Does the scope cover the place? Same answer as the database policy gives for a row. */
export function covers(scope: Scope, place: Place): boolean {
  const test = COVERS[scope.kind] as (scope: Scope, place: Place) => boolean;
  return test(scope, place);
}

/** Does the scope reach no further than `outer`? Nobody hands on more than they have. */
export function scopeWithin(inner: Scope, outer: Scope): boolean {
  if (outer.kind === 'all') return true;
  if (inner.kind === 'participant')
    return outer.kind === 'region' || (outer.kind === 'participant' && outer.personId === inner.personId);
  if (inner.kind === 'organisation')
    return outer.kind === 'organisation' && inner.organisationId === outer.organisationId;
  if (inner.kind !== 'region' || outer.kind !== 'region' || !inner.path.startsWith(outer.path)) return false;
  const wanted = inner.sectors ?? [];
  const held = outer.sectors ?? [];
  return held.length === 0 || (wanted.length > 0 && wanted.every((sector) => held.includes(sector)));
}
