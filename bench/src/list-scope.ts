import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { connectApi, startPlatform, type Api } from '@anlan/journeys';
import { optionsOf } from './options.ts';
import { machine, printTable, quantile, rounded } from './table.ts';

const CITY = 'cn.36.11.';
const TARGET_MS = 200;
type Syllables = readonly (readonly [text: string, pinyin: string])[];
const read = (text: string): Syllables => text.split(' ').map((pair) => pair.split(':') as [string, string]);
const FIRST = read(
  '鸿:hong 瑞:rui 恒:heng 安:an 宏:hong 金:jin 祥:xiang 泰:tai 盛:sheng 兴:xing 昌:chang 信:xin 德:de 嘉:jia 福:fu 顺:shun 润:run 丰:feng 远:yuan 江:jiang 饶:rao 灵:ling 怀:huai 云:yun 青:qing 明:ming 东:dong 楚:chu 松:song 岳:yue 岚:lan',
);
const SECOND = read(
  '源:yuan 峰:feng 腾:teng 发:fa 利:li 通:tong 泽:ze 康:kang 宇:yu 隆:long 诚:cheng 和:he 邦:bang 城:cheng 岭:ling 川:chuan 坤:kun 翔:xiang 锦:jin',
);
const TRADE: Syllables = [
  ['化工', 'hua_gong'],
  ['矿业', 'kuang_ye'],
  ['烟花', 'yan_hua'],
  ['建材', 'jian_cai'],
  ['机械', 'ji_xie'],
  ['食品', 'shi_pin'],
  ['物流', 'wu_liu'],
  ['冷链', 'leng_lian'],
  ['纺织', 'fang_zhi'],
  ['电子', 'dian_zi'],
  ['包装', 'bao_zhuang'],
];
const TAIL = [
  ['有', 'you'],
  ['限', 'xian'],
  ['公', 'gong'],
  ['司', 'si'],
] as const;
const SECTORS = [
  'hazchem-production',
  'non-coal-mine',
  'fireworks',
  'building-materials',
  'machinery',
  'light-industry',
  'warehouse',
  'other',
];

/** Name and search key (initials, blank, full pinyin) of the n-th enterprise: some six hundred brands, each some thousand times. */
function nameOf(n: number): { name: string; key: string } {
  const parts = [
    FIRST[n % FIRST.length]!,
    SECOND[Math.floor(n / 7) % SECOND.length]!,
    TRADE[Math.floor(n / 13) % TRADE.length]!,
    ...TAIL,
  ];
  const syllables = parts.flatMap(([, pinyin]) => pinyin.split('_'));
  const initials = syllables.map((syllable) => syllable[0]).join('');
  return {
    name: `${parts.map(([text]) => text).join('')}${n}厂`,
    key: `${initials}${n}c ${syllables.join('')}${n}chang`,
  };
}

