/** Most characters of what people type where no field of its own says it; forms stop there, and the API refuses more. */
export const LENGTHS = {
  /** A search box. */
  search: 80,
  /** One line: a name, an address, a number as it is written. */
  line: 200,
  /** A reason or a note. */
  reason: 300,
  /** A list of numbers or names that is pasted. */
  list: 16_000,
  /** A table that is pasted. */
  table: 400_000,
  /** A paragraph of a paper. */
  page: 20_000,
} as const;
