import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOptions } from './options.ts';
import { startReplay } from './replay.ts';

const SUMMARY = 60_000;

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

const options = readOptions(process.argv.slice(2), process.env);
if (typeof options === 'string') fail(options);

const keyFile = join(process.env.ANLAN_HOME || '.anlan', 'demonstration.key');
let key: string;
try {
  key = readFileSync(keyFile, 'utf8').trim();
} catch {
  fail(`${keyFile} cannot be read: start the platform with its demonstration first, or set ANLAN_HOME to its folder`);
}

const replay = startReplay(options, key, Date.now);
for (const note of replay.notes) process.stdout.write(`replay: ${note}\n`);
const summary = setInterval(() => process.stdout.write(`${replay.summary()}\n`), SUMMARY);

function stop(): void {
  clearInterval(summary);
  process.stdout.write(`${replay.summary()}\n`);
  replay.stop();
  process.exit(0);
}
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
process.once('disconnect', stop);
if (options.duration !== undefined) setTimeout(stop, options.duration * 1000);
