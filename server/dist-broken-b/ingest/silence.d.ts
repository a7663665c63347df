import type { Latest } from './latest.ts';
import type { Register } from './register.ts';
import { type Rules } from './rules.ts';
/**
 * Looks for silence at platform time `now`. A device nobody has ever heard is not silent but unconnected.
 * A silent device is one alarm of the device, not one per point; its points are judged when it speaks again.
 * `since` is when the platform itself began to listen: it cannot call silent what it could not hear.
 */
export declare function sweepSilence(register: Register, latest: Latest, rules: Pick<Rules, 'judge'>, since: number, now: number): void;
//# sourceMappingURL=silence.d.ts.map