import { timingSafeEqual } from 'node:crypto';
import { demonstrationSecret } from '@anlan/gateways';
import { generationsAt, secretName } from './credential.ts';
import type { Register } from './register.ts';

/** Keys from which device secrets are derived: one for demonstration devices, one for real ones. */
export interface SecretKeys {
  readonly demonstration: string;
  readonly device: string;
}

/**
 * A device's secret is derived from its identity and from how often it was rotated, so none is stored: rotating the key
 * rotates all, another generation one.
 */
export function secretOf(
  keys: SecretKeys,
  { identity, demonstration }: { readonly identity: string; readonly demonstration: boolean },
  generation: number,
): string {
  return demonstrationSecret(demonstration ? keys.demonstration : keys.device, secretName(identity, generation));
}

/** The secrets a device may prove itself by at `now` (epoch ms), the newest first; none for an unknown one. */
export function secretsOf(keys: SecretKeys, register: Register, identity: string, now: number): readonly string[] {
  const device = register.find(identity);
  if (device === undefined) return [];
  const { demonstration } = device.subject;
  return generationsAt(device.credential, now).map((generation) =>
    secretOf(keys, { identity, demonstration }, generation),
  );
}

export function verifySecret(
  keys: SecretKeys,
  register: Register,
  identity: string,
  given: string,
  now: number,
): boolean {
  return secretsOf(keys, register, identity, now).some((wanted) => {
    const [a, b] = [Buffer.from(wanted), Buffer.from(given)];
    return a.length === b.length && timingSafeEqual(a, b);
  });
}
