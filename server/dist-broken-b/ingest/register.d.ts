import type { Limits } from '@anlan/kernel/alarm';
import type { KnownDevice } from '@anlan/kernel/telemetry';
import type { Database } from '../access/scoped.ts';
/** What a rule is about: a point, a vehicle, a vessel or a device, with all an alarm says of it. */
export interface Subject {
    readonly id: string;
    readonly kind: 'point' | 'vehicle' | 'vessel' | 'device';
    /** The measured quantity: a point's kind, `speed` of a moving object, `silence` of a device. */
    readonly quantity: string;
    readonly name: string;
    readonly placeName: string;
    readonly deviceId: string;
    readonly regionPath: string;
    readonly regionName: string;
    readonly organisationId: string | null;
    readonly sector: string | null;
    readonly unit: string;
    readonly origin: string;
    readonly lon: number | null;
    readonly lat: number | null;
    readonly limits: Limits;
    /** Seconds; 0 = event driven. */
    readonly expectedPeriod: number;
    readonly rangeLow: number | null;
    readonly rangeHigh: number | null;
    readonly demonstration: boolean;
}
/** A registered device with its points by key and the object it is carried by. */
export interface RegisteredDevice extends KnownDevice {
    readonly subject: Subject;
    readonly moving: Subject | null;
    readonly points: ReadonlyMap<string, Subject>;
}
export interface Register {
    find(identity: string): RegisteredDevice | undefined;
    subject(id: string): Subject | undefined;
    devices(): Iterable<RegisteredDevice>;
    /** Reads the register anew; what was read before stays in use until all is read. */
    refresh(): Promise<void>;
}
/** The device register in memory, read from the system of record. */
export declare function openRegister(db: Database): Promise<Register>;
//# sourceMappingURL=register.d.ts.map