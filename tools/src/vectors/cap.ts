import { offences, parseAlert, writeAlert, type Parsed } from '@anlan/cap';
import { checkEach, difference, firstDifference, type VectorResult } from './compare.ts';

interface CapVector {
  readonly id: string;
  readonly text: string;
  readonly encoding?: string;
  readonly valid: boolean;
  readonly expect: {
    readonly capVersion?: string;
    readonly alert?: unknown;
    readonly schemaErrors?: readonly string[];
  };
}

/** Runs the vectors of `cap.json`: documents and the tree of their alert, or such as a reader has to refuse. */
export function checkCap(vectors: readonly unknown[]): VectorResult[] {
  return checkEach<CapVector>(vectors, ({ text, valid, expect }) => {
    const parsed = parseAlert(new TextEncoder().encode(text), { strict: expect.schemaErrors === undefined });
    if (!valid) return firstDifference(expect, { reject: !parsed.ok });
    if (!parsed.ok) return `refused: ${parsed.reason}, ${parsed.detail}`;
    return difference(expect, factsOf(parsed, expect)) ?? writtenAgain(parsed);
  });
}

function factsOf({ version, alert, findings, signatures }: Parsed, expect: CapVector['expect']): unknown {
  const tree = { ...alert, ...(signatures.length > 0 && { signature: signatures.every(isWhole) }) };
  const schema = expect.schemaErrors && findings.some(({ level }) => level === 'schema');
  return { capVersion: version, alert: tree, ...(schema && { schemaErrors: expect.schemaErrors }) };
}

function isWhole(signature: string): boolean {
  return /^<([\w:]*Signature)\b.*<\/\1\s*>$/s.test(signature);
}

/** The first difference between an alert and what is read of it once written. */
function writtenAgain({ alert }: Parsed): string | undefined {
  const text = writeAlert(alert);
  if (typeof text !== 'string') return `not written: ${text.detail}`;
  const again = parseAlert(text, { strict: true });
  if (!again.ok) return `not read again: ${again.detail}`;
  return difference(alert, again.alert) ?? firstDifference(offences(alert), again.findings);
}
