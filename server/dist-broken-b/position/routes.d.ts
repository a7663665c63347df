import type { Scope } from '@anlan/kernel/access';
import { type Positions } from '@anlan/kernel/position';
import type { Context } from '../access/context.ts';
import { type RouteModule } from '../http/index.ts';
export interface MovingObject {
    readonly id: string;
    readonly kind: 'vehicle' | 'vessel';
    readonly name: string;
    readonly origin: string;
}
export declare const positionRoutes: RouteModule;
/** Vehicles and vessels with a device, as far as the scope reaches; one of them when `id` is given. */
export declare function movingObjects(context: Context, scope: Scope, id?: string): Promise<MovingObject[]>;
/** Positions as columns. */
export declare function columns(at: number, rows: readonly (MovingObject & {
    at: number;
    lon: number;
    lat: number;
    speed: number | null;
    heading: number | null;
})[]): Positions;
//# sourceMappingURL=routes.d.ts.map