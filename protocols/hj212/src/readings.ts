import type { Packet } from './packet.ts';
import { valueOf } from './packet.ts';

/** What one packet says of one factor or piece of equipment. */
export interface Measured {
  /** Factor, equipment or information code: a21026, SB1, i12001, Leq … */
  readonly code: string;
  /** Numbers by kind: Rtd, Min, Avg, Max, Cou, ZsRtd …, RS, RT, Data. Empty and "--" values are left out. */
  readonly values: Readonly<Record<string, number>>;
  /** Texts of kinds that are no numbers: SampleTime as sent, SN, Info without its slashes. */
  readonly texts: Readonly<Record<string, string>>;
  /** Data flag; undefined when not sent. */
  readonly flag: string | undefined;
  /** State code of the instrument (`-EFlag`). */
  readonly eFlag: string | undefined;
}

interface Draft {
  code: string;
  values: Record<string, number>;
  texts: Record<string, string>;
  flag: string | undefined;
  eFlag: string | undefined;
}

const TEXTS = new Set(['SampleTime', 'SN', 'Info']);
// Kinds are code words; anything longer or stranger is not one.
const NAME = /^([\w.-]{1,24})-([A-Za-z]{1,12})$/;

/** The measurements of an upload (`DataTime` apart) by code; what is sent twice counts the last time. */
export function measuredOf(packet: Packet): Measured[] {
  const drafts = new Map<string, Draft>();
  for (const item of packet.items) {
    for (const [name, value] of item) {
      const match = NAME.exec(name);
      if (match) note(draftOf(drafts, match[1]!), match[2]!, value);
    }
  }
  return [...drafts.values()];
}

/**
 * The `DataTime` of an upload, as sent: the sampling moment of 2011 and 2021, the start of the interval else; the
 * `AlarmTime` of an alarm event (HJ/T 212-2005 2072).
 */
export function dataTimeOf(packet: Packet): string | undefined {
  return valueOf(packet, 'DataTime') ?? valueOf(packet, 'AlarmTime');
}

function draftOf(drafts: Map<string, Draft>, code: string): Draft {
  const known = drafts.get(code);
  if (known) return known;
  const draft: Draft = {
    code,
    values: Object.create(null),
    texts: Object.create(null),
    flag: undefined,
    eFlag: undefined,
  };
  drafts.set(code, draft);
  return draft;
}

function note(draft: Draft, kind: string, value: string): void {
  // "-flag" in lower case is met.
  if (/^flag$/i.test(kind)) draft.flag = value;
  else if (/^eflag$/i.test(kind)) draft.eFlag = value;
  else if (TEXTS.has(kind)) draft.texts[kind] = value.replace(/^\/\//, '').replace(/\/\/$/, '');
  else if (/^[+-]?\d{1,18}(\.\d*)?$/.test(value)) draft.values[kind] = Number(value);
}
