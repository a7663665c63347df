import { sql } from 'kysely';
import { escalateAt, type Rule, type Rung } from '@anlan/kernel/alarm';
import { inForce, LADDER_PARAMETERS, type Setting } from '@anlan/kernel/parameter';
import type { Tx } from '../access/scoped.ts';

/** The ladder that begins now: how far it is climbed at once, when its next rung is due, and what the place has set of it. */
export interface Begun {
  readonly rungs: number;
  readonly due: Date | null;
  /** null = the rule's own. */
  readonly ladder: readonly Rung[] | null;
}

/**
 * The rule's ladder with the seconds that hold at a place at an instant (epoch ms). A rung told at once stays so, and
 * none comes before the one below it.
 */
export function ladderWith(
  rule: Pick<Rule, 'escalation'>,
  secondsOf: (to: Rung['to']) => number,
): readonly Rung[] | null {
  let before = 0;
  let changed = false;
  const ladder = rule.escalation.map((rung) => {
    const set = rung.after === 0 ? 0 : secondsOf(rung.to);
    const after = Math.max(before, set > 0 ? set : rung.after);
    before = after;
    if (after !== rung.after) changed = true;
    return { ...rung, after };
  });
  return changed ? ladder : null;
}

/** Begins the ladder of an alarm at `place`, seen at `seenAt` (epoch ms). */
export async function beginLadder(tx: Tx, rule: Rule, place: string, seenAt: number): Promise<Begun> {
  const { rows } = await sql<Omit<Setting, 'from'> & { from: Date }>`
    SELECT key, region_path AS "regionPath", valid_from AS "from", value FROM parameter_setting
    WHERE key LIKE 'alarm.ladder.%' AND starts_with(${place}, region_path)`.execute(tx);
  const settings = rows.map((row) => ({ ...row, from: row.from.getTime() }));
  const ladder = ladderWith(rule, (to) => {
    const parameter = LADDER_PARAMETERS.find(({ key }) => key === `alarm.ladder.${to}`);
    return parameter === undefined ? 0 : (inForce(parameter, settings, place, seenAt).value as number);
  });
  const used = ladder ?? rule.escalation;
  const rungs = used.filter((rung) => rung.after === 0).length;
  const due = escalateAt(used, rungs, seenAt);
  return { rungs, due: due === null ? null : new Date(due), ladder };
}
