/** What a key asks of the duty desk. */
export type DeskAct =
  | { readonly kind: 'select'; readonly key: string }
  | {
      readonly kind:
        | 'hand-over'
        | 'flash'
        | 'log'
        | 'acknowledge'
        | 'expand'
        | 'shelve'
        | 'handle'
        | 'close'
        | 'danger'
        | 'event'
        | 'search'
        | 'help'
        | 'dismiss';
    };

export interface Press {
  readonly key: string;
  readonly ctrl?: boolean;
  readonly meta?: boolean;
  readonly alt?: boolean;
  /** Is the focus in a field, so that letters are text? */
  readonly typing: boolean;
  /** Is the focus on a button or link, which Enter and Space press? */
  readonly pressing?: boolean;
  /** Is a dialog open, which owns the keyboard? */
  readonly dialog: boolean;
}

const PLAIN: Readonly<Record<string, Exclude<DeskAct['kind'], 'select'>>> = {
  Enter: 'acknowledge',
  ' ': 'expand',
  s: 'shelve',
  h: 'handle',
  c: 'close',
  d: 'danger',
  e: 'event',
  o: 'hand-over',
  f: 'flash',
  l: 'log',
  '/': 'search',
  '?': 'help',
  Escape: 'dismiss',
};
const STEPS: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1, PageDown: 10, PageUp: -10 };

/** Keys and the word that says what each does, for the help dialog. */
export const KEY_HELP = [
  ['J / ↓', 'keyDown'],
  ['K / ↑', 'keyUp'],
  ['Enter', 'keyEnter'],
  ['Space', 'keySpace'],
  ['H', 'keyH'],
  ['S', 'keyS'],
  ['C', 'keyC'],
  ['D', 'keyD'],
  ['E', 'keyE'],
  ['O', 'keyO'],
  ['F', 'keyF'],
  ['L', 'keyL'],
  ['/', 'keySlash'],
  ['Home / End', 'keyEnds'],
  ['Esc', 'keyEsc'],
  ['?', 'keyHelp'],
] as const;

/** Key of the row `step` lines away from the selected one; the ends hold. */
export function stepFrom(keys: readonly string[], selected: string | null, step: number): string | null {
  if (keys.length === 0) return null;
  const at = selected === null ? -1 : keys.indexOf(selected);
  const to = at < 0 ? (step > 0 ? 0 : keys.length - 1) : Math.min(keys.length - 1, Math.max(0, at + step));
  return keys[to] ?? null;
}

/**
 * The act a key press asks for, or null when the key is not ours. Typing keeps letters; a dialog keeps everything;
 * Ctrl, Alt and ⌘ belong to the browser.
 */
export function press(input: Press, rows: readonly string[], selected: string | null): DeskAct | null {
  if (input.dialog || input.ctrl === true || input.meta === true || input.alt === true) return null;
  if (input.typing) return input.key === 'Escape' ? { kind: 'dismiss' } : null;
  if (input.pressing === true && (input.key === 'Enter' || input.key === ' ')) return null;
  const key = input.key.length === 1 ? input.key.toLowerCase() : input.key;
  if (key === 'Home') return at(rows[0]);
  if (key === 'End') return at(rows.at(-1));
  const step = STEPS[key];
  if (step !== undefined) return at(stepFrom(rows, selected, step));
  const kind = PLAIN[key];
  return kind === undefined ? null : { kind };
}

function at(key: string | null | undefined): DeskAct | null {
  return key == null ? null : { kind: 'select', key };
}

/** The row to choose when the one with `key` is about to leave: the one below, else the one above. */
export function afterLeaving(keys: readonly string[], key: string): string | null {
  const next = stepFrom(keys, key, 1);
  return next === key ? (keys.at(-2) ?? null) : next;
}
