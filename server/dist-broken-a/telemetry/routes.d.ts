import { z } from 'zod';
import { type PointView } from '@anlan/kernel/telemetry';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { type RouteModule } from '../http/index.ts';
declare const pointsQuery: z.ZodObject<{
    device: z.ZodOptional<z.ZodUUID>;
    organisation: z.ZodOptional<z.ZodUUID>;
    tank: z.ZodOptional<z.ZodUUID>;
    id: z.ZodOptional<z.ZodUUID>;
}, z.core.$strip>;
export declare const telemetryRoutes: RouteModule;
/** Points the scope may see, with the newest value each; at most 2000. */
export declare function points(context: Context, scope: Parameters<typeof withScope>[1], query: z.infer<typeof pointsQuery>): Promise<PointView[]>;
export {};
//# sourceMappingURL=routes.d.ts.map