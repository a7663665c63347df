import { type Session } from '@anlan/kernel/access';
import type { Database } from '../access/scoped.ts';
import type { Visit } from './session.ts';
interface Here {
    readonly path: string;
    readonly name: string;
    readonly kind: string;
    readonly lon: number | null;
    readonly lat: number | null;
    readonly counties: number;
    readonly zones: number;
    readonly towns: number;
    readonly jurisdiction: string | null;
    readonly jurisdiction_name: string | null;
    readonly above: string | null;
}
/** Path of the city or municipality a region belongs to; null above that level. */
export declare function jurisdictionOf(db: Database, path: string): Promise<string | null>;
/** e.g. 全市 12 个县（市、区）、2 个功能区; 全县 22 个乡镇（街道）; 上饶市 · 广丰区 for a town. */
export declare function noteOf(place: Pick<Here, 'name' | 'kind' | 'counties' | 'zones' | 'towns' | 'above' | 'jurisdiction_name'>): string;
/** What the browser knows of its session. */
export declare function sessionView(db: Database, visit: Visit, demonstration: boolean): Promise<Session>;
export {};
//# sourceMappingURL=view.d.ts.map