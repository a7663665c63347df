import type { Field } from '../field.ts';
import { record } from '../structure.ts';

/** A message as a row: its ID, the standard's name for it, and the table of its body. */
export interface MessageRow<T> {
  id: number;
  title: string;
  body: Field<T>;
}

export function message<T>(id: number, title: string, body: Field<T>): MessageRow<T> {
  return { id, title, body };
}

/** The body of a message that consists of its ID. */
export const empty = record({});
