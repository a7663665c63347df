import { sql } from 'kysely';
import { ROOTS, type Trace, type TraceSpan } from '@anlan/kernel/trace';
import type { Database } from '../access/scoped.ts';

interface Row extends TraceSpan {
  cause: string;
}

const SPAN = sql`cause, name, key, process, began, ended, facts, trouble`;
const MOST_STEPS = 200;

/** All kept steps of one cause, in order of time. */
export async function traceOf(db: Database, cause: string): Promise<Trace> {
  const { rows } = await sql<Row>`
    SELECT ${SPAN} FROM trace_span WHERE cause = ${cause} ORDER BY began, seq LIMIT ${MOST_STEPS}`.execute(db);
  return { cause, spans: rows.map(({ cause: _, ...span }) => span) };
}

/** The newest traces, or those that took longest; only such whose beginning is known. */
export async function recentTraces(
  db: Database,
  {
    order,
    root,
    limit,
  }: { readonly order: 'newest' | 'longest'; readonly root?: string | undefined; readonly limit: number },
): Promise<Trace[]> {
  const roots = root === undefined ? ROOTS : [root];
  const by = order === 'newest' ? sql`began DESC` : sql`ms DESC`;
  const { rows } = await sql<Row>`
    WITH found AS (
      SELECT s.cause, s.began, (SELECT max(ended) FROM trace_span t WHERE t.cause = s.cause) - s.began AS ms
      FROM trace_span s WHERE s.name = ANY (${[...roots]}::text[]) ORDER BY ${by} LIMIT ${limit})
    SELECT s.cause, name, key, process, s.began, ended, facts, trouble FROM found f JOIN trace_span s ON s.cause = f.cause
    ORDER BY ${order === 'newest' ? sql`f.began DESC` : sql`f.ms DESC`}, f.cause, s.began, s.seq LIMIT ${limit * MOST_STEPS}`.execute(
    db,
  );
  const traces = new Map<string, TraceSpan[]>();
  for (const { cause, ...span } of rows) {
    const spans = traces.get(cause) ?? [];
    spans.push(span);
    traces.set(cause, spans);
  }
  return [...traces].map(([cause, spans]) => ({ cause, spans }));
}
