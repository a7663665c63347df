import type { Envelope, IntakeRefusal, Signal } from '@anlan/kernel/telemetry';
import type { ReadPoint, MovedFix, SignalRecord } from './record.ts';
import type { RegisteredDevice } from './register.ts';
/** What a step may refuse, with a word on the detail for the device's page. */
export interface Refused {
    readonly reason: IntakeRefusal;
    readonly detail: string;
}
/** A message on its way through the steps. */
export interface Passage {
    readonly envelope: Envelope;
    readonly device: RegisteredDevice;
    readonly fixes: MovedFix[];
    readonly readings: ReadPoint[];
    readonly refused: Refused[];
}
/** Devices may be ahead of the platform by at most this (ms); a later time would freeze their latest value. */
export declare const CLOCK_AHEAD: number;
type Step = (signal: Signal, passage: Passage) => Signal | Refused;
/** Every signal passes these in order before its message is made durable; later come latest, history and rules. */
export declare const STEPS: readonly Step[];
/** Takes one message through the steps. The record holds what passed; `refused` what did not, and why. */
export declare function passThrough(envelope: Envelope, device: RegisteredDevice): {
    record: SignalRecord;
    refused: readonly Refused[];
};
export {};
//# sourceMappingURL=steps.d.ts.map