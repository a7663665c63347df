import { simulate } from './simulate.ts';

/** `main.js FROM COUNT`: simulates histories of consecutive seeds; prints every seed that shows a fault, then one line of sums. */
const [from = 1, count = 1000] = process.argv.slice(2).map(Number);
const started = performance.now();
const sums = { histories: 0, alarms: 0, crashes: 0, retrospective: 0, acts: 0, faulty: 0 };
for (let seed = from; seed < from + count; seed += 1) {
  const outcome = simulate(seed);
  sums.histories += 1;
  sums.alarms += outcome.alarms;
  sums.crashes += outcome.crashes;
  sums.retrospective += outcome.retrospective;
  sums.acts += outcome.acts;
  if (outcome.faults.length === 0) continue;
  sums.faulty += 1;
  console.error(`seed ${seed}\n${outcome.faults.join('\n')}`);
}
console.log(JSON.stringify({ ...sums, seconds: Math.round((performance.now() - started) / 100) / 10 }));
process.exit(sums.faulty === 0 ? 0 : 1);
