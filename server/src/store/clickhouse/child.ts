/** The program of the child process that holds the ClickHouse engine, which crashes in worker threads. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exitWithParent, startWithParent } from '../../supervise/index.ts';
import { lock } from '../lock.ts';
import { type ChildTask, engineConfiguration } from './child-task.ts';
import { Engine } from './engine.ts';
import { createProtocolServer } from './protocol.ts';
import { openScratch } from './scratch.ts';

startWithParent();
const task = JSON.parse(process.env['ANLAN_CLICKHOUSE_CHILD'] ?? '{}') as ChildTask;

await mkdir(join(task.folder, 'data'), { recursive: true, mode: 0o700 });
// The child of a killed parent may still be finishing its last insert.
const letGo = await lock(task.lockFile, 'ClickHouse', 20_000);
const configurationFile = join(task.folder, 'engine.xml');
await writeFile(configurationFile, engineConfiguration);
const engine = new Engine(join(task.folder, 'data'), configurationFile);
await engine.probe();
const scratch = await openScratch(task.scratchName, join(task.folder, 'scratch'));
const server = createProtocolServer({ engine, scratch, credentials: task.credentials });

exitWithParent(async () => {
  const closed = new Promise((settle) => server.close(settle));
  server.closeIdleConnections();
  await closed;
  engine.close();
  await scratch.close();
  await letGo();
});

server.on('error', (error) => {
  console.error(error);
  process.exit(1);
});
server.listen(task.port, '127.0.0.1');
