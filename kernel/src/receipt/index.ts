export { ALPHABET, makeReceipt, readCode, readPin, type Receipt } from './code.ts';
export { EFFORT_BITS, effortShown, seekEffort } from './effort.ts';
export { sha256 } from './sha256.ts';
