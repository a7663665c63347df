import { type Entity } from '@anlan/kernel/entity';
import type { Tx } from '../access/scoped.ts';
/** Whose a record is, for the organisation scope and the sector departments. */
export interface Belonging {
    readonly organisationId: string | null;
    readonly sector: string | null;
}
type Members = Readonly<Record<string, unknown>>;
/**
 * Whose records of the entity are: an enterprise is its own organisation; an owned record takes organisation and
 * sector from the enterprise it refers to (looked up under the transaction's scope).
 */
export declare function belongingOf(tx: Tx, entity: Entity, inputs: readonly Members[]): Promise<(input: Members) => Belonging>;
/**
 * Lets copies of a record's place follow it after a change: its history, the points of a device, and the sector of
 * everything an enterprise owns. Copies may lie outside the writer's scope, so they are written as the owner.
 */
export declare function followRecord(tx: Tx, entity: Entity, id: string): Promise<void>;
export {};
//# sourceMappingURL=owner.d.ts.map