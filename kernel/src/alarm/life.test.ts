import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRefusal, type RefusalCode } from '../refusal/index.ts';
import {
  act,
  escalateAt,
  nextRung,
  RESPONSES,
  PRACTICE,
  type Act,
  type AlarmStanding,
  type Response,
} from './index.ts';

const NOW = Date.UTC(2026, 2, 18, 9);
const HOURS = 3_600_000;
const standing = (change: Partial<AlarmStanding> = {}): AlarmStanding => ({
  level: 'orange',
  response: 'unacknowledged',
  recoveredAt: null,
  shelvedUntil: null,
  ...change,
});

const ACTS: Record<Act['verb'], Act> = {
  acknowledge: { verb: 'acknowledge' },
  handle: { verb: 'handle', note: '已停进料' },
  close: { verb: 'close', cause: '液位计漂移', measure: '已校准' },
  shelve: { verb: 'shelve', until: NOW + HOURS, reason: '检修' },
  unshelve: { verb: 'unshelve' },
  reset: { verb: 'reset', reason: '探测器已复位，现场无火' },
};

/** The response an act leads to, or the refusal, from every response while the condition still lasts. */
const WHILE_IT_LASTS: Record<Act['verb'], Record<Response, Response | RefusalCode>> = {
  acknowledge: {
    unacknowledged: 'acknowledged',
    acknowledged: 'alarm-state',
    handling: 'alarm-state',
    closed: 'alarm-state',
  },
  handle: { unacknowledged: 'handling', acknowledged: 'handling', handling: 'handling', closed: 'alarm-state' },
  close: {
    unacknowledged: 'alarm-not-recovered',
    acknowledged: 'alarm-not-recovered',
    handling: 'alarm-not-recovered',
    closed: 'alarm-state',
  },
  shelve: {
    unacknowledged: 'unacknowledged',
    acknowledged: 'acknowledged',
    handling: 'handling',
    closed: 'alarm-state',
  },
  unshelve: {
    unacknowledged: 'alarm-state',
    acknowledged: 'alarm-state',
    handling: 'alarm-state',
    closed: 'alarm-state',
  },
  reset: {
    unacknowledged: 'reset-lasting',
    acknowledged: 'reset-lasting',
    handling: 'reset-lasting',
    closed: 'alarm-state',
  },
};

function outcome(from: AlarmStanding, input: Act): Response | RefusalCode {
  const result = act(from, input, NOW);
  return isRefusal(result) ? result.refused : result.standing.response;
}

describe('an act on an alarm', () => {
  const cases = Object.keys(ACTS).flatMap((verb) =>
    Object.keys(RESPONSES).map((response) => [verb as Act['verb'], response as Response] as const),
  );

  it.each(cases)('[S17.3] %s from %s', (verb, response) => {
    expect(outcome(standing({ response }), ACTS[verb])).toBe(WHILE_IT_LASTS[verb][response]);
  });

  it('leaves a line in the trail and changes nothing else of the standing', () => {
    const from = standing({ shelvedUntil: NOW + 5 });
    expect(act(from, ACTS.handle, NOW)).toEqual({
      standing: { ...from, response: 'handling', shelvedUntil: null },
      entry: { kind: 'handled', text: '已停进料' },
    });
    expect(act(from, ACTS.acknowledge, NOW)).toMatchObject({ entry: { kind: 'acknowledged', text: '确认并接手' } });
    expect(act(from, { verb: 'acknowledge', note: '' }, NOW)).toMatchObject({ entry: { text: '确认并接手' } });
    expect(act(from, { verb: 'acknowledge', note: '我去看' }, NOW)).toMatchObject({ entry: { text: '我去看' } });
  });
});

describe('closing', () => {
  const recovered = standing({ response: 'handling', recoveredAt: NOW - 1000 });

  it('[S17.3] needs a handling record of cause and measure, naming what is missing', () => {
    expect(act(recovered, { verb: 'close', cause: ' ', measure: '' }, NOW)).toMatchObject({
      refused: 'handling-record-required',
      field: 'cause',
    });
    expect(act(recovered, { verb: 'close', cause: '阀门内漏', measure: ' ' }, NOW)).toMatchObject({
      refused: 'handling-record-required',
      field: 'measure',
    });
    expect(act(standing(), { verb: 'close', cause: '', measure: '', falseAlarm: true }, NOW)).toMatchObject({
      refused: 'handling-record-required',
    });
    expect(outcome(recovered, ACTS.close)).toBe('closed');
  });

  it('[S17.3] waits for recovery, unless it was a false alarm, which the trail then says', () => {
    expect(outcome(standing({ response: 'handling' }), ACTS.close)).toBe('alarm-not-recovered');
    const result = act(standing({ response: 'handling' }), { ...ACTS.close, falseAlarm: true } as Act, NOW);
    expect(result).toMatchObject({
      standing: { response: 'closed' },
      entry: { kind: 'closed', text: '误报。原因：液位计漂移；措施：已校准' },
    });
  });

  it('is the last act', () => {
    for (const input of Object.values(ACTS))
      expect(outcome(standing({ response: 'closed', recoveredAt: NOW, shelvedUntil: NOW + 1 }), input)).toBe(
        'alarm-state',
      );
  });
});

