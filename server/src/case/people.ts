import { may, type Actor } from '@anlan/kernel/access';
import type { CaseDetail } from '@anlan/kernel/case';
import { namesIn } from '@anlan/kernel/document';
import { maskDeep } from '@anlan/kernel/publication';
import type { Database } from '../access/scoped.ts';
import { isFirstLook } from '../audit/first-look.ts';
import { record } from '../audit/record.ts';
import { kindOf } from './row.ts';

/** Whoever works on a case has to know whom to speak to: the enterprise it is about, and who checks or supervises. */
function worksOn(actor: Actor): boolean {
  return actor.scope.kind === 'organisation' || may(actor, 'case.verify') || may(actor, 'case.supervise');
}

/**
 * A case as the actor may see it: names of people in its personal fields, and in what its trail says of them, in clear
 * for who works on it, which the audit keeps, and masked for everybody else.
 */
export async function withPeople(db: Database, actor: Actor, detail: CaseDetail): Promise<CaseDetail> {
  const { fields } = kindOf(detail.case.kind);
  const values = Object.entries(fields).flatMap(([key, field]) =>
    field.personal === true ? [detail.detail[key]] : [],
  );
  const names = [...new Set(values.flatMap(namesIn))];
  if (names.length === 0) return detail;
  if (!worksOn(actor)) return maskDeep(detail, names);
  const { id, number } = detail.case;
  if (isFirstLook(actor.personId, `case ${id}`))
    await record(db, actor, 'personal.reveal', { kind: 'case', id }, 'done', {
      number,
      values: names.length,
      why: 'work',
    });
  return detail;
}
