/** Characters that may not begin a line (避头), and that may not end one (避尾). */
const NOT_FIRST = new Set('，。、；：？！）〕》」』”’…—,.;:?!)]}%％℃');
const NOT_LAST = new Set('（〔《「『“‘([{');
const LATIN = /[A-Za-z0-9._/+-]/;

/** Pieces that are not broken: a run of Latin letters and digits, or one character. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (const letter of text) {
    const last = pieces.at(-1);
    if (last !== undefined && LATIN.test(letter) && LATIN.test(last.at(-1) as string) && last.length < 24)
      pieces[pieces.length - 1] = last + letter;
    else pieces.push(letter);
  }
  return pieces;
}

/**
 * Breaks a text into lines of at most `width`, the first shorter by `indent`; `measure` gives a text's width in the same
 * unit. Punctuation neither begins nor ends a line wrongly: it takes the character before it along. A character wider
 * than the line stands alone. Joined again, the lines are the text.
 */
export function breakLines(text: string, width: number, indent: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  for (const part of text.split('\n')) {
    let line: string[] = [];
    let used = lines.length === 0 ? indent : 0;
    for (const piece of piecesOf(part)) {
      const wide = measure(piece);
      if (line.length > 0 && used + wide > width) {
        const moved = carried(line, piece);
        lines.push(line.slice(0, line.length - moved).join(''));
        line = line.slice(line.length - moved);
        used = line.reduce((sum, one) => sum + measure(one), 0);
      }
      line.push(piece);
      used += wide;
    }
    lines.push(line.join(''));
  }
  return lines;
}

/** How many of a full line's last pieces go to the next one; never all of them. */
function carried(line: readonly string[], next: string): number {
  let moved = 0;
  let first = next;
  while (moved < line.length - 1) {
    const last = line[line.length - 1 - moved] as string;
    if (!NOT_FIRST.has(first[0] as string) && !NOT_LAST.has(last)) return moved;
    if (moved >= 4) return 0;
    first = last;
    moved += 1;
  }
  return 0;
}
