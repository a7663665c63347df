import { type Entity } from '@anlan/kernel/entity';
import type { Tx } from '../access/scoped.ts';
import { type BilingualRefusal } from '../http/problem.ts';
/** Members of a record as the API takes them; `id` where the caller has one. */
export type Input = Readonly<Record<string, unknown>> & {
    readonly name: string;
    readonly regionPath: string;
    readonly id?: string;
};
export interface Origin {
    /** demonstration | manual | import | exchange */
    readonly provenance: string;
    readonly demonstration: boolean;
    /** Name of the person or program that writes. */
    readonly by: string;
    /** Region the record must lie in; unset: anywhere. */
    readonly within?: string;
}
/**
 * Enters one record: region and references are looked up under the transaction's scope, and a value that must be
 * unique is refused with `already-exists`. `input` has passed the entity's input schema. Returns the id.
 */
export declare function insertRecord(tx: Tx, entity: Entity, input: Input, origin: Origin): Promise<string | BilingualRefusal>;
/**
 * Enters many records whose input is trusted (demonstration, import after its own checks), in few statements.
 * Returns the ids entered; a record that would repeat a unique value is left out.
 */
export declare function insertRecords(tx: Tx, entity: Entity, inputs: readonly Input[], origin: Origin): Promise<string[]>;
/** The refusal that names the field and the value already registered. */
export declare function alreadyExists(entity: Entity, key: string, input: Readonly<Record<string, unknown>>): BilingualRefusal;
/** The refusal for a unique violation (SQLSTATE 23505) of the entity's table; undefined for any other error. */
export declare function uniqueViolation(error: unknown, entity: Entity, input: Readonly<Record<string, unknown>>): BilingualRefusal | undefined;
//# sourceMappingURL=insert.d.ts.map