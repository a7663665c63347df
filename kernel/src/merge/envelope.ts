import { z } from 'zod';

/** What the signature of a sent record says: checked at arrival and kept with it. */
export const ENVELOPE_VERDICTS = ['signed', 'unsigned', 'unknown-key', 'revoked-key', 'wrong-signature'] as const;
/** `quarantined` waits for a person: not carried out, not lost. */
export const ENVELOPE_STATES = ['done', 'refused', 'quarantined', 'released', 'rejected'] as const;

export const envelopeSchema = z.strictObject({
  /** Made by the device, and the request id of what is inside: sent twice it is one. */
  id: z.uuid(),
  method: z.enum(['POST', 'PATCH']),
  path: z.string().regex(/^\/[\w./-]{1,200}$/),
  /** The body exactly as it was signed. */
  body: z.string().max(900_000),
  label: z.string().max(200),
  /** The device's clock when it was made, and by how many ms that clock was ahead of the server's, where known. */
  madeAt: z.int(),
  offset: z.int().nullable(),
  /** Hash of the device's public key, and ECDSA P-256 over `envelopeText` (base64, r‖s); null where it has no key. */
  key: z.string().max(80).nullable(),
  signature: z.string().max(200).nullable(),
});
export type Envelope = Readonly<z.infer<typeof envelopeSchema>>;

/** What is signed: everything but the signature. */
export function envelopeText({
  id,
  method,
  path,
  body,
  madeAt,
  key,
}: Omit<Envelope, 'label' | 'offset' | 'signature'>): string {
  return [id, method, path, madeAt, key ?? '', body].join('\n');
}
