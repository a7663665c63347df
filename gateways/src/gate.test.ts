import { describe, expect, it } from 'vitest';
import { Gate } from './gate.ts';

/** A message that comes: it passes at once or waits, and is then on its way until it arrives. */
function come(gate: Gate, passed: number[], number: number): void {
  const pass = (): void => {
    gate.hold();
    passed.push(number);
  };
  if (gate.isOpen) pass();
  else gate.wait(pass);
}

describe('the gate before what is on its way to disk', () => {
  it('lets in what comes up to its measure, and the others together when half has arrived', () => {
    const gate = new Gate(4);
    const passed: number[] = [];
    for (let number = 0; number < 7; number += 1) come(gate, passed, number);
    expect(passed).toEqual([0, 1, 2, 3]);
    gate.release();
    expect(passed).toHaveLength(4);
    gate.release();
    expect(passed).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('lets nobody overtake: what comes while others wait waits behind them, also when there is room', () => {
    const gate = new Gate(4);
    const passed: number[] = [];
    for (let number = 0; number < 5; number += 1) come(gate, passed, number);
    gate.release();
    come(gate, passed, 5);
    expect(passed).toEqual([0, 1, 2, 3]);
    gate.release();
    expect(passed).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('never keeps anybody for good, and passes tens of thousands in their order', () => {
    const gate = new Gate(10);
    const passed: number[] = [];
    const all = Array.from({ length: 30_000 }, (_, number) => number);
    for (const number of all) come(gate, passed, number);
    let arrived = 0;
    while (arrived < passed.length) {
      arrived += 1;
      gate.release();
      expect(passed.length - arrived).toBeLessThanOrEqual(10);
    }
    expect(passed).toEqual(all);
    expect(gate.isOpen).toBe(true);
  });

  it('what asks for nothing of the disk, a heartbeat, does not stop those behind it', () => {
    const gate = new Gate(1);
    const passed: number[] = [];
    come(gate, passed, 0);
    for (let number = 1; number < 4; number += 1) gate.wait(() => passed.push(number));
    gate.release();
    expect(passed).toEqual([0, 1, 2, 3]);
    expect(gate.isOpen).toBe(true);
  });
});
