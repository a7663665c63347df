import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { Deed, Ledger, Sent } from './ledger.ts';

/** One kind of thing that was acknowledged: how many, how many are missing, how many are there more than once. */
export interface Comparison {
  readonly what: string;
  readonly acknowledged: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly examples: readonly string[];
}

/** Compares all that was acknowledged with what the two stores hold. */
export async function compare(home: string, ledger: Ledger): Promise<Comparison[]> {
  const history = await clickhouseOf(home);
  const client = new pg.Client({ connectionString: await postgresUrl(home) });
  await client.connect();
  try {
    return [
      await compareHistory(
        'readings',
        ledger.readings,
        history,
        'SELECT toString(point) AS id, toUnixTimestamp64Milli(at) AS at, value, count() AS n FROM reading FINAL GROUP BY id, reading.at, value',
      ),
      await compareHistory(
        'positions',
        ledger.fixes,
        history,
        'SELECT toString(object) AS id, toUnixTimestamp64Milli(at) AS at, speed AS value, count() AS n FROM fix FINAL GROUP BY id, fix.at, value',
      ),
      await compareAlarms(client, ledger),
      await compareTrails(client, ledger),
      await compareDeeds(
        client,
        'enterprises registered',
        ledger,
        ['enterprise'],
        'SELECT credit_code AS subject, id::text FROM enterprise WHERE credit_code = ANY($1)',
        'registry.write',
      ),
      await compareDeeds(
        client,
        'lines of the duty log',
        ledger,
        ['note'],
        'SELECT text AS subject, id::text FROM desk_entry WHERE text = ANY($1)',
        'desk.write',
      ),
      await compareDeeds(
        client,
        'alarms acknowledged',
        ledger,
        ['acknowledged'],
        ENTRIES('acknowledged'),
        'alarm.acknowledge',
      ),
      await compareDeeds(client, 'alarms handled', ledger, ['handled'], ENTRIES('handled'), 'alarm.handle'),
      await compareDeeds(client, 'alarms closed', ledger, ['closed'], ENTRIES('closed'), 'alarm.close'),
      await compareChain(client),
    ];
  } finally {
    await client.end();
  }
}

const ENTRIES = (kind: string): string =>
  `SELECT alarm_id::text AS subject, alarm_id::text AS id FROM alarm_entry WHERE kind = '${kind}' AND alarm_id::text = ANY($1)`;

const keyOf = (id: string, at: number): string => `${id} ${at}`;

async function compareHistory(what: string, sent: readonly Sent[], ask: Ask, query: string): Promise<Comparison> {
  const there = new Map<string, { count: number; value: number }>();
  for (const row of await ask<{ id: string; at: string; value: number; n: string }>(query)) {
    const key = keyOf(row.id, Number(row.at));
    const before = there.get(key);
    there.set(key, { count: (before?.count ?? 0) + Number(row.n), value: row.value });
  }
  const acknowledged = sent.filter((item) => item.acknowledged);
  const lost = acknowledged.filter(
    ({ id, at, value }) => !(Math.abs((there.get(keyOf(id, at))?.value ?? Number.NaN) - value) < 0.01),
  );
  const duplicated = [...there].filter(([, { count }]) => count > 1);
  return {
    what,
    acknowledged: acknowledged.length,
    lost: lost.length,
    duplicated: duplicated.length,
    examples: [
      ...lost.slice(0, 3).map(({ id, at }) => `lost ${keyOf(id, at)}`),
      ...duplicated.slice(0, 3).map(([key]) => `twice ${key}`),
    ],
  };
}

/** As many alarms as excursions were driven, for each subject by itself. */
async function compareAlarms(client: pg.Client, { driven }: Ledger): Promise<Comparison> {
  const { rows } = await client.query<{ key: string; n: number }>(
    `SELECT rule || ' ' || subject_id AS key, count(*)::int AS n FROM alarm GROUP BY 1`,
  );
  const counts = new Map(rows.map(({ key, n }) => [key, n]));
  const differences = driven.map(({ rule, subject, alarms }) => ({
    name: `${rule} ${subject}`,
    difference: (counts.get(`${rule} ${subject}`) ?? 0) - alarms,
  }));
  return differencesOf(
    'alarms, one an excursion',
    driven.reduce((sum, { alarms }) => sum + alarms, 0),
    differences,
  );
}

