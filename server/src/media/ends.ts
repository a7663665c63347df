import type { RefusalCode } from '@anlan/kernel/refusal';
import { refuse, toProblem } from '@anlan/kernel/refusal';
import type { StreamEndWord } from '@anlan/kernel/media';
import type { LinkEnd } from './link.ts';

/** How the end of a stream is told to people, and whether asking again may help. */
const WORDS: Readonly<Record<LinkEnd, readonly [code: RefusalCode, again: boolean]>> = {
  'unknown-source': ['camera-unreachable', false],
  refused: ['camera-refused', true],
  offline: ['camera-offline', true],
  silent: ['camera-silent', true],
  lost: ['stream-lost', true],
  changed: ['stream-lost', true],
  full: ['streams-full', true],
  network: ['camera-network', false],
  credentials: ['camera-credentials', false],
  unplayable: ['camera-unplayable', false],
  idle: ['stream-lost', true],
  over: ['recording-over', false],
  closed: ['stream-lost', true],
  unreachable: ['media-unreachable', true],
  nothing: ['stream-nothing', true],
};

export const refusalOf = (end: LinkEnd): ReturnType<typeof refuse> => refuse(WORDS[end]?.[0] ?? 'stream-lost');

/** The same as a word inside an open stream. */
export function endWord(end: LinkEnd): StreamEndWord {
  const [code, again] = WORDS[end] ?? ['stream-lost', true];
  return { kind: 'end', code, zh: toProblem(refuse(code), 'zh').zh, en: toProblem(refuse(code), 'en').en, again };
}
