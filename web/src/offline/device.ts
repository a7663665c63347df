import { z } from 'zod';
import { envelopeText, type Envelope } from '@anlan/kernel/merge';
import { api } from '../api/index.ts';
import { database, type DeviceKey } from './database.ts';

const base64 = (bytes: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(bytes)));
const hex = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** SHA-256 in hex; undefined where the page was not opened over a secure connection. */
export async function hashOf(content: Blob): Promise<string | undefined> {
  if (crypto.subtle === undefined) return undefined;
  return hex(await crypto.subtle.digest('SHA-256', await content.arrayBuffer()));
}

/** The device's key of a person, made once; its private half cannot be taken out of this browser. */
export async function deviceKey(account: string): Promise<DeviceKey | undefined> {
  if (crypto.subtle === undefined) return undefined;
  const db = await database();
  const known = await db.get('keys', account);
  if (known !== undefined) return known;
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const id = hex(await crypto.subtle.digest('SHA-256', await crypto.subtle.exportKey('spki', pair.publicKey)));
  const made = { account, pair, id, registered: false };
  // Two tabs at once: the first one's key stays.
  const tx = db.transaction('keys', 'readwrite');
  const other = await tx.store.get(account);
  if (other === undefined) await tx.store.put(made);
  await tx.done;
  return other ?? made;
}

function nameOfDevice(): string {
  return /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(navigator.userAgent)?.[1] ?? 'Web';
}

/** Tells the platform the public half; until it knows it, what is signed waits for a person there. */
export async function registerDevice(account: string): Promise<void> {
  const key = await deviceKey(account);
  if (key === undefined || key.registered) return;
  const publicKey = base64(await crypto.subtle.exportKey('spki', key.pair.publicKey));
  await api.post('/account/devices', { publicKey, name: nameOfDevice() }, z.object({ id: z.string() }));
  await (await database()).put('keys', { ...key, registered: true });
}

/** After a key was revoked: the next sign-in makes a new one. */
export async function forgetDevice(account: string): Promise<void> {
  await (await database()).delete('keys', account);
}

/** Signs what is to be sent; without a key both are null and the platform sets it aside for a person. */
export async function signed(
  account: string,
  content: Omit<Envelope, 'key' | 'signature' | 'label' | 'offset'>,
): Promise<Pick<Envelope, 'key' | 'signature'>> {
  const key = await deviceKey(account);
  if (key === undefined) return { key: null, signature: null };
  const text = new TextEncoder().encode(envelopeText({ ...content, key: key.id }));
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key.pair.privateKey, text);
  return { key: key.id, signature: base64(signature) };
}
