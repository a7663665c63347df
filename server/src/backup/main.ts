import { resolve } from 'node:path';
import { readConfiguration, type Configuration } from '../configuration/index.ts';
import { adoptLog } from './adopt-log.ts';
import { damaged, readManifest } from './manifest.ts';
import { restoreBackup } from './restore.ts';
import { sizeText, takeBackup } from './take.ts';

const USAGE = `npm run backup -- take FOLDER      a backup of ANLAN_HOME, while the platform runs or not
npm run backup -- verify FOLDER    is every file still what was written
npm run backup -- restore FOLDER   makes a new ANLAN_HOME out of it; start the platform on it afterwards
npm run backup -- adopt-log        several machines: begins at the end of a log that the database does not know`;

/** Exit code: 0 done, 1 a damaged backup, 2 it could not be done. */
async function main(): Promise<number> {
  const [command = '', folder, more] = process.argv.slice(2);
  const read = readConfiguration(process.env);
  if (!read.ok) {
    console.error(read.problems.join('\n'));
    return 2;
  }
  if (command === 'adopt-log' && folder === undefined) {
    await adoptLog(read.configuration, tell);
    return 0;
  }
  if (folder === undefined || more !== undefined || !['take', 'verify', 'restore'].includes(command)) {
    console.error(USAGE);
    return 2;
  }
  return withFolder(command, resolve(folder), read.configuration);
}

const tell = (line: string): void => console.log(line);

async function withFolder(command: string, place: string, configuration: Configuration): Promise<number> {
  if (command === 'verify') return verify(place);
  if (command === 'take') {
    const { files } = await takeBackup(configuration, place, tell);
    console.log(`备份完成 · backup taken: ${sizeText(files)}, ${place}`);
    return 0;
  }
  const { manifest, rows } = await restoreBackup(place, configuration, tell);
  const counted = Object.entries(rows).map(([table, n]) => `${table} ${n}`);
  console.log(`已恢复到 ${manifest.takenAt} · restored to ${configuration.home}: ${counted.join(', ')}`);
  return 0;
}

async function verify(folder: string): Promise<number> {
  const manifest = await readManifest(folder);
  const wrong = await damaged(folder, manifest);
  for (const path of wrong) console.log(`损坏或缺失 · damaged or missing: ${path}`);
  console.log(`${manifest.files.length - wrong.length} intact, ${wrong.length} damaged`);
  return wrong.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
