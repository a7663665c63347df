import { hash, verify } from '@node-rs/argon2';
import { refuse } from '@anlan/kernel/refusal';
export const PASSWORD_LENGTH = 10;
/** Is the password acceptable for the account? At least ten characters with letters and digits, without the account. */
export function checkPassword(password, account) {
    const long = [...password].length >= PASSWORD_LENGTH;
    const mixed = /\p{L}/u.test(password) && /\d/.test(password);
    const named = account !== '' && password.toLowerCase().includes(account.toLowerCase());
    return long && mixed && !named ? undefined : refuse('weak-password', { length: PASSWORD_LENGTH }, 'password');
}
/** Argon2id with the library's defaults: 19 MiB, two passes, one lane (the OWASP minimum). */
export function hashPassword(password) {
    return hash(password);
}
let decoy;
/** Compares with a hash; an account that does not exist, or has no password, takes as long as a wrong password. */
export async function passwordMatches(stored, password) {
    decoy ??= hash('no account has this password');
    const matches = await verify(stored ?? (await decoy), password);
    return stored != null && matches;
}
//# sourceMappingURL=password.js.map