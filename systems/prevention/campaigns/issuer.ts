import type { GuardFacts, Input } from '@anlan/kernel/case';
import { refuse, type Refusal, type Words } from '@anlan/kernel/refusal';

/** Whose task it is to accept: the place that issues is kept with the case. */
export function issuer({ by }: Pick<GuardFacts, 'by'>): Input {
  return by.place == null ? {} : { issuer: by.place };
}

/** Accepted, returned, extended and dropped by the issuing place or one above it, never by whoever carries it out (loop L25). */
export function byIssuer(action: Words): (facts: GuardFacts) => Refusal | undefined {
  return ({ standing, by }) => {
    const home = standing.detail['issuer'];
    if (by.place == null || typeof home !== 'string' || home.startsWith(by.place)) return undefined;
    return refuse('campaign-issuer', { action });
  };
}
