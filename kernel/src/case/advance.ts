import { dayOf, endOf, endOfPeriod, reckon, type Overrides } from '@anlan/domain/calendar';
import { z } from 'zod';
import { barsPenalty } from '../access/index.ts';
import { isVoice } from '../attachment/index.ts';
import { isOffered } from '../code-list/index.ts';
import { fieldSchema, LEVELS, type Field, type Level, type Option } from '../entity/index.ts';
import {
  both,
  isRefusal,
  listed,
  named,
  problemWords,
  refuse,
  type Refusal,
  type Words,
  asIs,
} from '../refusal/index.ts';
import type { Action, CaseKind, Deadline, Effect, Evidence } from './kind.ts';
import { SIDE_NAMES, type Attached, type CaseStanding, type Deed, type Doer, type Input } from './standing.ts';
import { describeInput } from './words.ts';

/** What the jurisdiction decides: numbers by key, and its own days. */
export interface World {
  readonly parameter: (key: string) => number;
  readonly days: Overrides;
  /** What a field that takes its options from a list offers here today; left out = as declared. */
  readonly options?: (field: Field) => readonly Option[];
}

export interface Entry {
  readonly action: string;
  readonly from: string | null;
  readonly to: string;
  readonly text: string;
}

/** What an act makes of a case: how it now stands, the line of its trail, and what else is to happen. */
export interface Outcome {
  readonly standing: CaseStanding;
  readonly entry: Entry;
  readonly effects: readonly Effect[];
}

export interface Act {
  readonly action: string;
  readonly input: Input;
  readonly files: readonly Attached[];
}

const OPEN = 'open';

/** Begins a case. `source` says how it came to be known. */
export function open(
  kind: CaseKind,
  act: Omit<Act, 'action'> & { readonly source: string; readonly organisationId: string | null },
  by: Doer,
  at: number,
  world: World,
): Outcome | Refusal {
  const { opening } = kind;
  if (!opening.sides.includes(by.side)) return wrongSide(opening, by);
  const input = checked(opening.asks, act.input, world);
  if (isRefusal(input)) return input;
  const beyond = fined(opening.asks, input, by);
  if (beyond !== undefined) return beyond;
  const lacking = lacksEvidence(opening.evidence, act.files);
  if (lacking !== undefined) return lacking;
  const guarded = opening.guard?.({ input, files: act.files, by, at, parameter: world.parameter });
  if (guarded !== undefined) return guarded;
  const detail = { ...kept(kind, {}, input), ...opening.derives?.({ by, at }) };
  const due = dueFrom(opening.deadline, NONE, input, detail, at, world);
  if (isRefusal(due)) return due;
  const standing: CaseStanding = {
    kind: kind.key,
    state: opening.to,
    level: levelOf(kind, detail, null),
    source: act.source,
    organisationId: act.organisationId,
    openedAt: at,
    ...due,
    overdueSince: null,
    rungs: 0,
    closedAt: kind.states[opening.to]?.end === undefined ? null : at,
    detail,
    deeds: [{ action: OPEN, by: by.id, at }],
  };
  const entry = {
    action: OPEN,
    from: null,
    to: opening.to,
    text: describeInput(local(opening.asks, world), input, opening.label),
  };
  return { standing, entry, effects: [] };
}

