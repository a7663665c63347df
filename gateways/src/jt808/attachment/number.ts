import { createHmac } from 'node:crypto';

/** Bytes of the alarm number in 0x9208 and 0x1210. */
const DIGITS = 32;

/**
 * The number under which a terminal brings the files of an alarm: derived from its secret and the alarm's sign, so that
 * it proves that the platform asked, needs no memory, and is the same after a restart.
 */
export function alarmNumber(secret: string, sign: string): string {
  return createHmac('sha256', secret).update(`attachment ${sign}`).digest('hex').slice(0, DIGITS);
}
