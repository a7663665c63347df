import { type Decoded, gmt8Moment, type Message, type Parameter, RESULT } from '@anlan/jt808';

/** What a terminal has set when it comes from the workshop (JT/T 808-2013 table 12). */
const FACTORY: readonly Parameter[] = [
  { id: 0x0001, value: 60 },
  { id: 0x0029, value: 10 },
  { id: 0x0055, value: 80 },
  { id: 0x0056, value: 10 },
  { id: 0x0057, value: 14_400 },
  { id: 0x0059, value: 1200 },
];
const SIMPLE: ReadonlySet<string> = new Set(['text', 'confirmAlarm', 'control']);

/** Keeps a terminal's parameters and answers what the platform asks of it; undefined for what is no order. */
export class Obedience {
  readonly #parameters = new Map(FACTORY.map(({ id, value }) => [id, value]));

  /** The answer to a message received at `now` (epoch ms). */
  answer(frame: Decoded, now: number): Message | undefined {
    const { serial, msgId } = frame.header;
    if (frame.kind === 'queryParameters') return this.#told(serial, [...this.#parameters.keys()]);
    if (frame.kind === 'queryListedParameters') return this.#told(serial, frame.body.ids);
    if (frame.kind === 'queryDriver') return driver(now);
    if (frame.kind === 'setParameters')
      for (const { id, value } of frame.body.parameters) this.#parameters.set(id, value);
    else if (!SIMPLE.has(frame.kind)) return undefined;
    return { kind: 'terminalAnswer', body: { ackSerial: serial, ackId: msgId, result: RESULT.done } };
  }

  #told(ackSerial: number, ids: readonly number[]): Message {
    const parameters = ids.flatMap((id) => {
      const value = this.#parameters.get(id);
      return value === undefined ? [] : [{ id, value }];
    });
    return { kind: 'parametersAnswer', body: { ackSerial, parameters } };
  }
}

function driver(now: number): Message {
  const card = { name: '驾驶员（演示）', qualification: 'DEMO-2026-0001', issuer: '道路运输管理机构（演示）' };
  return {
    kind: 'driverIdentity',
    body: { status: 1, time: gmt8Moment(now), cardResult: 0, ...card, expiry: '20301231' },
  };
}
