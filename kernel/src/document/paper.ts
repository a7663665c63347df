/**
 * Layouts. `official`: red-headed document of GB/T 9704-2012; `order`: enforcement paper with the authority above its
 * title; `card`: notice to be hung up; `list`: a table to be published.
 */
export const FORMS = ['official', 'order', 'card', 'list'] as const;
export type DocumentForm = (typeof FORMS)[number];

/** A piece of a document's content; layouts decide how it looks. */
export type Block =
  /** A first-level heading: 一、…… */
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  /** Whom it is sent to; stands at the margin with a colon. */
  | { readonly kind: 'addressee'; readonly text: string }
  /** Name and value in one line each. */
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [label: string, value: string])[] }
  /** `widths` are shares of the text's width. */
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
      readonly widths?: readonly number[];
    }
  /** Lines that are filled in by hand. */
  | { readonly kind: 'blanks'; readonly labels: readonly string[] }
  | { readonly kind: 'remark'; readonly text: string };

/** Who issues: its name in full, and the word its numbers begin with (横应急). */
export interface Party {
  readonly name: string;
  readonly word: string;
}

/** A document as it is set: the same content for PDF, DOCX and screen. */
export interface Paper {
  readonly form: DocumentForm;
  readonly issuer: string;
  readonly title: string;
  /** 横应急督〔2026〕12号; null while it is a draft. */
  readonly number: string | null;
  readonly blocks: readonly Block[];
  /** Day of issue, `2026-11-22`; null while it is a draft. */
  readonly issuedOn: string | null;
  /** 抄送, without the word itself. */
  readonly copies: readonly string[];
}
