import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import type { Fund } from '@anlan/systems/prevention';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';

type Row = Omit<Fund, 'ledger'> & {
  paid_in: number;
  disbursed: number;
  returned: number;
  balance: number;
  committed: number;
};

const COLUMNS = sql`f.id, f.name, r.name AS "regionName", f.region_path AS "regionPath", f.document, f.established_on AS "establishedOn", f.share, f.rules`;

/** Funds within an authority's scope with what is in them; for an enterprise those of its place, to apply to. */
export async function listFunds(context: Context, actor: Actor): Promise<Fund[]> {
  if (actor.scope.kind === 'organisation') return fundsFor(context, actor.scope.organisationId);
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<Row>`
      SELECT ${COLUMNS}, coalesce(e.paid_in, 0)::double precision / 100 AS paid_in, coalesce(e.disbursed, 0)::double precision / 100 AS disbursed,
        coalesce(e.returned, 0)::double precision / 100 AS returned, coalesce(e.balance, 0)::double precision / 100 AS balance,
        greatest(0, coalesce(a.approved, 0) - coalesce(e.net, 0)::double precision / 100) AS committed
      FROM rectification_fund f JOIN region r ON r.path = f.region_path
      LEFT JOIN LATERAL (SELECT sum(l.amount) AS balance,
          sum(l.amount) FILTER (WHERE l.kind = 'paid-in' OR o.kind = 'paid-in') AS paid_in,
          -sum(l.amount) FILTER (WHERE l.kind = 'disbursed' OR o.kind = 'disbursed') AS disbursed,
          sum(l.amount) FILTER (WHERE coalesce(o.kind, l.kind) IN ('repaid', 'recovered')) AS returned,
          -sum(l.amount) FILTER (WHERE coalesce(o.kind, l.kind) = 'disbursed' AND c.state IN ('approved', 'paying')) AS net
        FROM fund_entry l LEFT JOIN fund_entry o ON o.id = l.counter_of LEFT JOIN case_file c ON c.id = l.application WHERE l.fund = f.id) e ON true
      LEFT JOIN LATERAL (SELECT sum(d.approved) AS approved FROM case_fund_application d JOIN case_file c ON c.id = d.case_id
        WHERE d.fund = f.id AND c.state IN ('approved', 'paying')) a ON true
      WHERE f.retired_at IS NULL ORDER BY f.region_path`.execute(tx),
  );
  return rows.map(({ paid_in: paidIn, disbursed, returned, balance, committed, ...fund }) => ({
    ...fund,
    ledger: { paidIn, disbursed, returned, balance, committed },
  }));
}

/** Funds of the place of an enterprise: that there are, and by which rules; not what is in them. */
async function fundsFor({ db }: Context, enterprise: string): Promise<Fund[]> {
  const { rows } = await sql<Omit<Fund, 'ledger'>>`
    SELECT ${COLUMNS} FROM rectification_fund f JOIN region r ON r.path = f.region_path
    JOIN enterprise e ON e.id = ${enterprise} AND starts_with(e.region_path, f.region_path)
    WHERE f.retired_at IS NULL ORDER BY length(f.region_path) DESC`.execute(db);
  return rows.map((fund) => ({ ...fund, ledger: null }));
}