describe('shelving', () => {
  it('is refused for red, without a reason, into the past and beyond the longest time', () => {
    const shelve = (change: object): Act => ({ verb: 'shelve', until: NOW + HOURS, reason: '检修', ...change });
    expect(outcome(standing({ level: 'red' }), shelve({}))).toBe('shelve-red');
    expect(outcome(standing(), shelve({ reason: ' ' }))).toBe('reason-required');
    expect(outcome(standing(), shelve({ until: NOW }))).toBe('field-invalid');
    expect(outcome(standing(), shelve({ until: NOW + PRACTICE.shelveHours * HOURS + 1 }))).toBe('shelve-too-long');
    expect(act(standing(), shelve({ until: NOW + PRACTICE.shelveHours * HOURS }), NOW)).toMatchObject({
      standing: { shelvedUntil: NOW + PRACTICE.shelveHours * HOURS },
    });
  });

  it('ends with unshelving, acknowledging or handling', () => {
    const shelved = standing({ shelvedUntil: NOW + HOURS });
    for (const verb of ['unshelve', 'acknowledge', 'handle'] as const) {
      expect(act(shelved, ACTS[verb], NOW)).toMatchObject({ standing: { shelvedUntil: null } });
    }
  });
});

describe('a latched alarm', () => {
  const latched = (change: Partial<AlarmStanding> = {}) =>
    standing({ response: 'handling', recoveredAt: NOW - 5, latchedAt: NOW - 5, ...change });

  it('is closed only after somebody reset it with a reason, even as a false one', () => {
    expect(outcome(latched(), ACTS.close)).toBe('alarm-latched');
    expect(outcome(latched(), { ...ACTS.close, falseAlarm: true } as Act)).toBe('alarm-latched');
    expect(outcome(latched(), { verb: 'reset', reason: ' ' })).toBe('reason-required');
    const reset = act(latched(), ACTS.reset, NOW);
    expect(reset).toMatchObject({
      standing: { latchedAt: null, response: 'handling' },
      entry: { kind: 'reset', text: '探测器已复位，现场无火' },
    });
    expect(outcome((reset as { standing: AlarmStanding }).standing, ACTS.close)).toBe('closed');
  });

  it('is reset once, and only when it is over; a reset answers it', () => {
    expect(outcome(standing({ recoveredAt: NOW - 5 }), ACTS.reset)).toBe('reset-none');
    expect(outcome(standing(), ACTS.reset)).toBe('reset-lasting');
    expect(outcome(latched({ response: 'unacknowledged' }), ACTS.reset)).toBe('acknowledged');
  });

  it('[S18.4] never closes unreset, whatever people do in whatever turn', () => {
    const deed = fc.constantFrom<'over' | 'again' | Act['verb']>(
      'over',
      'again',
      ...(Object.keys(ACTS) as Act['verb'][]),
    );
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 40 }), (deeds) => {
        let now = standing();
        // Told apart from the engine: does it last, and has it been reset since it was last over?
        let [lasts, unreset, closed] = [true, false, false];
        for (const [turn, one] of deeds.entries()) {
          if (closed) {
            if (one !== 'over' && one !== 'again') expect(outcome(now, ACTS[one])).toBe('alarm-state');
            continue;
          }
          if (one === 'over' && lasts) {
            [lasts, unreset] = [false, true];
            now = { ...now, recoveredAt: NOW + turn, latchedAt: NOW + turn };
          } else if (one === 'again' && !lasts && unreset) {
            [lasts, unreset] = [true, false];
            now = { ...now, recoveredAt: null, latchedAt: null, response: 'unacknowledged' };
          } else if (one !== 'over' && one !== 'again') {
            const result = act(now, ACTS[one], NOW);
            if (one === 'reset') expect(!isRefusal(result)).toBe(!lasts && unreset);
            if (one === 'close') expect(!isRefusal(result)).toBe(!lasts && !unreset);
            if (isRefusal(result)) continue;
            now = result.standing;
            if (one === 'reset') unreset = false;
            closed = now.response === 'closed';
          }
          expect([now.recoveredAt === null, now.latchedAt != null]).toEqual([lasts, unreset]);
        }
      }),
    );
  });
});

describe('escalation', () => {
  const ladder = [
    { to: 'enterprise', label: '企业', after: 0 },
    { to: 'county', label: '县值班', after: 180 },
    { to: 'city', label: '市值班', after: 360 },
  ] as const;

  it('[S17.3] comes rung by rung at its seconds after the alarm, and ends at the top', () => {
    expect([0, 1, 2, 3].map((reached) => nextRung(ladder, reached)?.to)).toEqual([
      'enterprise',
      'county',
      'city',
      undefined,
    ]);
    expect([0, 1, 2, 3].map((reached) => escalateAt(ladder, reached, NOW))).toEqual([
      NOW,
      NOW + 180_000,
      NOW + 360_000,
      null,
    ]);
    expect(escalateAt([], 0, NOW)).toBeNull();
  });
});
