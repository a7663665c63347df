import { z } from 'zod';
import { type Entity, type Field } from '@anlan/kernel/entity';
import { type Labels } from '../http/index.ts';
export declare const PAGE_SIZE = 200;
/** Shapes of one entity's routes; made once, because each gets a name in the API description. */
export interface Shapes {
    readonly input: z.ZodObject;
    readonly patch: z.ZodObject;
    readonly record: z.ZodObject;
    readonly page: z.ZodObject;
    readonly filters: z.ZodObject;
    readonly query: z.ZodObject;
    readonly labels: Labels;
}
export declare function shapesOf(entity: Entity): Shapes;
/** Is the field offered as a filter? */
export declare function isFilter(field: Field): boolean;
/** Members a list may be sorted by; personal data would leak through its order. */
export declare function sortable(entity: Entity): string[];
//# sourceMappingURL=shapes.d.ts.map