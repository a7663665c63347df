import { z } from 'zod';
import type { Scope } from '@anlan/kernel/access';
import type { Context } from '../access/context.ts';
export declare const insideSchema: z.ZodObject<{
    enterprises: z.ZodObject<{
        count: z.ZodInt;
        rows: z.ZodArray<z.ZodObject<{
            id: z.ZodString;
            name: z.ZodString;
            level: z.ZodNullable<z.ZodString>;
            distance: z.ZodNumber;
        }, z.core.$strip>>;
    }, z.core.$strip>;
    tanks: z.ZodObject<{
        count: z.ZodInt;
        rows: z.ZodArray<z.ZodObject<{
            id: z.ZodString;
            name: z.ZodString;
            level: z.ZodNullable<z.ZodString>;
            distance: z.ZodNumber;
        }, z.core.$strip>>;
    }, z.core.$strip>;
    devices: z.ZodObject<{
        count: z.ZodInt;
        rows: z.ZodArray<z.ZodObject<{
            id: z.ZodString;
            name: z.ZodString;
            level: z.ZodNullable<z.ZodString>;
            distance: z.ZodNumber;
        }, z.core.$strip>>;
    }, z.core.$strip>;
    vehicles: z.ZodObject<{
        count: z.ZodInt;
        rows: z.ZodArray<z.ZodObject<{
            id: z.ZodString;
            name: z.ZodString;
            level: z.ZodNullable<z.ZodString>;
            distance: z.ZodNumber;
        }, z.core.$strip>>;
    }, z.core.$strip>;
    vessels: z.ZodObject<{
        count: z.ZodInt;
        rows: z.ZodArray<z.ZodObject<{
            id: z.ZodString;
            name: z.ZodString;
            level: z.ZodNullable<z.ZodString>;
            distance: z.ZodNumber;
        }, z.core.$strip>>;
    }, z.core.$strip>;
    levels: z.ZodObject<{
        red: z.ZodInt;
        orange: z.ZodInt;
        yellow: z.ZodInt;
        blue: z.ZodInt;
    }, z.core.$strip>;
    employees: z.ZodInt;
}, z.core.$strip>;
type Inside = z.infer<typeof insideSchema>;
interface Circle {
    readonly lon: number;
    readonly lat: number;
    /** m */
    readonly radius: number;
}
/** Everything the scope may see inside a circle, nearest first; counts are complete, rows the nearest fifty. */
export declare function insideCircle(context: Context, scope: Scope, circle: Circle): Promise<Inside>;
export {};
//# sourceMappingURL=inside.d.ts.map