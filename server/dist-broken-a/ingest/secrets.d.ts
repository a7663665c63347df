import type { Register } from './register.ts';
/** Keys from which device secrets are derived: one for demonstration devices, one for real ones. */
export interface SecretKeys {
    readonly demonstration: string;
    readonly device: string;
}
/** A device's secret is derived from its identity, so none is stored: rotating the key rotates all. */
export declare function deviceSecret(keys: SecretKeys, register: Register, identity: string): string | undefined;
export declare function verifySecret(keys: SecretKeys, register: Register, identity: string, given: string): boolean;
//# sourceMappingURL=secrets.d.ts.map