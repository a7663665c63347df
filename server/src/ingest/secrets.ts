import { timingSafeEqual } from 'node:crypto';
import { demonstrationSecret } from '@anlan/gateways';
import type { Register } from './register.ts';

/** Keys from which device secrets are derived: one for demonstration devices, one for real ones. */
export interface SecretKeys {
  readonly demonstration: string;
  readonly device: string;
}

/** A device's secret is derived from its identity, so none is stored: rotating the key rotates all. */
export function deviceSecret(keys: SecretKeys, register: Register, identity: string): string | undefined {
  const device = register.find(identity);
  if (device === undefined) return undefined;
  return demonstrationSecret(device.subject.demonstration ? keys.demonstration : keys.device, identity);
}

export function verifySecret(keys: SecretKeys, register: Register, identity: string, given: string): boolean {
  const wanted = deviceSecret(keys, register, identity);
  if (wanted === undefined) return false;
  const [a, b] = [Buffer.from(wanted), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
