import { type Refusal } from '@anlan/kernel/refusal';
export declare const PASSWORD_LENGTH = 10;
/** Is the password acceptable for the account? At least ten characters with letters and digits, without the account. */
export declare function checkPassword(password: string, account: string): Refusal | undefined;
/** Argon2id with the library's defaults: 19 MiB, two passes, one lane (the OWASP minimum). */
export declare function hashPassword(password: string): Promise<string>;
/** Compares with a hash; an account that does not exist, or has no password, takes as long as a wrong password. */
export declare function passwordMatches(stored: string | null | undefined, password: string): Promise<boolean>;
//# sourceMappingURL=password.d.ts.map