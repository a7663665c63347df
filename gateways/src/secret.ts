import { createHmac } from 'node:crypto';

const CHARACTERS = 16;
/** PW has at most six characters (HJ 212-2017 table 2). */
const PASSWORD = 6;

/**
 * The secret of a demonstration device: the first 16 hex digits of HMAC-SHA256(key, identity).
 *
 * Only demonstration mode derives secrets, so that the platform and the replay of its city agree on them through one key
 * file. `identity` is that of the register, such as `jt808:013912345678` or `mqtt:SR-000123`.
 */
export function demonstrationSecret(key: string, identity: string): string {
  return createHmac('sha256', key).update(identity).digest('hex').slice(0, CHARACTERS);
}

/** The password (PW) of an HJ 212 station: the first six digits of its secret. */
export function hj212Password(secret: string): string {
  return secret.slice(0, PASSWORD);
}
