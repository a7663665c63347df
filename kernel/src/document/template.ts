import type { Verb } from '../access/index.ts';
import type { Field } from '../entity/index.ts';
import type { Refusal } from '../refusal/index.ts';
import type { Block, DocumentForm } from './paper.ts';

/** Facts as a template is given them: the case's own fields by key, names of references, and what was filled in. */
export type TemplateFacts = Readonly<Record<string, unknown>>;

/** A kind of document as code: facts → content. */
export interface DocumentTemplate {
  /** `listing-notice` */
  readonly key: string;
  readonly label: string;
  readonly labelEn: string;
  readonly form: DocumentForm;
  /** Follows the authority's word in the number: 督 → 横应急督〔2026〕12号. */
  readonly word: string;
  /** Kind of case it is issued for and the states in which it may be; left out = not for cases. */
  readonly case?: { readonly kind: string; readonly states: readonly string[] };
  /** What is filled in beside what is known. */
  readonly asks: Readonly<Record<string, Field>>;
  /** Facts that are names of persons: masked wherever the public reads them. */
  readonly personal: readonly string[];
  /** Who may draft it. */
  readonly verb: Verb;
  /** Act of the case that issuing does in the same stroke; `input` gives its members from the facts. */
  readonly act?: { readonly action: string; readonly input: (facts: TemplateFacts) => TemplateFacts };
  /** Why these facts allow no such paper; asked when it is drafted and again when it is issued. */
  readonly guard?: (facts: TemplateFacts) => Refusal | undefined;
  /** Earlier papers of the same case that end with its issue. */
  readonly ends?: readonly string[];
  readonly title: (facts: TemplateFacts) => string;
  /** Whom it is addressed to. */
  readonly addressee: (facts: TemplateFacts) => string;
  readonly blocks: (facts: TemplateFacts) => readonly Block[];
  readonly copies?: (facts: TemplateFacts) => readonly string[];
  /** The clause or order it follows. */
  readonly source: string;
}

export function defineTemplate(template: DocumentTemplate): DocumentTemplate {
  return template;
}

/** What is wrong with a template taken alone. */
export function checkTemplate(template: DocumentTemplate): string[] {
  const found: string[] = [];
  if (!/^[a-z][a-z0-9-]*$/.test(template.key)) found.push('its key is not kebab-case');
  if (template.label === '' || template.labelEn === '') found.push('it has no label');
  if (template.source === '') found.push('it cites no source');
  if (template.act !== undefined && template.case === undefined) found.push('it acts on a case it is not for');
  return found;
}
