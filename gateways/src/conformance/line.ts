import type { ExplainedFrame } from './explained.ts';
import { type Conformable, explainFrames } from './index.ts';
import { judgeJt808 } from './jt808-session.ts';
import type { LineFrame, SeenPiece } from './seen.ts';

/** Pieces that follow each other on one connection in one direction. */
interface Stretch {
  readonly pieces: SeenPiece[];
  readonly fromStart: boolean;
}

/**
 * The frames of a device's line, put together from pieces that the transport cut anywhere. A frame whose beginning or
 * end is no longer or not yet known is left out: nobody can say whether it keeps a rule.
 */
export function explainLine(protocol: Conformable, pieces: readonly SeenPiece[]): LineFrame[] {
  const frames = stretchesOf(pieces).flatMap((stretch, index) => framesOf(protocol, stretch, index));
  const ordered = frames.sort((a, b) => a.number - b.number).map(({ number: _, ...frame }) => frame);
  return protocol === 'jt808' ? judgeJt808(ordered) : ordered;
}

function stretchesOf(pieces: readonly SeenPiece[]): Stretch[] {
  const all: Stretch[] = [];
  const open = new Map<string, Stretch>();
  let next = 0;
  for (const piece of pieces) {
    if (piece.number !== next) open.clear();
    next = piece.number + 1;
    const key = `${piece.direction} ${piece.line}`;
    const known = open.get(key);
    const stretch = known ?? { pieces: [], fromStart: piece.opens };
    if (known === undefined) all.push(stretch);
    stretch.pieces.push(piece);
    if (piece.line !== null && !piece.cut) open.set(key, stretch);
    else open.delete(key);
  }
  return all;
}

const TOO_LONG: ExplainedFrame = { title: '报文过长，只存开头', accepted: true, fields: [], verdicts: [] };

function framesOf(
  protocol: Conformable,
  { pieces, fromStart }: Stretch,
  stretch: number,
): (LineFrame & { readonly number: number })[] {
  const [first] = pieces;
  const { direction, line } = first!;
  const of = (piece: SeenPiece, bytes: Uint8Array, explained: ExplainedFrame) => ({
    at: piece.at,
    number: piece.number,
    direction,
    line,
    stretch,
    fromStart,
    bytes,
    explained,
  });
  if (line === null) {
    if (first!.cut) return [of(first!, first!.bytes, TOO_LONG)];
    return explainFrames(protocol, first!.bytes).map((explained) => of(first!, first!.bytes, explained));
  }
  const bytes = Buffer.concat(pieces.map((piece) => piece.bytes));
  const explained = explainFrames(protocol, bytes, 'stream');
  const begun = fromStart ? 0 : explained.findIndex(({ accepted }) => accepted);
  let from = 0;
  return explained.flatMap((frame, index) => {
    const { start = from, end = bytes.length } = frame;
    from = end;
    return begun < 0 || index < begun ? [] : [of(pieceAt(pieces, end - 1), bytes.subarray(start, end), frame)];
  });
}

/** The piece in which a byte of their stretch stands. */
function pieceAt(pieces: readonly SeenPiece[], offset: number): SeenPiece {
  let end = 0;
  return pieces.find((piece) => (end += piece.bytes.length) > offset) ?? pieces.at(-1)!;
}
