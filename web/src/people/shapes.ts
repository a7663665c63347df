import { grantSchema } from '@anlan/kernel/access';
import { z } from 'zod';

export const personSchema = z.looseObject({
  id: z.string(),
  account: z.string(),
  name: z.string(),
  role: z.string(),
  scopeLabel: z.string(),
  demonstration: z.boolean(),
  hasPassword: z.boolean(),
  secondFactor: z.boolean(),
  sessions: z.number(),
  grants: z.array(z.object({ role: z.string(), origin: z.string(), live: z.boolean() })),
  lockedUntil: z.number().nullable(),
  lastVisitAt: z.number().nullable(),
  createdAt: z.number(),
});
export type Person = z.infer<typeof personSchema>;

export const givenSchema = grantSchema.extend({ holder: z.string(), holderId: z.string() });
export type Given = z.infer<typeof givenSchema>;

export const openSessionSchema = z.object({
  id: z.string(),
  at: z.number(),
  lastSeenAt: z.number(),
  expiresAt: z.number(),
  remote: z.string(),
  client: z.string().nullable(),
  method: z.string(),
  role: z.string(),
  current: z.boolean(),
});
export type OpenSession = z.infer<typeof openSessionSchema>;

export const personFileSchema = z.object({
  person: personSchema,
  grants: z.array(givenSchema),
  given: z.array(givenSchema),
  sessions: z.array(openSessionSchema),
});

export const linkSchema = z.object({ href: z.string(), expiresAt: z.number() });
/** Done at once, or asked for: a second person approves acts on administrators' accounts. */
export const askedSchema = z.object({ request: z.string() });
export type Link = z.infer<typeof linkSchema>;
