/** How often a device's secret was rotated, and until when (epoch ms) the one before is taken too. */
export interface Credential {
  readonly generation: number;
  readonly previousUntil: number;
}

/** The columns of `device_credential` that decide; null without a row: never rotated. */
export interface CredentialRow {
  readonly generation: number | null;
  readonly previous_until: Date | null;
}

export function credentialOf({ generation, previous_until }: CredentialRow): Credential {
  return { generation: generation ?? 0, previousUntil: previous_until?.getTime() ?? 0 };
}

/** Generations of the secret that are taken at `now`, the newest first: two while a rotation overlaps. */
export function generationsAt({ generation, previousUntil }: Credential, now: number): readonly number[] {
  return generation > 0 && now < previousUntil ? [generation, generation - 1] : [generation];
}

/** What a secret is derived from. No identity holds a `#`. */
export function secretName(identity: string, generation: number): string {
  return generation === 0 ? identity : `${identity}#${generation}`;
}
