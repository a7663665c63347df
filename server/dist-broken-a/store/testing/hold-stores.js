/** A program for tests to kill: opens the stores named after the home folder, says so in one line of JSON, and waits. */
import { openClickhouse, openPostgres } from '../index.js';
const [home = '', ...wanted] = process.argv.slice(2);
const postgres = wanted.includes('postgres') ? await openPostgres({ home, postgresUrl: undefined }) : undefined;
const clickhouse = wanted.includes('clickhouse') ? await openClickhouse({ home, clickhouseUrl: undefined }) : undefined;
const pids = { postgres: (await postgres?.health())?.pid, clickhouse: (await clickhouse?.health())?.pid };
console.log(JSON.stringify({ pids, postgres: postgres?.url, clickhouse: clickhouse?.url }));
setInterval(() => undefined, 1_000);
//# sourceMappingURL=hold-stores.js.map