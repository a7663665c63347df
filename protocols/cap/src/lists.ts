import { parseTime } from './time.ts';

/** An earlier message that is referred to. */
export interface Reference {
  readonly sender: string;
  readonly identifier: string;
  readonly sent: string;
}

/** The messages that `references` names; null when they are not triples `sender,identifier,sent`. */
export function referencesOf(text: string): Reference[] | null {
  const references: Reference[] = [];
  for (const triple of text.trim().split(/\s+/)) {
    const [sender, identifier, sent, ...more] = triple.split(',');
    if (!sender || !identifier || more.length > 0 || parseTime(sent ?? '') === null) return null;
    references.push({ sender, identifier, sent: sent! });
  }
  return references;
}

/** The text of `references`. */
export function referencesText(references: readonly Reference[]): string {
  return references.map(({ sender, identifier, sent }) => `${sender},${identifier},${sent}`).join(' ');
}

/** The items of `addresses` or `incidents`: separated by white space, those that contain some in double quotes. */
export function splitList(text: string): string[] {
  return Array.from(text.matchAll(/"([^"]*)"|[^\s"]+/g), ([item, quoted]) => quoted ?? item);
}
