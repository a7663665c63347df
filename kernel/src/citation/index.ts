import { toldInEnglish } from '../refusal/index.ts';
import { GROUPS, SOURCES, TITLES } from './english.ts';

/** Heading of a group of parameters in English; undefined = nobody wrote it down. */
export function groupInEnglish(zh: string): string | undefined {
  return GROUPS[zh];
}

const HAN = /\p{Script=Han}/u;

/**
 * Where a number comes from, in English: laws by their official names, standards by number and title; undefined where a
 * part of it was not written down. Parts stand between semicolons.
 */
export function sourceInEnglish(zh: string): string | undefined {
  const whole = toldWhole(zh);
  const said = whole === undefined ? zh.split('；').map(toldWhole) : [whole];
  if (said.includes(undefined)) return undefined;
  const text = said.join('; ');
  const titles = TITLES.flatMap(([code, title]) => (cites(text, code) ? [`${code}: ${title}`] : []));
  return titles.length === 0 ? text : `${text} [${titles.join('; ')}]`;
}

function toldWhole(zh: string): string | undefined {
  if (!HAN.test(zh)) return zh.replaceAll('、', ', ').replaceAll('；', '; ');
  const told = toldInEnglish(SOURCES, zh, (value) => toldInEnglish(SOURCES, value) ?? value.replaceAll('、', ', '));
  return told === undefined || HAN.test(told) ? undefined : told;
}

/** Does a text name the standard itself, and not one whose number begins alike? */
function cites(text: string, code: string): boolean {
  const at = text.indexOf(code);
  return at >= 0 && !/[\d.]/.test(text[at + code.length] ?? '');
}
