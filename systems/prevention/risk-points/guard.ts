import { refuse, type Refusal } from '@anlan/kernel/refusal';

const HIGH: ReadonlySet<unknown> = new Set(['red', 'orange']);

/** Is a risk of this level high: 重大 or 较大? */
export function isHigh(level: unknown): boolean {
  return HIGH.has(level);
}

/** A high risk is held at the level of the enterprise, by a named person (D2:128; 安委办〔2016〕11号). */
export function ownedByEnterprise({
  level,
  control,
  responsible,
}: {
  readonly level?: unknown;
  readonly control?: unknown;
  readonly responsible?: unknown;
}): boolean {
  return !isHigh(level) || (control === 'company' && typeof responsible === 'string' && responsible.trim() !== '');
}

/** What a risk point as a whole must fulfil: a high one its owner, a level other than the computed one its reason. */
export function heldAsItsLevelWants(record: Readonly<Record<string, unknown>>): Refusal | undefined {
  const { level, computedLevel, levelReason } = record;
  if (computedLevel != null && computedLevel !== level && (levelReason == null || levelReason === ''))
    return refuse('risk-level-reason', {}, 'levelReason');
  if (ownedByEnterprise(record)) return undefined;
  return refuse('risk-owner', {}, record['control'] === 'company' ? 'responsible' : 'control');
}
