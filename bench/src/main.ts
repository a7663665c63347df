import { alarmQuality } from './alarm-quality.ts';
import { backTest } from './back-test.ts';
import { breachToBrowser } from './breach/breach-to-browser.ts';
import { cases } from './cases.ts';
import { consequence } from './consequence.ts';
import { faults } from './faults/faults.ts';
import { growth } from './growth.ts';
import { fences } from './fences.ts';
import { history } from './history.ts';
import { ingest } from './ingest/ingest.ts';
import { kill } from './kill/kill.ts';
import { killPeers } from './kill/peers.ts';
import { listScope } from './list-scope.ts';
import { simulate } from './simulate.ts';
import { map } from './map.ts';
import { media } from './media/media.ts';
import { processWatch } from './process-watch.ts';
import { fuzz } from './protocols/fuzz.ts';
import { protocols } from './protocols/rates.ts';
import { soak } from './soak/soak.ts';
import { start } from './start.ts';
import { traceCost } from './trace-cost.ts';

/** Every measured promise by its name; each gives the exit code. */
const BENCHES: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  start,
  fuzz,
  kill,
  'kill-peers': killPeers,
  protocols,
  map,
  media,
  simulate,
  soak,
  faults,
  'trace-cost': traceCost,
  ingest,
  growth,
  history,
  'breach-to-browser': breachToBrowser,
  'list-scope': listScope,
  cases,
  consequence,
  fences,
  'process-watch': processWatch,
  'back-test': backTest,
  'alarm-quality': alarmQuality,
};

const USAGE = `npm run bench -- NAME [options]
  fuzz [--protocol P] [--inputs N]    random and mutated inputs for each decoder (all, 10^7 each); none may throw, hang or grow
  protocols [--connections N,M] [--rate R] [--duration S] [--idle N] [--decoders off] [--others off] [--platform off]
                                      decode rates, AIS beside other decoders, JT/T 808 from socket to rules (1000 and
                                      10,000 connections), memory of idle connections (15,000)
  start [--times N]                   cold first start, then N warm ones (5)
  kill [--rounds N] [--seed S]        kill -9 at random moments (50), then compare what was acknowledged with what is there
       [--server FILE]                another build of the server's main program
  kill-peers [--rounds N] [--seconds S] [--seed N] [--gateways N] [--connections N]
                                      kill -9 while batches are taken flat out, by this intake and by other stores on the same
                                      stream; counts what of the acknowledged is found again (10, 5 s)
  simulate [--histories N] [--seed S] random histories of intake, journal and alarm engine with kills (10000)
  ingest [--ways batch,mqtt] [--seconds S] [--gateways N] [--each N] [--peers on] | [--points N --rules N]
                                      readings acknowledged a second, processor, memory, bytes on disk; other stores beside
                                      it; or the rules alone, ten thousand over a million points
  faults [--seconds N] [--only A,B]   each fault under load: stores stopped, disk full or slow, clocks, overload, api killed,
       [--server FILE]                network half-open; then compares as kill does (20)
  trace-cost [--entries N]            what tracing adds to an entry of the journal (100000)
  soak [--minutes N] [--factor N]     the demonstration at a multiple of its pace, with people and screens; memory of each process
       [--server FILE]                must not grow (60, 5)
  list-scope [--rows N] [--rounds N]  lists and searches of 10^6 enterprises, a township officer against an administrator (20)
  cases [--rows N] [--acts N] [--home FOLDER]
                                      lists, acts and lateness of 10^6 cases (1000 acts, 10,000 deadlines at once)
  breach-to-browser [--rounds N] [--load national | --peers on]
                                      socket write to event in a browser page, idle and under the replay, or under 440,000
                                      points and 9,260 readings a second (50); or idle beside Prometheus with Alertmanager and Node-RED
  growth [--points N] [--history N] [--scales 1,10,100]
                                      intake, list, series, indicator and start-up at 1, 10 and 100 times points and history
  history [--points N] [--days N] [--moving N] [--rounds N]
                                      a month and a year of a point, a day of 10,000 points, exports, the map at a past minute
  consequence [--rounds N] [--starts N]
                                      zones, doses, F–N and estimation: cold, warm, in a worker (60, 5)
  fences [--fences N] [--moving N]    fixes judged a second among fences, and memory (10,000 and 50,000)
  media [--streams NxM,…] [--seconds S]
                                      streams × viewers through the relay: processor, memory, age of a picture (1x1,4x4,16x1,16x4; 20 s)
  process-watch [--folder F]          T² and SPE on the Tennessee Eastman process and SKAB, beside published figures
  back-test [--points N] [--days N] [--period S]
                                      a changed rule over months of stored readings (50 points, 90 days, 60 s)
  alarm-quality [--alarms N]          reports of a month with 10^5 alarms
  map [--places N] [--moving N]       answers for the map and a page without graphics hardware (1,000,000 and 50,000)`;

// An end by a signal must reach the platforms under test: they stop when this process exits.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const [name = '', ...args] = process.argv.slice(2);
const bench = BENCHES[name];
if (bench === undefined) console.error(USAGE);
process.exit(bench === undefined ? 2 : await bench(args));
