import { may, type Actor } from '@anlan/kernel/access';
import type { Entity } from '@anlan/kernel/entity';
import type { Layer } from '@anlan/kernel/map';
import { SYSTEMS } from '@anlan/systems';

/** Every declared layer, in the order of the systems. */
export const LAYERS: readonly Layer[] = SYSTEMS.flatMap((system) => system.layers);
/** The layers an actor may see: cases are for those who may read them. */
export const layersFor = (actor: Pick<Actor, 'role'>): readonly Layer[] =>
  LAYERS.filter(({ draws }) => !('cases' in draws) || may(actor, 'case.read'));
export const ENTITIES: ReadonlyMap<string, Entity> = new Map(
  SYSTEMS.flatMap((system) => system.entities).map((entity) => [entity.key, entity]),
);
/** Things that are where their device says, not where they are registered. */
const MOVING = ['vehicle', 'vessel'] as const;
export type Moving = (typeof MOVING)[number];
export const isMoving = (key: string): key is Moving => (MOVING as readonly string[]).includes(key);

/** Entities with a place that stays. */
export const PLACED: readonly Entity[] = [...ENTITIES.values()].filter(
  (entity) => entity.located && !isMoving(entity.key),
);
