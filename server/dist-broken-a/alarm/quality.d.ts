import type { AlarmQuality } from '@anlan/kernel/alarm';
import type { Tx } from '../access/scoped.ts';
/** Alarm-quality figures of the rows the transaction may see, over the last `days`. A period begins with the first alarm at the earliest. */
export declare function qualityOf(tx: Tx, days: number, now: number): Promise<AlarmQuality>;
//# sourceMappingURL=quality.d.ts.map