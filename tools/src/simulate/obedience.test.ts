import { answering, decodeFrame, type Decoded, encodeFrame, type Message } from '@anlan/jt808';
import { expect, it } from 'vitest';
import { Obedience } from './obedience.ts';

const NOW = Date.UTC(2026, 2, 1);
const header = { msgId: 0, version: 2013, size: 12, bodyLength: 0, encryption: 0, phone: '1', serial: 7 } as const;

/** The message as a terminal receives it. */
function heard(message: Message): Decoded {
  const frame = decodeFrame(encodeFrame(message, answering(header, 7)));
  if (!frame.ok) throw new Error(frame.detail);
  return frame;
}

it('a simulated terminal tells its parameters, takes others, and says who drives', () => {
  const terminal = new Obedience();
  const ask = (message: Message) => terminal.answer(heard(message), NOW);
  const speed = () => ask({ kind: 'queryListedParameters', body: { ids: [0x0055, 0x9999] } });
  expect(speed()).toEqual({
    kind: 'parametersAnswer',
    body: { ackSerial: 7, parameters: [{ id: 0x0055, value: 80 }] },
  });
  expect(ask({ kind: 'setParameters', body: { parameters: [{ id: 0x0055, value: 70 }] } })).toEqual({
    kind: 'terminalAnswer',
    body: { ackSerial: 7, ackId: 0x8103, result: 0 },
  });
  expect(speed()).toMatchObject({ body: { parameters: [{ id: 0x0055, value: 70 }] } });
  expect(ask({ kind: 'queryDriver', body: {} })).toMatchObject({ kind: 'driverIdentity', body: { cardResult: 0 } });
  expect(ask({ kind: 'platformAnswer', body: { ackSerial: 1, ackId: 2, result: 0 } })).toBeUndefined();
});
