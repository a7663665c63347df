import { expect, it } from 'vitest';
import { parseAlert, writeAlert } from './index.ts';

const INPUTS = Number(process.env['FUZZ_INPUTS'] ?? 200_000);

const NAMESPACE = 'urn:oasis:names:tc:emergency:cap:1.2';
const SHORT = `<alert xmlns="${NAMESPACE}"><identifier>1</identifier><sender>a</sender><sent>2026-07-01T08:00:00+08:00</sent><status>Test</status><msgType>Alert</msgType><scope>Public</scope></alert>`;
const INFO =
  '<info><category>Met</category><event>a</event><urgency>Past</urgency><severity>Minor</severity><certainty>Likely</certainty><area><areaDesc/><polygon>1,2 3,4 5,6 1,2</polygon></area></info>';

/** A third each: cut before the end, so that most is read for nothing; whole; whole with an info. */
const SEEDS = [SHORT.slice(0, 90), SHORT, SHORT.replace('</alert>', `${INFO}</alert>`)].map((text) =>
  new TextEncoder().encode(text),
);
const PIECES = ['<', '>', '&', ']]>', '<![CDATA[', '<!--', '<!DOCTYPE a>', '&#0;', '</', '<?', 'xmlns:', '\u0000'].map(
  (text) => new TextEncoder().encode(text),
);

/** A repeatable source of 32-bit numbers (xorshift). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** A document with some bytes changed, and often a piece of markup written over it. */
function mutate(next: () => number): Uint8Array {
  const bytes = SEEDS[next() % SEEDS.length]!.slice();
  for (let changes = next() % 3; changes > 0; changes -= 1) bytes[next() % bytes.length] = next();
  if (next() % 3 === 0) {
    const piece = PIECES[next() % PIECES.length]!;
    bytes.set(piece, next() % (bytes.length - piece.length));
  }
  return bytes;
}

it(`takes ${INPUTS} random and mutated documents without throwing`, { timeout: 300_000 }, () => {
  const next = numbers(12);
  // Most inputs end in an exception of the XML parser, and its stack is the dearest part of it.
  Error.stackTraceLimit = 0;
  const seen = new Set<string>();
  for (let count = 0; count < INPUTS; count += 1) {
    const parsed = parseAlert(mutate(next));
    seen.add(parsed.ok ? 'alert' : parsed.reason);
    if (parsed.ok && count % 8 === 0) writeAlert(parsed.alert);
  }
  expect([...seen].toSorted()).toEqual(['alert', 'doctype', 'encoding', 'malformed', 'not-an-alert', 'schema']);
});
