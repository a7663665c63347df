import { checkSystems } from '@anlan/kernel/system';
import { SYSTEMS } from '@anlan/systems';
import { cycleFindings, roomFindings } from './check-rooms.ts';

const findings = [
  ...roomFindings(),
  ...cycleFindings().map((cycle) => `import cycle: ${cycle}`),
  ...checkSystems(SYSTEMS).map(({ system, problem }) => `${system}: ${problem}`),
];
for (const finding of findings) console.error(finding);
console.log(findings.length === 0 ? 'rooms: in order' : `rooms: ${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;
