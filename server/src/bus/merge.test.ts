import { describe, expect, it } from 'vitest';
import { FIRST, MERGE } from './merge.ts';
import { serversOf } from './bus.ts';

const lane = { position: 9, behind: 2, waiting: 1, trouble: null };
const listener = (sessions: number, refused = {}) => ({ name: 'mqtt', port: 1, sessions, accepted: 10, refused });
const ingest = (sessions: number, refused: object, trouble: string | null = null) => ({
  since: sessions,
  accepted: 10,
  journal: { last: sessions, backlog: 5, trouble },
  listeners: [listener(sessions, refused)],
  connected: [`mqtt:${sessions}`],
});

describe('answers of several processes', () => {
  it('to "how are you" become one: sums of what is heard, and whoever judges and stores says how far it is', () => {
    const answers = [
      ingest(3, { overload: 1 }),
      ingest(7, { overload: 2, range: 1 }, 'timeout'),
      { rules: lane },
      { history: lane },
    ];
    expect(MERGE['state']!(answers)).toEqual({
      since: 3,
      accepted: 20,
      journal: { last: 7, backlog: 10, trouble: 'timeout' },
      listeners: [{ ...listener(10, { overload: 3, range: 1 }), accepted: 20 }],
      connected: ['mqtt:3', 'mqtt:7'],
      rules: lane,
      history: lane,
    });
  });

  it('say so while nobody judges or stores', () => {
    expect(MERGE['state']!([ingest(1, {})])).toMatchObject({ rules: { trouble: expect.stringMatching(/nobody/) } });
  });

  it('about a device: connected where it is, seen by whoever saw it last', () => {
    const here = { connected: true, since: 5, remote: 'x', lastSeen: null, clockOffsetMs: null };
    const other = { connected: false, since: null, remote: null, lastSeen: 8, clockOffsetMs: 3 };
    expect(MERGE['device']!([other, here])).toEqual({ ...here, lastSeen: 8, clockOffsetMs: 3 });
  });

  it('to an instruction: the one of the process that has the device', () => {
    const instruct = MERGE['instruct']!;
    expect(instruct([{ result: 'offline' }, { result: 'done' }])).toEqual({ result: 'done' });
    expect(instruct([{ result: 'unsupported' }, { result: 'offline' }])).toEqual({ result: 'offline' });
    expect(FIRST([1, 2])).toBe(1);
  });

  it('addresses of the bus may name their scheme once', () => {
    expect(serversOf('nats://u:p@a:1,b:2').map(({ host }) => host)).toEqual(['a:1', 'b:2']);
  });
});
