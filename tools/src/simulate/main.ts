import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOptions } from './options.ts';
import { describeServed, serve, SERVED } from './serve.ts';
import { describeReport, namesOf, simulate } from './simulate.ts';

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function demonstrationKey(): string {
  const file = join(process.env['ANLAN_HOME'] || '.anlan', 'demonstration.key');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return fail(`${file} cannot be read: start the platform with its demonstration first, or set ANLAN_HOME`);
  }
}

const options = readOptions(process.argv.slice(2), process.env);
if (typeof options === 'string') fail(options);
const served = SERVED.find((protocol) => protocol === options.protocol);
if (served !== undefined) {
  const report = await serve({ ...options, protocol: served }, (port) => {
    process.stderr.write(`${served} listening on ${options.host}:${port}\n`);
  });
  process.stdout.write(`${options.json ? JSON.stringify(report) : describeServed(report)}\n`);
  process.exit(report.writes > 0 ? 1 : 0);
}
const names = namesOf(options);
if (names.length < options.devices) {
  process.stderr.write(
    `the demonstration city has ${names.length} devices of ${options.protocol}; --first takes others\n`,
  );
}
const report = await simulate(options, demonstrationKey(), names);
process.stdout.write(`${options.json ? JSON.stringify(report) : describeReport(report)}\n`);
process.exit(report.connected === 0 || report.lost > 0 ? 1 : 0);
