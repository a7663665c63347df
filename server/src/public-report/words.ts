import { sql } from 'kysely';
import type { Doer } from '@anlan/kernel/case';
import { isRefusal, refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { lockOutbox } from '../alarm/write.ts';
import { record } from '../audit/record.ts';
import { actOn } from '../case/write.ts';
import { addPhotos, keepPhotos, type Report } from './receive.ts';

/** The reporter as a doer of the platform's own acts. */
const REPORTER: Doer = { id: null, name: '举报人', side: 'authority' };
/** Words and pictures one report takes after its first; more is brought in person. */
const MOST_WORDS = 20;

/** What the reporter says later: something to add, or that the answer is not right. */
export async function saySomething(
  context: Context,
  id: string,
  said: { readonly id: string; readonly kind: 'supplement' | 'objection'; readonly text: string } & Pick<
    Report,
    'photos'
  >,
): Promise<Refusal | undefined> {
  const photos = await keepPhotos(context, said);
  if (isRefusal(photos)) return photos;
  return context.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const { rows } = await sql<{ n: number; twin: boolean; authority: string }>`
      SELECT (SELECT count(*)::int FROM report_word WHERE case_id = f.id) AS n,
        EXISTS (SELECT FROM report_word WHERE id = ${said.id}) AS twin, f.region_path AS authority
      FROM case_file f WHERE f.id = ${id}`.execute(tx);
    const { n, twin, authority } = rows[0]!;
    if (twin) return undefined;
    if (n >= MOST_WORDS) return refuse('case-too-often', { action: both('补充', 'Adding words'), times: MOST_WORDS });
    const at = Date.now();
    const action = said.kind === 'objection' ? 'object' : 'supplement';
    const row = await actOn(tx, id, { action, input: {}, files: [] }, REPORTER, at);
    if (isRefusal(row)) return row;
    await sql`
      INSERT INTO report_word (id, case_id, region_path, at, kind, text)
      VALUES (${said.id}, ${id}, ${authority}, ${new Date(at)}, ${said.kind}, ${said.text})`.execute(tx);
    await addPhotos(tx, id, authority, photos, at);
    await record(tx, { account: '举报人' }, `report.${said.kind}`, { kind: 'case', id }, 'done');
    return undefined;
  });
}
