import { sha256 } from '@anlan/kernel/receipt';

/** SHA-256 of a file in hexadecimal: by the browser where it may, else by our own code (pages opened over plain HTTP). */
export async function sha256Hex(content: ArrayBuffer): Promise<string> {
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle;
  if (subtle === undefined)
    return [...sha256(new Uint8Array(content))].map((word) => word.toString(16).padStart(8, '0')).join('');
  const digest = new Uint8Array(await subtle.digest('SHA-256', content));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