/** One act on a case by somebody at `at` (epoch ms); what it may not be comes back as a refusal and changes nothing. */
export function advance(
  kind: CaseKind,
  standing: CaseStanding,
  act: Act,
  by: Doer,
  at: number,
  world: World,
): Outcome | Refusal {
  const action = kind.actions[act.action];
  if (action === undefined) return refuse('not-found');
  const barred = bars(kind, standing, act.action, by, world);
  if (barred !== undefined) return barred;
  const input = checked(action.asks, act.input, world);
  if (isRefusal(input)) return input;
  const beyond = fined(action.asks, input, by);
  if (beyond !== undefined) return beyond;
  const lacking = lacksEvidence(action.evidence, act.files);
  if (lacking !== undefined) return lacking;
  const guarded = action.guard?.({ standing, input, files: act.files, by, at, parameter: world.parameter });
  if (guarded !== undefined) return guarded;
  const detail = {
    ...kept(kind, standing.detail, input),
    ...action.sets,
    ...action.derives?.({ by, at }),
    ...emptied(action.clears),
  };
  const state = action.to ?? standing.state;
  const { deadline } = action;
  const runsOn = deadline?.kind === 'set' && deadline.once === true && state === standing.state;
  const due = dueFrom(runsOn ? undefined : deadline, standing, input, detail, at, world);
  if (isRefusal(due)) return due;
  const ended = kind.states[state]?.end !== undefined;
  const onTime = ended || due.dueAt === null || due.dueAt > at;
  return {
    standing: {
      ...standing,
      state,
      level: levelOf(kind, detail, standing.level),
      ...(ended ? {} : due),
      // A new deadline starts the ladder anew; an act that leaves the deadline leaves the lateness too.
      overdueSince: onTime ? null : standing.overdueSince,
      rungs: onTime ? 0 : standing.rungs,
      closedAt: ended ? (standing.closedAt ?? at) : null,
      detail,
      deeds: [...standing.deeds, { action: act.action, by: by.id, at }],
    },
    entry: {
      action: act.action,
      from: standing.state,
      to: state,
      text: describeInput(local(action.asks, world), input, action.label),
    },
    effects: action.effects ?? [],
  };
}

/** Why somebody may not do an action now, whatever is filled in; undefined = the form may be shown. */
export function bars(
  kind: CaseKind,
  standing: CaseStanding,
  key: string,
  by: Doer,
  world: Pick<World, 'parameter'>,
): Refusal | undefined {
  const action = kind.actions[key];
  if (action === undefined) return refuse('not-found');
  if (!action.from.includes(standing.state)) {
    return refuse('case-state', { state: stateName(kind, standing.state), action: named(action) });
  }
  if (action.automatic === true ? by.id !== null : !action.sides.includes(by.side)) return wrongSide(action, by);
  const before = action.notBy?.find((other) => lastDoer(standing.deeds, other) === by.id && by.id !== null);
  if (before !== undefined) {
    const done = before === OPEN ? kind.opening : kind.actions[before];
    const label = done === undefined ? asIs(before) : named(done);
    return refuse('same-person', { action: named(action), before: label });
  }
  if (action.atMost !== undefined) {
    const times = world.parameter(action.atMost.parameter);
    if (standing.deeds.filter((deed) => deed.action === key).length >= times) {
      return refuse('case-too-often', { action: named(action), times });
    }
  }
  return undefined;
}

/** What a state of the kind is called; a state it no longer declares by its key. */
export function stateName(kind: CaseKind, state: string): Words {
  const declared = kind.states[state];
  return declared === undefined ? asIs(state) : named(declared);
}

/** Who did an action last: the doers of earlier rounds are free again. */
function lastDoer(deeds: readonly Deed[], action: string): string | null | undefined {
  return deeds.findLast((deed) => deed.action === action)?.by;
}

function wrongSide(action: Pick<Action, 'label' | 'labelEn' | 'sides'>, by: Doer): Refusal {
  const side =
    action.sides.length === 0 ? both('平台', 'the platform') : listed(action.sides.map((may) => SIDE_NAMES[may]));
  return refuse('case-side', { action: named(action), side, own: SIDE_NAMES[by.side] });
}

const schemas = new WeakMap<Field, z.ZodType>();

/** A field's check is made once: cases are acted on far more often than kinds are declared. */
function schemaOf(field: Field): z.ZodType {
  const known = schemas.get(field);
  if (known !== undefined) return known;
  const made = fieldSchema(field);
  schemas.set(field, made);
  return made;
}

/** The fields with the options of the place, for what the trail says. */
function local(asks: Readonly<Record<string, Field>>, { options }: World): Readonly<Record<string, Field>> {
  if (options === undefined) return asks;
  return Object.fromEntries(
    Object.entries(asks).map(([key, field]) => [key, isListed(field) ? { ...field, options: options(field) } : field]),
  );
}

const isListed = (field: Field): boolean => field.kind === 'choice' && field.optionsFrom !== undefined;