/** Each alarm was raised once and recovered once, in its trail and in what browsers are told. */
async function compareTrails(client: pg.Client, { driven }: Ledger): Promise<Comparison> {
  const subjects = driven.map(({ subject }) => subject);
  const { rows } = await client.query<{ id: string; kind: string; about: string; trail: number; told: number }>(
    `SELECT a.id::text, k.kind, concat_ws(' ', a.rule, a.subject_id, a.since, a.recovered_at, CASE WHEN a.retrospective THEN 'retrospective' END,
         (SELECT string_agg(e.kind, ',' ORDER BY e.at) FROM alarm_entry e WHERE e.alarm_id = a.id)) AS about,
       (SELECT count(*) FROM alarm_entry e WHERE e.alarm_id = a.id AND e.kind = k.kind)::int AS trail,
       (SELECT count(*) FROM outbox o WHERE o.body ->> 'id' = a.id::text AND o.happening = k.kind)::int AS told
     FROM alarm a, (VALUES ('raised'), ('recovered')) AS k(kind)
     WHERE a.subject_id::text = ANY($1) AND a.rule IN ('level-high', 'overspeed')`,
    [subjects],
  );
  const differences = rows.flatMap(({ id, kind, about, trail, told }) => [
    { name: `trail ${kind} ${id} (${about})`, difference: trail - 1 },
    { name: `event ${kind} ${id}`, difference: told - 1 },
  ]);
  return differencesOf('trail lines and events of these alarms', differences.length, differences);
}

/** A deed that was answered with yes is there once with one audit entry; one of unknown outcome is there with its entry or not at all. */
async function compareDeeds(
  client: pg.Client,
  what: string,
  ledger: Ledger,
  kinds: readonly Deed['kind'][],
  query: string,
  verb: string,
): Promise<Comparison> {
  const deeds = ledger.deeds.filter(({ kind, outcome }) => kinds.includes(kind) && outcome !== 'no');
  const found = await client.query<{ subject: string; id: string }>(query, [deeds.map(({ subject }) => subject)]);
  const ids = [
    ...new Set([...found.rows.map(({ id }) => id), ...deeds.flatMap(({ id }) => (id === undefined ? [] : [id]))]),
  ];
  const audit = await client.query<{ id: string; n: number }>(
    `SELECT subject_id AS id, count(*)::int AS n FROM audit WHERE verb = $1 AND outcome = 'done' AND subject_id = ANY($2) GROUP BY 1`,
    [verb, ids],
  );
  const entries = new Map(audit.rows.map(({ id, n }) => [id, n]));
  const idsOf = new Map<string, { id: string }[]>();
  for (const row of found.rows) idsOf.set(row.subject, [...(idsOf.get(row.subject) ?? []), row]);
  const differences = deeds.flatMap(({ subject, outcome, id }) => {
    const own = idsOf.get(subject) ?? [];
    const known = id ?? own[0]?.id;
    const wanted = outcome === 'yes' ? 1 : Math.min(own.length, 1);
    return [
      { name: `${subject} (${outcome})`, difference: own.length - wanted },
      {
        name: `audit of ${subject} (${outcome})`,
        difference: (known === undefined ? 0 : (entries.get(known) ?? 0)) - wanted,
      },
    ];
  });
  return differencesOf(
    `${what}, with their audit entries`,
    deeds.filter(({ outcome }) => outcome === 'yes').length,
    differences,
  );
}

/** Computes the chain of hashes anew, outside the database. */
async function compareChain(client: pg.Client): Promise<Comparison> {
  const { rows } = await client.query<{ seq: string; hash: string; previous: string; text: string }>(
    'SELECT seq, hash, previous, audit_text(audit) AS text FROM audit ORDER BY seq',
  );
  const differences = rows.map(({ seq, hash, previous, text }, index) => {
    const holds =
      Number(seq) === index + 1 &&
      previous === (rows[index - 1]?.hash ?? '') &&
      hash === createHash('sha256').update(text).digest('hex');
    return { name: `audit ${seq}`, difference: holds ? 0 : -1 };
  });
  return differencesOf('links of the audit chain', rows.length, differences);
}

function differencesOf(
  what: string,
  acknowledged: number,
  differences: readonly { name: string; difference: number }[],
): Comparison {
  const wrong = differences.filter(({ difference }) => difference !== 0);
  return {
    what,
    acknowledged,
    lost: wrong.reduce((sum, { difference }) => sum + Math.max(0, -difference), 0),
    duplicated: wrong.reduce((sum, { difference }) => sum + Math.max(0, difference), 0),
    examples: wrong.slice(0, 5).map(({ name, difference }) => `${name}: ${difference > 0 ? '+' : ''}${difference}`),
  };
}

type Ask = <T>(query: string) => Promise<T[]>;

async function clickhouseOf(home: string): Promise<Ask> {
  const { password, port } = JSON.parse(await readFile(join(home, 'clickhouse.json'), 'utf8')) as {
    password: string;
    port: number;
  };
  const headers = { authorization: `Basic ${Buffer.from(`anlan:${password}`).toString('base64')}` };
  return async <T>(query: string) => {
    const response = await fetch(`http://127.0.0.1:${port}/?database=anlan`, {
      method: 'POST',
      headers,
      body: `${query} FORMAT JSONEachRow`,
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`history answered ${response.status}: ${text.slice(0, 300)}`);
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as T);
  };
}

async function postgresUrl(home: string): Promise<string> {
  const { owner, port } = JSON.parse(await readFile(join(home, 'postgres.json'), 'utf8')) as {
    owner: string;
    port: number;
  };
  return `postgres://anlan:${owner}@127.0.0.1:${port}/anlan`;
}
