import {
  LAYOUTS,
  parseFile,
  parseFileName,
  writeFile,
  type FileName,
  type MineFile,
  type Refusal,
} from '@anlan/coal-mine-files';
import { checkEach, firstDifference, type VectorResult } from './compare.ts';

interface CoalMineVector {
  readonly id: string;
  readonly kind?: 'fileName';
  readonly fileName?: string;
  readonly text: string;
  readonly expect: Readonly<Record<string, unknown>>;
}

/** Runs the vectors of `coal-mine.json`: a file's name, or a file with its name and text. */
export function checkCoalMine(vectors: readonly unknown[]): VectorResult[] {
  return checkEach<CoalMineVector>(vectors, (vector) => {
    const file = vector.kind === 'fileName' ? parseFileName(vector.text) : read(vector);
    return (
      firstDifference(vector.expect, factsOf(vector, file)) ?? ('records' in file ? writtenAgain(file) : undefined)
    );
  });
}

function read({ fileName, text }: CoalMineVector): MineFile | Refusal {
  const name = parseFileName(fileName!);
  return name.ok ? parseFile(text, { type: name.type, mineCode: name.sender }) : name;
}

function factsOf({ expect }: CoalMineVector, file: MineFile | FileName | Refusal): Record<string, unknown> {
  if ('reason' in file) {
    if (file.reason === 'incomplete') return { complete: false };
    return file.reason === 'name' ? { reject: true } : { rejectFile: true };
  }
  // A note is a remark, not a fact of the file.
  return 'records' in file ? { ...shapeOf(file), complete: true, note: expect['note'] } : { reject: false };
}

function shapeOf(file: MineFile): Record<string, unknown> {
  const { type, header, records, recordCount, skipped, replaced } = file;
  const key = LAYOUTS[type]!.key;
  const keptAt = replaced[0]?.by;
  return {
    type,
    mineCode: header.mineCode,
    headerTime: header.time,
    records,
    recordCount,
    good: recordCount - skipped.length,
    skipped,
    uniqueCards: new Set(records.map((record) => key.map((name) => record[name]).join(';'))).size,
    keptForDuplicate: keptAt === undefined ? undefined : records[keptAt - 1 - skipped.length - replaced.length],
    warnings: replaced.length,
  };
}

/** The first difference between the good records and what is read of them once written. */
function writtenAgain(file: MineFile): string | undefined {
  const text = writeFile(file);
  if (typeof text !== 'string') return `not written: ${text.detail}`;
  const again = parseFile(text, { type: file.type });
  return again.ok ? firstDifference(file.records, again.records) : `not read again: ${again.detail}`;
}
