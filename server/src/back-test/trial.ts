import type { Limits, Rule, Sample } from '@anlan/kernel/alarm';
import type { Excursion } from '@anlan/kernel/back-test';
import { LEVEL_LABELS } from '@anlan/kernel/entity';
import { openJudge, type Judge } from '../ingest/judge.ts';
import type { Register, Subject } from '../ingest/register.ts';

/** A rule run over the readings of one unit, by the very engine that judges live ones. */
export interface Trial {
  take(subject: Subject, sample: Sample): void;
  /** What has happened so far by what the rule is about; an excursion under way has no end. */
  excursions(): ReadonlyMap<string, Excursion[]>;
  /** Hands over what the engine has gathered, so that it stays small. */
  settle(): void;
}

/** Opens a trial of a rule; `limitsOf` gives the limits by which a point is judged throughout. */
export function openTrial(
  rule: Rule,
  register: Pick<Register, 'subject'>,
  limitsOf: (point: Subject) => Limits,
): Trial {
  const judge: Judge = openJudge([rule], register, { memories: [], running: [] });
  const judged = new Map<string, Subject>();
  const found = new Map<string, Excursion[]>();

  function subjectOf(point: Subject): Subject {
    const known = judged.get(point.id);
    if (known !== undefined) return known;
    const { sets: _, ...rest } = point;
    const own: Subject = { ...rest, limits: limitsOf(point) };
    judged.set(point.id, own);
    return own;
  }

  function settle(): void {
    for (const { subject, happening, peak } of judge.drain().changes) {
      const own = found.get(subject.id) ?? [];
      found.set(subject.id, own);
      const open = own.at(-1);
      if (happening.kind === 'raised') {
        own.push({ at: happening.at, until: null, level: happening.level, peak: happening.value });
      } else if (open !== undefined && happening.kind === 'recovered') {
        own[own.length - 1] = { ...open, until: happening.at, peak: peak ?? open.peak };
      } else if (open !== undefined && happening.kind === 'level-raised') {
        const worse = LEVEL_LABELS[happening.level].rank > LEVEL_LABELS[open.level].rank;
        if (worse) own[own.length - 1] = { ...open, level: happening.level };
      }
    }
  }

  return {
    // Stored readings are judged as if each had come in time: what counts is when it was measured.
    take: (point, sample) => judge.sample(subjectOf(point), sample, sample.at),
    settle,
    excursions: () => (settle(), found),
  };
}
