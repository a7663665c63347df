import type { DocumentTemplate } from '@anlan/kernel/document';
import { SYSTEMS } from '@anlan/systems';

const TEMPLATES: ReadonlyMap<string, DocumentTemplate> = new Map(
  SYSTEMS.flatMap((system) => (system.documents ?? []).map((template) => [template.key, template] as const)),
);

/** The declared kind of document of a key. */
export function templateByKey(key: string): DocumentTemplate | undefined {
  return TEMPLATES.get(key);
}
