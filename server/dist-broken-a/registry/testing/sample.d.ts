import type { Entity } from '@anlan/kernel/entity';
/** A valid unified social credit code for every number. */
export declare function creditCode(number: number): string;
/** A complete input for the entity, different for each number; references are empty but for the owner. */
export declare function sampleOf(entity: Entity, number: number, regionPath: string, owner: string | null): Record<string, unknown> & {
    name: string;
    regionPath: string;
};
//# sourceMappingURL=sample.d.ts.map