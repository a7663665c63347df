import { sql } from 'kysely';
import type { Log } from '@anlan/gateways';
import type { Presence } from '@anlan/gateways/media';
import type { Database, Tx } from '../access/scoped.ts';

/** Words of a span's reason. */
const WHY: Readonly<Record<Presence['why'] | 'not-back', string>> = {
  registered: '注册上线',
  'signed-off': '注销',
  silent: '三次心跳未到',
  expired: '注册过期',
  'catalogue-on': '目录报在线',
  'catalogue-off': '目录报离线',
  closing: '平台停止',
  'not-back': '平台重启后未恢复',
};
const WRITE_MS = 300;
/** Changes that wait to be written; a device's changes replace one another. */
const MOST = 50_000;
const AT_ONCE = 2000;
const ALL = '';

/** Keeps when cameras came and went. */
export interface Spans {
  note(change: Presence): void;
  /** Cameras whose devices have not come back since `at` (epoch ms) are off line from then on. */
  settle(back: (device: string) => boolean, at: number): Promise<void>;
  close(): Promise<void>;
}

export function openSpans(db: Database, log: Log): Spans {
  let waiting = new Map<string, Presence>();
  let writing: Promise<void> = Promise.resolve();

  function flush(): Promise<void> {
    const changes = [...waiting.values()];
    waiting = new Map();
    if (changes.length === 0) return writing;
    writing = writing.then(async () => {
      try {
        for (let from = 0; from < changes.length; from += AT_ONCE) await write(db, changes.slice(from, from + AT_ONCE));
      } catch (error) {
        log.warn({ error: (error as Error).message }, 'presence of cameras not written');
        // Newer ones have come meanwhile; those go before.
        for (const change of changes) if (!waiting.has(keyOf(change))) waiting.set(keyOf(change), change);
      }
    });
    return writing;
  }

  const timer = setInterval(() => void flush(), WRITE_MS);
  return {
    note(change) {
      // The platform's own stop says nothing of the cameras.
      if (change.why === 'closing' || waiting.size >= MOST) return;
      // A device that has gone takes its channels along, whatever was said of them before.
      if (change.channel === undefined)
        for (const key of waiting.keys()) if (key.startsWith(`${change.device} `)) waiting.delete(key);
      waiting.set(keyOf(change), change);
    },
    async settle(back, at) {
      const { rows } = await sql<{ code: string }>`
        SELECT DISTINCT substr(d.identity, 9) AS code FROM camera_span s JOIN camera c ON c.id = s.camera_id JOIN device d ON d.id = c.device
        WHERE s.until_at IS NULL AND s.online AND c.protocol = 'gb28181' AND NOT d.demonstration`.execute(db);
      const gone = rows.map(({ code }) => code).filter((code) => !back(code));
      await db.transaction().execute((tx) =>
        turn(
          tx,
          gone.map((device) => ({ device, channel: ALL, online: false, at, why: WHY['not-back'] })),
        ),
      );
    },
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}

const keyOf = ({ device, channel = ALL }: Presence): string => `${device} ${channel}`;

interface Turn {
  readonly device: string;
  /** Empty: all cameras of the device. */
  readonly channel: string;
  readonly online: boolean;
  readonly at: number;
  readonly why: string;
}

async function write(db: Database, changes: readonly Presence[]): Promise<void> {
  const turns = changes.map(({ device, channel, online, at, why }): Turn => {
    // A recorder that signs on says nothing of what is connected to it; a camera by itself is its own channel.
    const own = channel ?? (online ? device : ALL);
    return { device, channel: own, online, at, why: WHY[why] };
  });
  await db.transaction().execute((tx) => turn(tx, turns));
}

/** Ends the open spans of cameras that are not as they were, and begins new ones; times go forward only. */
async function turn(tx: Tx, turns: readonly Turn[]): Promise<void> {
  if (turns.length === 0) return;
  const given = JSON.stringify(turns);
  const told = sql`
    SELECT c.id, t.online, to_timestamp(t.at / 1000.0) AS at, t.why, c.region_path, c.organisation_id, c.sector
    FROM json_to_recordset(${given}::json) AS t (device text, channel text, online boolean, at double precision, why text)
    JOIN device d ON d.identity = 'gb28181:' || t.device AND d.retired_at IS NULL
    JOIN camera c ON c.device = d.id AND c.retired_at IS NULL AND (t.channel = '' OR c.code = t.channel)`;
  await sql`
    UPDATE camera_span s SET until_at = greatest(n.at, s.from_at) FROM (${told}) n
    WHERE s.camera_id = n.id AND s.until_at IS NULL AND s.online <> n.online`.execute(tx);
  await sql`
    INSERT INTO camera_span (camera_id, online, from_at, why, region_path, organisation_id, sector)
    SELECT n.id, n.online, greatest(n.at, (SELECT max(until_at) FROM camera_span l WHERE l.camera_id = n.id)), n.why, n.region_path,
      n.organisation_id, n.sector FROM (SELECT DISTINCT ON (id) * FROM (${told}) a ORDER BY id, at DESC) n
    ON CONFLICT (camera_id) WHERE until_at IS NULL DO NOTHING`.execute(tx);
}
