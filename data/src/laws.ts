import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { packFile } from './packs.ts';

export interface PackedLaw {
  readonly key: string;
  readonly title: string;
  readonly short: string | null;
  readonly kind: 'law' | 'regulation' | 'judicial' | 'rule' | 'local';
  readonly issuer: string;
  /** Region path where it holds. */
  readonly region: string;
  readonly versions: readonly {
    readonly name: string;
    readonly issuedOn: string;
    readonly validFrom: string;
    readonly preface: string;
    readonly text: string;
  }[];
}

export interface PackedCriterion {
  /** Law key of the standard; with `number` the article reference. */
  readonly key: string;
  readonly title: string;
  readonly trade: string;
  readonly origin: string;
  readonly validFrom: string;
  readonly number: string;
  readonly group: string;
  readonly text: string;
  readonly class: string;
  /** Sectors of the registry; none = every sector. */
  readonly sectors: readonly string[];
  readonly confidence: 'confirmed' | 'partly' | 'memory';
}

/** Laws that come with the project, each with its versions; throws where the pack is missing. */
export function loadLaws(): PackedLaw[] {
  const text = gunzipSync(readFileSync(packFile('laws/laws.ndjson.gz'))).toString('utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as PackedLaw);
}

/** Criteria of major hidden dangers by trade, in the order of the standards. */
export function loadCriteria(): PackedCriterion[] {
  const [, ...lines] = readFileSync(packFile('laws/major-danger-criteria.csv'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const [key, title, trade, origin, validFrom, number, group, text, kind, sectors, confidence] = cellsOf(line);
    return {
      key: key!,
      title: title!,
      trade: trade!,
      origin: origin!,
      validFrom: validFrom!,
      number: number!,
      group: group!,
      text: text!,
      class: kind!,
      sectors: sectors === '' ? [] : sectors!.split(' '),
      confidence: confidence as PackedCriterion['confidence'],
    };
  });
}

/** Cells of one line of CSV; a quoted cell may hold commas and doubled quotes. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );
}
