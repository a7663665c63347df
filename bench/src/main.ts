import { breachToBrowser } from './breach-to-browser.ts';
import { kill } from './kill/kill.ts';
import { start } from './start.ts';

/** Every measured promise by its name; each gives the exit code. */
const BENCHES: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  start,
  kill,
  'breach-to-browser': breachToBrowser,
};

const USAGE = `npm run bench -- NAME [options]
  start [--times N]                   cold first start, then N warm ones (5)
  kill [--rounds N] [--seed S]        kill -9 at random moments (50), then compare what was acknowledged with what is there
       [--server FILE]                another build of the server's main program
  breach-to-browser [--rounds N]      socket write to event in a browser page, idle and under the replay (50)`;

// An end by a signal must reach the platforms under test: they stop when this process exits.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const [name = '', ...args] = process.argv.slice(2);
const bench = BENCHES[name];
if (bench === undefined) console.error(USAGE);
process.exit(bench === undefined ? 2 : await bench(args));
