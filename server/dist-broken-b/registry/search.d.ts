import { z } from 'zod';
import type { Tx } from '../access/scoped.ts';
export declare const foundSchema: z.ZodObject<{
    kind: z.ZodString;
    id: z.ZodString;
    label: z.ZodString;
    sub: z.ZodString;
    href: z.ZodString;
}, z.core.$strip>;
export type Found = z.infer<typeof foundSchema>;
/** Records of every entity and regions by name, pinyin initials or unique number, under the transaction's scope. */
export declare function search(tx: Tx, reach: string | undefined, text: string): Promise<Found[]>;
//# sourceMappingURL=search.d.ts.map