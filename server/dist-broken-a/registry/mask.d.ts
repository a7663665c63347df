import type { Entity } from '@anlan/kernel/entity';
/** Personal data as it is shown unless asked for: 张三 → 张*, 欧阳明月 → 欧**, 13812340000 → 138****0000. */
export declare function mask(value: string): string;
/** Keys of the entity's fields that hold personal data. */
export declare function personalFields(entity: Entity): string[];
/** A copy of the record with personal fields masked. */
export declare function masked<R extends Readonly<Record<string, unknown>>>(entity: Entity, record: R): R;
//# sourceMappingURL=mask.d.ts.map