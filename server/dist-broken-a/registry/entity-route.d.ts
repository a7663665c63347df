import type { Entity } from '@anlan/kernel/entity';
import type { RouteModule } from '../http/index.ts';
/** One route of one entity. */
export type EntityRoute = (entity: Entity) => RouteModule;
//# sourceMappingURL=entity-route.d.ts.map