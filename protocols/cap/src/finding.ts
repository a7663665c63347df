/** Against what an alert offends: the schema, a rule the standard has only in prose, or its advice. */
export type FindingLevel = 'schema' | 'rule' | 'advice';

/** Something wrong in an alert, and where. */
export interface Finding {
  readonly level: FindingLevel;
  /** Stable code, such as `missing`, `value`, `order`, `references`, `polygon`. */
  readonly code: string;
  /** The place, such as `info[0].area[1].polygon[0]`. */
  readonly path: string;
  readonly detail: string;
}
