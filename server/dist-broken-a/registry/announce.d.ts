import type { Entity } from '@anlan/kernel/entity';
import type { Tx } from '../access/scoped.ts';
/** Tells listeners of channel `registry`, at the commit, that records of the entity have changed. */
export declare function announce(tx: Tx, entity: Entity): Promise<void>;
//# sourceMappingURL=announce.d.ts.map