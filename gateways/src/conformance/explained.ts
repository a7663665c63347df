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
  /** Where it stands in the bytes given, where frames are cut from a stream. */
  readonly start?: number;
  readonly end?: number;
}

/** `stream`: the bytes are a piece of a line whose end is still to come, so that a last frame may be incomplete. */
export type Given = 'whole' | 'stream';

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

/** A check that is right, shown by its bytes. */
export function checkField(
  name: string,
  label: string,
  bytes: Uint8Array,
  clause: string,
  meaning: string,
): ExplainedField {
  const hex = hexOf(bytes);
  return field(name, label, hex, { clause, meaning, hex });
}

/** A piece that the decoder refused. */
export function refused(reason: string, detail: string, clause: string, start?: number): ExplainedFrame {
  return {
    ...(start !== undefined && { start, end: start + 1 }),
    title: '不是有效的帧',
    accepted: false,
    fields: [],
    verdicts: [{ rule: reason, clause, state: 'broken', detail }],
  };
}

/** Bytes in hexadecimal. */
export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
