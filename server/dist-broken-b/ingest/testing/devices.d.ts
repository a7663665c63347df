import type { Register, RegisteredDevice, Subject } from '../register.ts';
/** A fixed id for every number. */
export declare const uuid: (number: number) => string;
export declare function subject(id: string, change?: Partial<Subject>): Subject;
/** A device with points by key; `moving` where it is carried. */
export declare function device(id: string, identity: string, points?: Record<string, Subject>, moving?: Subject | null): RegisteredDevice;
/** A register that holds these devices and never changes. */
export declare function registerOf(...devices: readonly RegisteredDevice[]): Register;
//# sourceMappingURL=devices.d.ts.map