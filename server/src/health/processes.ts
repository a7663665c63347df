import { sql } from 'kysely';
import type { PulseFigures, ProcessView, SlowView } from '@anlan/kernel/diagnostics';
import type { Database } from '../access/scoped.ts';

/** A process that has said nothing for this long is gone. */
const SILENT = '35 seconds';
/** How long a process that is gone stays in sight. */
const SHOWN = '1 hour';

interface Row {
  host: string;
  role: string;
  pid: number;
  started: number;
  at: number;
  gone: boolean;
  restarts: number;
  figures: PulseFigures;
}

export interface Processes {
  readonly views: readonly ProcessView[];
  readonly requests: readonly SlowView[];
  readonly statements: readonly SlowView[];
}

/** All processes of the platform, on whichever machine: those that live, and those gone within the hour. */
export async function readProcesses(db: Database): Promise<Processes> {
  const { rows } = await sql<Row>`
    SELECT host, role, pid, extract(epoch FROM started_at)::float8 * 1000 AS started, extract(epoch FROM at)::float8 * 1000 AS at, figures,
      at < now() - ${SILENT}::interval AS gone,
      (SELECT count(*)::int FROM process_pulse b WHERE b.host = p.host AND b.role = p.role AND b.supervisor = p.supervisor
        AND b.started_at < p.started_at AND b.at < p.started_at + interval '20 seconds') AS restarts
    FROM process_pulse p WHERE at > now() - ${SHOWN}::interval ORDER BY gone, role, host, started_at DESC LIMIT 200`.execute(
    db,
  );
  const living = rows.filter(({ gone }) => !gone).map(({ figures }) => figures);
  return {
    views: rows.map(({ started, figures: { requests: _, statements: __, ...figures }, ...row }) => {
      return { ...figures, ...row, startedAt: started };
    }),
    requests: slowest(living.flatMap(({ requests }) => requests)),
    statements: slowest(living.flatMap(({ statements }) => statements)),
  };
}

const MOST = 20;

/** The same asked by several processes is one line. */
function slowest(all: readonly SlowView[]): SlowView[] {
  const known = new Map<string, SlowView>();
  for (const one of all) {
    const before = known.get(one.what);
    if (before === undefined) known.set(one.what, one);
    else {
      const worse = one.worst > before.worst ? one : before;
      known.set(one.what, { ...worse, count: one.count + before.count, total: one.total + before.total });
    }
  }
  return [...known.values()].sort((a, b) => b.worst - a.worst).slice(0, MOST);
}
