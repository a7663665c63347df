import type { Level } from '../entity/index.ts';
import { both, isRefusal, refuse, type Refusal, type Words } from '../refusal/index.ts';
import { PRACTICE, type Practice } from './practice.ts';
import type { Rung } from './rule.ts';

/** How people stand to an alarm. Whether the condition still lasts is `recoveredAt`, a separate fact. */
export const RESPONSES = {
  unacknowledged: '未确认',
  acknowledged: '已确认',
  handling: '处理中',
  closed: '已关闭',
} as const;
export type Response = keyof typeof RESPONSES;

/** The part of an alarm that people's acts depend on and change. Times are epoch ms. */
export interface AlarmStanding {
  readonly level: Level;
  readonly response: Response;
  readonly recoveredAt: number | null;
  readonly shelvedUntil: number | null;
  /** Since when it stands latched: over, and not yet reset by a person. */
  readonly latchedAt?: number | null | undefined;
  /** When the enterprise itself first answered; an answer of a government is not one of the enterprise. */
  readonly plantAcknowledgedAt?: number | null;
}

/** Who acts: the enterprise whose plant rings, or a government that watches it. */
export type Side = 'plant' | 'government';

/** Does it stand: its condition lasts, or is over and latched (锁存), not yet reset by a person? */
export function stands({ recoveredAt, latchedAt }: Pick<AlarmStanding, 'recoveredAt' | 'latchedAt'>): boolean {
  return recoveredAt === null || latchedAt != null;
}

export type Act =
  | { readonly verb: 'acknowledge'; readonly note?: string }
  | { readonly verb: 'handle'; readonly note: string }
  | { readonly verb: 'close'; readonly cause: string; readonly measure: string; readonly falseAlarm?: boolean }
  | { readonly verb: 'shelve'; readonly until: number; readonly reason: string }
  | { readonly verb: 'unshelve' }
  | { readonly verb: 'reset'; readonly reason: string };

/** What an act changes, and the line it leaves in the trail. */
export interface ActOutcome {
  readonly standing: AlarmStanding;
  readonly entry: { readonly kind: string; readonly text: string };
}

/** The acts as a refusal names them: what cannot be done, and what it cannot be any more. */
const ACT_NAMES: Readonly<Record<Act['verb'], Words>> = {
  acknowledge: both('确认', 'acknowledged'),
  handle: both('处置', 'handled'),
  close: both('关闭', 'closed'),
  shelve: both('搁置', 'shelved'),
  unshelve: both('取消搁置', 'unshelved'),
  reset: both('复位', 'reset'),
};

const PAST = { field: both('截止时间', 'Until'), problem: both('应晚于现在', 'it must be later than now') };

type Doers = {
  [V in Act['verb']]: (
    standing: AlarmStanding,
    act: Extract<Act, { verb: V }>,
    at: number,
    side: Side,
    practice: Practice,
  ) => ActOutcome | Refusal;
};

