import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { givenSchema, openSessionSchema } from '../people/index.tsx';

const accountSchema = z.object({
  account: z.string(),
  name: z.string(),
  hasPassword: z.boolean(),
  passwordChangedAt: z.number().nullable(),
  passwordDueAt: z.number().nullable(),
  totp: z.boolean(),
  recoveryLeft: z.number(),
  passkeysPossible: z.boolean(),
  passkeys: z.array(
    z.object({ id: z.string(), name: z.string(), createdAt: z.number(), lastUsedAt: z.number().nullable() }),
  ),
  identity: z.boolean().nullable(),
  sessions: z.array(openSessionSchema),
  tokens: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      role: z.string(),
      verbs: z.array(z.string()),
      createdAt: z.number(),
      expiresAt: z.number(),
      lastUsedAt: z.number().nullable(),
    }),
  ),
  held: z.array(givenSchema),
  given: z.array(givenSchema),
  participations: z.array(
    z.looseObject({
      id: z.string(),
      label: z.string().nullable(),
      href: z.string(),
      reason: z.string(),
      to: z.number().nullable(),
    }),
  ),
  limits: z.object({
    delegationDays: z.number(),
    tokenDays: z.number(),
    passwordHistory: z.number(),
    passwordLength: z.number(),
  }),
});
export type Account = z.infer<typeof accountSchema>;

export function useAccount() {
  return useQuery({ queryKey: ['account'], queryFn: ({ signal }) => api.get('/account', accountSchema, signal) });
}

/** An act on one's own account: afterwards account and session are read anew. */
export function useAct<T>(done?: (result: T) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (work: () => Promise<T>) => work(),
    onSuccess: async (result) => {
      done?.(result);
      await client.invalidateQueries({ queryKey: ['account'] });
      await client.invalidateQueries({ queryKey: ['session'] });
    },
  });
}
