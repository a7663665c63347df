import { z } from 'zod';

export {
  areaSchema,
  boundsOf,
  CORNERS,
  insideOf,
  isSimple,
  middleOf,
  readArea,
  writeArea,
  type Area,
  type Bounds,
} from './area.ts';
export { decodePlaces, DEGREE, encodePlaces, idAt, LEVEL_CODES, putId, type PlaceColumns } from './columns.ts';
export { geodesicArea, geodesicDistance, geodesicLength } from './measure.ts';
export * from './views.ts';
export { wallSchema, type Wall } from './wall.ts';

/** A layer of the one map, declared by a system. */
export interface Layer {
  readonly key: string;
  readonly label: string;
  readonly labelEn: string;
  /** Heading of the layer panel: 风险四色, 监测, 移动, 应急. */
  readonly group: string;
  /**
   * What it draws: records of an entity by their place, lines and areas of an entity by its `geometry` column (GeoJSON),
   * points with latest values, moving objects of a kind, or cases of a kind while they stand in one of the states.
   */
  readonly draws:
    | { readonly entity: string }
    | { readonly shapes: string }
    | { readonly points: readonly string[] }
    | { readonly moving: string }
    | { readonly cases: string; readonly states: readonly string[] };
  readonly unit: string;
  readonly icon:
    | 'gauge'
    | 'droplet'
    | 'flame'
    | 'wind'
    | 'truck'
    | 'bus'
    | 'ship'
    | 'factory'
    | 'tank'
    | 'fence'
    | 'people'
    | 'shield'
    | 'camera'
    | 'box';
  readonly on: boolean;
}

/** Located records of a layer as columns of equal length. */
export const placesSchema = z.object({
  id: z.array(z.string()),
  name: z.array(z.string()),
  lon: z.array(z.number()),
  lat: z.array(z.number()),
  /** Risk colour, or null where the record has none. */
  level: z.array(z.string().nullable()),
  /** For point layers: is the latest value stale or missing? */
  silent: z.array(z.boolean()),
});
export type Places = z.infer<typeof placesSchema>;
