/** One field of a frame as a person reads it. */
export interface ExplainedField {
  /** Nesting below the frame, 0 = of the frame itself. */
  readonly depth: number;
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** What the value means, where it is a code. */
  readonly meaning: string;
  /** Clause the field stands in. */
  readonly clause: string;
  /** Bytes of the field in hexadecimal, where the protocol has them in one piece. */
  readonly hex: string;
}

/** What a rule of the standard says of a frame. */
export interface Verdict {
  readonly rule: string;
  readonly clause: string;
  /** `note`: allowed, or met in the field and taken, but not as the standard has it. */
  readonly state: 'kept' | 'broken' | 'note';
  readonly detail: string;
}

/** One frame, or a piece that is none. */
export interface ExplainedFrame {
  readonly title: string;
  /** Was it accepted by the decoder that the listener uses? */
  readonly accepted: boolean;
  readonly fields: readonly ExplainedField[];
  readonly verdicts: readonly Verdict[];
}

export function verdict(rule: string, clause: string, holds: boolean, detail = ''): Verdict {
  return { rule, clause, state: holds ? 'kept' : 'broken', detail: holds ? '' : detail };
}

export function note(rule: string, clause: string, asMeant: boolean, detail: string): Verdict {
  return { rule, clause, state: asMeant ? 'kept' : 'note', detail: asMeant ? '' : detail };
}

/** A field; parts not given are empty. */
export function field(
  name: string,
  label: string,
  value: string | number,
  more: Partial<Pick<ExplainedField, 'meaning' | 'clause' | 'hex' | 'depth'>> = {},
): ExplainedField {
  return { depth: 0, name, label, value: String(value), meaning: '', clause: '', hex: '', ...more };
}

/** A piece that the decoder refused. */
export function refused(reason: string, detail: string, clause: string): ExplainedFrame {
  return {
    title: '不是有效的帧',
    accepted: false,
    fields: [],
    verdicts: [{ rule: reason, clause, state: 'broken', detail }],
  };
}

const DEEPEST = 5;
const MOST_FIELDS = 2000;

/** The fields of a decoded body, in its order: what is nested is one deeper, bytes are hexadecimal. */
export function flatten(body: unknown, clause: string, depth = 1, name = ''): ExplainedField[] {
  if (body === undefined) return [];
  if (body instanceof Uint8Array) {
    return [field(name, '', `${body.length} B`, { depth, clause, hex: hexOf(body) })];
  }
  if (typeof body !== 'object' || body === null) return [field(name, '', String(body), { depth, clause })];
  if (depth > DEEPEST) return [field(name, '', JSON.stringify(body), { depth, clause })];
  const own = name === '' ? [] : [field(name, '', Array.isArray(body) ? `${body.length} 项` : '', { depth, clause })];
  const inner = Object.entries(body).flatMap(([key, value]) =>
    flatten(value, clause, name === '' ? depth : depth + 1, key),
  );
  return [...own, ...inner].slice(0, MOST_FIELDS);
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
