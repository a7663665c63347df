import { hash, verify } from '@node-rs/argon2';
import { refuse, type Refusal } from '@anlan/kernel/refusal';

/** Is the password acceptable for the account? So many characters at least, letters and digits, without the account. */
export function checkPassword(password: string, account: string, length: number): Refusal | undefined {
  const long = [...password].length >= length;
  const mixed = /\p{L}/u.test(password) && /\d/.test(password);
  const named = account !== '' && password.toLowerCase().includes(account.toLowerCase());
  return long && mixed && !named ? undefined : refuse('weak-password', { length }, 'password');
}

/** Argon2id with the library's defaults: 19 MiB, two passes, one lane (the OWASP minimum). */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

let decoy: Promise<string> | undefined;

/** Compares with a hash; an account that does not exist, or has no password, takes as long as a wrong password. */
export async function passwordMatches(stored: string | null | undefined, password: string): Promise<boolean> {
  decoy ??= hash('no account has this password');
  const matches = await verify(stored ?? (await decoy), password);
  return stored != null && matches;
}