function checked(asks: Readonly<Record<string, Field>>, input: Input, { options }: World): Input | Refusal {
  const known: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(input)) {
    if (asks[key] === undefined)
      return refuse('field-invalid', { field: asIs(key), problem: both('没有这一项', 'there is no such member') }, key);
    if (value === undefined || value === null || value === '') continue;
    const read = schemaOf(asks[key]).safeParse(value);
    if (!read.success) {
      const problem = problemWords(read.error.issues[0]!.message);
      return refuse('field-invalid', { field: named(asks[key]), problem }, key);
    }
    if (options !== undefined && isListed(asks[key]) && !isOffered(options(asks[key]), read.data))
      return refuse(
        'field-invalid',
        { field: named(asks[key]), problem: both('不在可选范围内', 'it is not among the options') },
        key,
      );
    known[key] = read.data;
  }
  for (const [key, field] of Object.entries(asks)) {
    if (field.required === true && known[key] === undefined)
      return refuse('field-required', { field: named(field) }, key);
  }
  return known;
}

/**
 * Fines held against the doer's commission. Who acts by one states the fine, 0 for none: what is only told in words
 * could not be held against anything.
 */
function fined(asks: Readonly<Record<string, Field>>, input: Input, { mostPenalty }: Doer): Refusal | undefined {
  if (mostPenalty === undefined) return undefined;
  for (const [key, field] of Object.entries(asks)) {
    if (field.kind !== 'number' || field.meaning !== 'penalty') continue;
    const yuan = input[key];
    if (typeof yuan !== 'number') return refuse('field-required', { field: named(field) }, key);
    const beyond = barsPenalty(mostPenalty, yuan, key);
    if (beyond !== undefined) return beyond;
  }
  return undefined;
}

function lacksEvidence(needed: Evidence | undefined, files: readonly Attached[]): Refusal | undefined {
  // What is to be seen in a picture or a paper cannot be told in a voice note.
  const different = new Set(files.filter(({ type }) => !isVoice(type)).map((file) => file.sha256)).size;
  if (needed === undefined || different >= needed.least) return undefined;
  return refuse('evidence-required', { least: needed.least, label: named(needed) }, 'files');
}

/** Members of the input that are the kind's own fields replace what is known of them. */
function kept(kind: CaseKind, before: Input, input: Input): Input {
  const own = Object.entries(input).filter(([key]) => kind.fields[key] !== undefined);
  return { ...before, ...Object.fromEntries(own) };
}

function emptied(fields: readonly string[] = []): Input {
  return Object.fromEntries(fields.map((key) => [key, null]));
}

const levelSchema = z.enum(LEVELS);

function levelOf(kind: CaseKind, detail: Input, before: Level | null): Level | null {
  if (kind.levelField === undefined) return before;
  const read = levelSchema.safeParse(detail[kind.levelField]);
  return read.success ? read.data : before;
}

type Due = Pick<CaseStanding, 'dueAt' | 'reckoned'>;
const NONE: Due = { dueAt: null, reckoned: null };

function dueFrom(
  deadline: Deadline | undefined,
  { dueAt, reckoned }: Due,
  input: Input,
  detail: Input,
  at: number,
  world: World,
): Due | Refusal {
  if (deadline === undefined) return { dueAt, reckoned };
  if (deadline.kind === 'clear') return NONE;
  if (deadline.kind === 'set') {
    const { unit } = deadline;
    const count = world.parameter(deadline.parameter);
    const end = reckon(at, count, unit, world.days);
    return { dueAt: end.at, reckoned: { from: at, count, unit, provisional: end.provisional } };
  }
  const asked = input[deadline.field] ?? detail[deadline.field];
  if (typeof asked !== 'string') return refuse('field-required', { field: both('期限', 'Deadline') }, deadline.field);
  const due = endOf(asked);
  if (due <= at) return refuse('deadline-past', { date: asked }, deadline.field);
  if (deadline.most !== undefined) {
    const { parameter, unit } = deadline.most;
    const latest = endOfPeriod(at, world.parameter(parameter), unit, world.days);
    if (due > latest) return refuse('deadline-too-late', { date: dayOf(latest) }, deadline.field);
  }
  return { dueAt: due, reckoned: null };
}
