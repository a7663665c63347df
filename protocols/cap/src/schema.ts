import { isSchemaTime } from './time.ts';
import * as values from './values.ts';

/** How often an element occurs: once, at most once, any number of times, at least once. */
export type Occurs = '1' | '?' | '*' | '+';

/** What an element holds: text of a kind, one of some values, or other elements. */
export type Content = TextKind | readonly string[] | { readonly group: Group };
export type TextKind = 'text' | 'time' | 'language' | 'integer' | 'decimal';
export type Group = 'alert' | 'info' | 'resource' | 'area' | 'pair';
export type Row = readonly [name: string, occurs: Occurs, content: Content];

const PAIR = { group: 'pair' } as const;

/** The elements of each group in their order; CAP 1.2 §3.2 and Appendix A. */
export const SCHEMA: Readonly<Record<Group, readonly Row[]>> = {
  alert: [
    ['identifier', '1', 'text'],
    ['sender', '1', 'text'],
    ['sent', '1', 'time'],
    ['status', '1', values.STATUSES],
    ['msgType', '1', values.MESSAGE_TYPES],
    ['source', '?', 'text'],
    ['scope', '1', values.SCOPES],
    ['restriction', '?', 'text'],
    ['addresses', '?', 'text'],
    ['code', '*', 'text'],
    ['note', '?', 'text'],
    ['references', '?', 'text'],
    ['incidents', '?', 'text'],
    ['info', '*', { group: 'info' }],
  ],
  info: [
    ['language', '?', 'language'],
    ['category', '+', values.CATEGORIES],
    ['event', '1', 'text'],
    ['responseType', '*', values.RESPONSE_TYPES],
    ['urgency', '1', values.URGENCIES],
    ['severity', '1', values.SEVERITIES],
    ['certainty', '1', values.CERTAINTIES],
    ['audience', '?', 'text'],
    ['eventCode', '*', PAIR],
    ['effective', '?', 'time'],
    ['onset', '?', 'time'],
    ['expires', '?', 'time'],
    ['senderName', '?', 'text'],
    ['headline', '?', 'text'],
    ['description', '?', 'text'],
    ['instruction', '?', 'text'],
    ['web', '?', 'text'],
    ['contact', '?', 'text'],
    ['parameter', '*', PAIR],
    ['resource', '*', { group: 'resource' }],
    ['area', '*', { group: 'area' }],
  ],
  resource: [
    ['resourceDesc', '1', 'text'],
    ['mimeType', '1', 'text'],
    ['size', '?', 'integer'],
    ['uri', '?', 'text'],
    ['derefUri', '?', 'text'],
    ['digest', '?', 'text'],
  ],
  area: [
    ['areaDesc', '1', 'text'],
    ['polygon', '*', 'text'],
    ['circle', '*', 'text'],
    ['geocode', '*', PAIR],
    ['altitude', '?', 'decimal'],
    ['ceiling', '?', 'decimal'],
  ],
  pair: [
    ['valueName', '1', 'text'],
    ['value', '1', 'text'],
  ],
};

const TESTS: Readonly<Record<TextKind, (text: string) => boolean>> = {
  text: () => true,
  time: isSchemaTime,
  language: (text) => /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/.test(text),
  integer: (text) => /^[-+]?\d+$/.test(text),
  decimal: (text) => /^[-+]?(\d+\.?\d*|\.\d+)$/.test(text),
};

/** Whether the schema permits a text as an element's content. */
export function permits(content: TextKind | readonly string[], text: string): boolean {
  return typeof content === 'string' ? TESTS[content](text) : content.includes(text);
}

/** True for a row whose value is a list. */
export function repeats(occurs: Occurs): boolean {
  return occurs === '*' || occurs === '+';
}

/** True for content that is text, not other elements. */
export function isText(content: Content): content is TextKind | readonly string[] {
  return typeof content === 'string' || Array.isArray(content);
}
