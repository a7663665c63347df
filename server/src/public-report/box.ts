import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openSecretBox, type SecretBox } from '../identity/secret-box.ts';

/** Seals who a reporter is, and marks a telephone so that it is known again without being written down. */
export interface ReportBox extends SecretBox {
  mark(phone: string): string;
}

/** The keys lie in a folder beside the data: the database alone names nobody, and no table of numbers finds a mark. */
export async function openReportBox(home: string): Promise<ReportBox> {
  const folder = join(home, 'reports');
  const box = await openSecretBox(folder);
  const file = join(folder, 'mark.key');
  await mkdir(folder, { recursive: true });
  await writeFile(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
  const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'hex');
  return { ...box, mark: (phone) => createHmac('sha256', key).update(phone).digest('hex') };
}

/** Hash under which something only the reporter knows is found again. */
export function hashOf(what: 'code' | 'request', text: string): string {
  return createHash('sha256').update(`${what}:${text}`).digest('hex');
}

const keyOf = (requestId: string): Buffer => createHash('sha256').update(`receipt:${requestId}`).digest();

/** Seals a receipt so that only who knows the number of the sending (128 random bits, kept nowhere) can open it. */
export function sealReceipt(requestId: string, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(requestId), nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
}

export function openReceipt(requestId: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', keyOf(requestId), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
}