const DO: Doers = {
  acknowledge: (standing, act, _, side) => {
    // A government that answered first has not answered for the enterprise: its own answer is still to come.
    if (side === 'plant' && standing.response !== 'unacknowledged' && standing.plantAcknowledgedAt === null)
      return done(standing, {}, 'plant-acknowledged', act.note?.trim() || '企业确认');
    if (standing.response !== 'unacknowledged') return wrongState(standing, act.verb);
    return done(
      standing,
      { response: 'acknowledged', shelvedUntil: null },
      'acknowledged',
      act.note?.trim() || '确认并接手',
    );
  },
  handle: (standing, act) => {
    if (act.note.trim() === '') return refuse('handling-record-required', {}, 'note');
    return done(standing, { response: 'handling', shelvedUntil: null }, 'handled', act.note);
  },
  close: (standing, act) => {
    if (act.cause.trim() === '' || act.measure.trim() === '') {
      return refuse('handling-record-required', {}, act.cause.trim() === '' ? 'cause' : 'measure');
    }
    if (standing.latchedAt != null) return refuse('alarm-latched');
    if (standing.recoveredAt === null && act.falseAlarm !== true) return refuse('alarm-not-recovered');
    const text = `${act.falseAlarm === true ? '误报。' : ''}原因：${act.cause}；措施：${act.measure}`;
    return done(standing, { response: 'closed', shelvedUntil: null }, 'closed', text);
  },
  shelve: (standing, act, at, _, { shelveHours: hours }) => {
    if (standing.level === 'red') return refuse('shelve-red');
    if (act.reason.trim() === '') return refuse('reason-required', {}, 'reason');
    if (act.until <= at) return refuse('field-invalid', PAST, 'until');
    if (act.until - at > hours * 3_600_000) return refuse('shelve-too-long', { hours }, 'until');
    return done(standing, { shelvedUntil: act.until }, 'shelved', act.reason);
  },
  unshelve: (standing, act) => {
    if (standing.shelvedUntil === null) return wrongState(standing, act.verb);
    return done(standing, { shelvedUntil: null }, 'unshelved', '取消搁置');
  },
  // Who resets has seen it: an alarm that nobody had answered is acknowledged by it.
  reset: (standing, act) => {
    if (standing.latchedAt == null) return refuse(standing.recoveredAt === null ? 'reset-lasting' : 'reset-none');
    if (act.reason.trim() === '') return refuse('reason-required', {}, 'reason');
    const response = standing.response === 'unacknowledged' ? 'acknowledged' : standing.response;
    return done(standing, { latchedAt: null, response }, 'reset', act.reason);
  },
};

/** One person's act on an alarm at time `at` (ms). A closed alarm takes no further act. */
export function act(
  standing: AlarmStanding,
  input: Act,
  at: number,
  side: Side = 'government',
  practice: Practice = PRACTICE,
): ActOutcome | Refusal {
  if (standing.response === 'closed') return wrongState(standing, input.verb);
  const perform = DO[input.verb] as (
    standing: AlarmStanding,
    act: Act,
    at: number,
    side: Side,
    practice: Practice,
  ) => ActOutcome | Refusal;
  const outcome = perform(standing, input, at, side, practice);
  if (isRefusal(outcome) || side !== 'plant' || standing.plantAcknowledgedAt !== null) return outcome;
  return { ...outcome, standing: { ...outcome.standing, plantAcknowledgedAt: at } };
}

function wrongState(standing: AlarmStanding, verb: Act['verb']): Refusal {
  const { response } = standing;
  return refuse('alarm-state', { state: both(RESPONSES[response], response), action: ACT_NAMES[verb] });
}

function done(standing: AlarmStanding, change: Partial<AlarmStanding>, kind: string, text: string): ActOutcome {
  return { standing: { ...standing, ...change }, entry: { kind, text } };
}

/** Next rung of the ladder after `reached` rungs, or undefined at the top. */
export function nextRung(ladder: readonly Rung[], reached: number): Rung | undefined {
  return ladder[reached];
}

/**
 * Has the one the ladder waits for answered? An enterprise's alarm waits for the enterprise: that a government has received
 * its notice changes nothing, unless it writes down what it does about it itself.
 */
export function isAnswered(
  { response, plantAcknowledgedAt }: Pick<AlarmStanding, 'response' | 'plantAcknowledgedAt'>,
  ofEnterprise: boolean,
): boolean {
  if (response !== 'acknowledged') return response !== 'unacknowledged';
  return !ofEnterprise || plantAcknowledgedAt != null;
}

/** When the next rung is due (epoch ms) for an alarm raised at `raisedAt`; null when nobody is left to tell. */
export function escalateAt(ladder: readonly Rung[], reached: number, raisedAt: number): number | null {
  const rung = nextRung(ladder, reached);
  return rung === undefined ? null : raisedAt + rung.after * 1000;
}
