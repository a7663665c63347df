import { type ExplainedField, field, hexOf } from './explained.ts';

/** How a member of a decoded record is told to a person. */
export interface Described {
  readonly label?: string | undefined;
  readonly value?: string | undefined;
  readonly meaning?: string | undefined;
  readonly clause?: string | undefined;
  /** A password or code: neither its value nor its bytes are shown. */
  readonly secret?: boolean;
  /** What stands below the member in place of its own members. */
  readonly rows?: readonly ExplainedField[] | undefined;
}

/** Describes a member by its name, its value and the record it stands in; `depth` is that of the member. */
export type Describe = (member: string, value: unknown, record: object, depth: number) => Described;

const MOST_FIELDS = 2000;
/** How a secret is shown. */
export const COVERED = '••••••';

/** Remembers which bytes the members of records came from; give `note` to the decoder as its trace. */
export class Spans {
  readonly #bytes = new Map<object, Map<string, Uint8Array>>();

  readonly note = (record: object, member: string, bytes: Uint8Array): void => {
    const members = this.#bytes.get(record) ?? new Map<string, Uint8Array>();
    this.#bytes.set(record, members.set(member, bytes));
  };

  hex(record: object, member: string): string {
    const bytes = this.#bytes.get(record)?.get(member);
    return bytes === undefined ? '' : hexOf(bytes);
  }
}

/** The fields of a decoded record in its order, what is nested one deeper. */
export function recordFields(
  record: object,
  describe: Describe,
  clause: string,
  spans: Spans,
  depth = 1,
): ExplainedField[] {
  const all = Object.entries(record).flatMap(([member, value]): ExplainedField[] => {
    if (value === undefined) return [];
    const told = describe(member, value, record, depth);
    const isList = Array.isArray(value);
    const own = field(member, told.label ?? '', told.secret === true ? COVERED : (told.value ?? shown(value)), {
      depth,
      meaning: told.meaning ?? '',
      clause: told.clause ?? clause,
      hex: isList || told.secret === true || (told.rows?.length ?? 0) > 0 ? '' : spans.hex(record, member),
    });
    if (told.rows !== undefined) return [own, ...told.rows];
    if (isList) return [own, ...value.flatMap((one, index) => listed(one, index))];
    return isRecord(value) ? [own, ...recordFields(value, describe, clause, spans, depth + 1)] : [own];
  });
  return all.slice(0, MOST_FIELDS);

  function listed(one: unknown, index: number): ExplainedField[] {
    if (!isRecord(one)) return [];
    const head = field(String(index + 1), `第 ${index + 1} 项`, '', { depth: depth + 1, clause });
    return [head, ...recordFields(one, describe, clause, spans, depth + 2)];
  }
}

const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !(value instanceof Uint8Array);

function shown(value: unknown): string {
  if (value instanceof Uint8Array) return `${value.length} B`;
  if (!Array.isArray(value)) return typeof value === 'object' ? '' : String(value);
  return value.some((one) => typeof one === 'object') ? `${value.length} 项` : value.join('、');
}