/** Takes away the indexes that are no constraint; what they are is kept in `file`, so that a fill that was broken off ends with them. */
async function setIndexesAside(client: pg.Client, file: string): Promise<void> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
     FROM pg_index WHERE indrelid = 'enterprise'::regclass AND NOT indisunique`,
  );
  if (!existsSync(file)) await writeFile(file, JSON.stringify(rows.map(({ definition }) => definition)));
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
}

async function bringIndexesBack(client: pg.Client, file: string): Promise<void> {
  await client.query("SET maintenance_work_mem = '512MB'");
  for (const definition of JSON.parse(await readFile(file, 'utf8')) as string[])
    await client.query(definition.replace(' INDEX ', ' INDEX IF NOT EXISTS '));
  await client.query('VACUUM ANALYZE enterprise');
  await rm(file);
}

/** Enters enterprises `first` to `rows` into the towns of the city, by the database's own means: their number is what is measured, not their entry. */
async function fill(client: pg.Client, first: number, rows: number): Promise<void> {
  const { rows: towns } = await client.query<{ path: string }>(
    `SELECT path FROM region WHERE kind = 'town' AND path > $1 AND path < 'cn.36.11/' ORDER BY path`,
    [CITY],
  );
  const batch = 20_000;
  for (let from = first; from < rows; from += batch) {
    const part = Array.from({ length: Math.min(batch, rows - from) }, (_, index) => {
      const n = from + index;
      const { name, key } = nameOf(n);
      const level = n % 100 === 0 ? 'red' : n % 9 === 0 ? 'orange' : 'blue';
      return [
        randomUUID(),
        name,
        towns[n % towns.length]!.path,
        SECTORS[Math.floor(n / 3) % SECTORS.length]!,
        level,
        `9136110${String(n).padStart(11, '0')}`,
        key,
      ];
    });
    const columns = part[0]!.map((_, column) => part.map((row) => row[column]));
    await client.query(
      `INSERT INTO enterprise (id, name, region_path, organisation_id, sector, risk_level, credit_code, initials, employees, demonstration)
       SELECT id, name, path, id, sector, level, code, key, 10, true
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) AS r(id, name, path, sector, level, code, key)`,
      columns,
    );
  }
}

const WISHES: readonly (readonly [what: string, query: string])[] = [
  ['first page', ''],
  ['filtered: red', '&riskLevel=red'],
  ['filtered: sector and level', '&sector=fireworks&riskLevel=orange'],
  ['name, 2 characters', '&search=鸿源'],
  ['name, 4 characters', '&search=鸿源化工'],
  ['initials', '&search=hyhg'],
  ['full pinyin', '&search=hongyuanhuagong'],
  ['number', '&search=0000012345'],
  ['in every name', '&search=有限公司'],
];

/** An identity of its own that sees everything; the demonstration's reach a city at most. */
async function enterAdministrator(client: pg.Client): Promise<string> {
  await client.query(
    `INSERT INTO person (id, account, name, role, scope_kind, demonstration, offered) VALUES ($1, 'bench.all', '测速', 'inspector', 'all', true, '{"order": 99, "place": "全部", "jurisdiction": "cn.36.11."}')
     ON CONFLICT DO NOTHING`,
    [randomUUID()],
  );
  return 'bench.all';
}

/**
 * Lists of 10⁶ (or `--rows`) enterprises over HTTP, a township officer against an administrator, on a platform of its own.
 * `--home FOLDER` keeps its data: filled once, measured again.
 */
export async function listScope(args: readonly string[]): Promise<number> {
  const { rows, rounds, home } = optionsOf(args, { rows: 1_000_000, rounds: 20, home: '' });
  const platform = await startPlatform(home === '' ? {} : { home, within: 300_000 });
  const printed: (string | number)[][] = [];
  let slow = 0;
  try {
    const kept = JSON.parse(await readFile(join(platform.home, 'postgres.json'), 'utf8')) as {
      owner: string;
      port: number;
    };
    const client = new pg.Client({ connectionString: `postgres://anlan:${kept.owner}@127.0.0.1:${kept.port}/anlan` });
    // The platform may be taken down under it: what went wrong before is what counts.
    client.on('error', () => {});
    await client.connect();
    const began = performance.now();
    // What was broken off goes on where it ended.
    const there = await client.query<{ n: string }>("SELECT count(*) AS n FROM enterprise WHERE name LIKE '%厂'");
    const first = Number(there.rows[0]!.n);
    const aside = join(platform.home, 'list-scope-indexes.json');
    if (first < rows) {
      await setIndexesAside(client, aside);
      await fill(client, first, rows);
    }
    if (existsSync(aside)) await bringIndexesBack(client, aside);
    const filled = Math.round((performance.now() - began) / 1000);
    const everything = await enterAdministrator(client);
    const { rows: officers } = await client.query<{ account: string }>(
      `SELECT account FROM person WHERE role = 'town-officer' AND offered IS NOT NULL AND scope_path LIKE 'cn.36.11.%' LIMIT 1`,
    );
    await client.end();
    console.log(
      `list-scope · ${machine()} · ${rows.toLocaleString('en-US')} enterprises, entered and indexed in ${filled} s`,
    );
    const who: [string, Api][] = [];
    for (const [name, account] of [
      ['township officer', officers[0]!.account],
      ['city duty officer', 'shangrao.duty'],
      ['administrator', everything],
    ] as const)
      who.push([name, await connectApi(platform.url, account)]);
    for (const [what, query] of WISHES) {
      for (const [name, api] of who) {
        const { times, found } = await measured(api, `/api/enterprises?size=50${encodeURI(query)}`, rounds);
        const p95 = quantile(times, 0.95);
        if (p95 >= TARGET_MS) slow += 1;
        printed.push([what, name, found, rounded(quantile(times, 0.5)), rounded(p95), p95 < TARGET_MS ? 'yes' : 'NO']);
      }
    }
    printTable(['list', 'who', 'found', 'p50, ms', 'p95, ms', `< ${TARGET_MS} ms`], printed);
  } finally {
    await (home === '' ? platform.remove() : platform.stop());
  }
  return slow === 0 ? 0 : 1;
}

/** Times of the whole answer, ms; the first two rounds fill the caches. */
async function measured(api: Api, path: string, rounds: number): Promise<{ times: number[]; found: string }> {
  const times: number[] = [];
  let found = '';
  for (let round = 0; round < rounds + 2; round += 1) {
    const asked = performance.now();
    const page = await api.get<{ total: number; atLeast: boolean }>(path);
    if (round > 1) times.push(performance.now() - asked);
    found = `${page.atLeast ? '≥ ' : ''}${page.total.toLocaleString('en-US')}`;
  }
  return { times, found };
}
