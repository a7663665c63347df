import { sql } from 'kysely';
import { fieldSchema } from '@anlan/kernel/entity';
import { namesIn, type DocumentTemplate, type Paper, type TemplateFacts } from '@anlan/kernel/document';
import { refuse, type Refusal, both, named, asIs, problemWords } from '@anlan/kernel/refusal';
import type { Tx } from '../access/scoped.ts';
import { kindOf, readDetail, type CaseRow } from '../case/row.ts';
import { valuesFor } from '../parameter/book.ts';

/** Checks what was filled in against what the template asks for. */
export function readAsks(template: DocumentTemplate, input: TemplateFacts): TemplateFacts | Refusal {
  const known: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(input)) {
    const field = template.asks[key];
    if (field === undefined)
      return refuse('field-invalid', { field: asIs(key), problem: both('没有这一项', 'there is no such member') }, key);
    if (value === null || value === undefined || value === '') continue;
    const read = fieldSchema(field).safeParse(value);
    if (!read.success)
      return refuse(
        'field-invalid',
        { field: named(field), problem: problemWords(read.error.issues[0]!.message) },
        key,
      );
    known[key] = read.data;
  }
  for (const [key, field] of Object.entries(template.asks)) {
    if (field.required === true && known[key] === undefined)
      return refuse('field-required', { field: named(field) }, key);
  }
  return known;
}

/** What is known of a case, for its papers: its own fields, the names behind them, and the numbers that hold there. */
export async function factsOfCase(tx: Tx, row: CaseRow, at: number): Promise<TemplateFacts> {
  const values = await valuesFor(tx, row.region_path, at);
  const detail = await readDetail(tx, kindOf(row.kind), row.id);
  const { rows } = await sql<{ name: string }>`
    SELECT name FROM region WHERE path = ${row.region_path}`.execute(tx);
  return {
    ...detail,
    enterpriseName: row.organisation_name,
    caseNumber: row.number,
    regionName: rows[0]?.name ?? row.region_name,
    progressEvery: values.number('danger.progress.every'),
  };
}

/** The paper that a template makes of facts; number and day stand open until it is issued. */
export function paperOf(template: DocumentTemplate, facts: TemplateFacts, issuer: string): Paper {
  return {
    form: template.form,
    issuer,
    title: template.title(facts),
    number: null,
    blocks: template.blocks(facts),
    issuedOn: null,
    copies: template.copies?.(facts) ?? [],
  };
}

/** Persons named in the facts: masked wherever the public reads the paper. */
export function personsIn(template: DocumentTemplate, facts: TemplateFacts): string[] {
  return [...new Set(template.personal.flatMap((key) => namesIn(facts[key])))];
}
