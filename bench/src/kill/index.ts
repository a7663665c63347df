export { randomOf } from './blow.ts';
export { compare, type Comparison } from './compare.ts';
export { openLedger, type Ledger } from './ledger.ts';
export { driveLevel, driveLoad, driveSpeeding, subjects } from './load.ts';
export { people } from './people.ts';
