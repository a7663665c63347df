import { connect } from 'node:net';
import {
  type BodyOf,
  decodeFrame,
  type Decoded,
  encodeFrame,
  encodePacket,
  FrameSplitter,
  type Message,
  type Version,
} from '@anlan/jt808';
import { until } from './wait.ts';

const TERMINAL_ID_BYTES = 7;

/**
 * Brings a file of an alarm as a terminal does (T/JSATL 12-2017 §4.7), the first time without its second piece, so that
 * the platform has to ask for it. Resolves with the answers to "done": result and number of missing stretches.
 */
export async function bringFile(
  { port, phone, version }: { readonly port: number; readonly phone: string; readonly version: Version },
  request: BodyOf<'requestAttachments'>,
  file: { readonly name: string; readonly content: Uint8Array },
): Promise<readonly { readonly result: number; readonly missing: number }[]> {
  const socket = connect(port, '127.0.0.1');
  const received: Decoded[] = [];
  const splitter = new FrameSplitter();
  let serial = 0;
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    for (const cut of splitter.push(chunk)) {
      const frame = cut.ok ? decodeFrame(cut.frame) : cut;
      if (frame.ok) received.push(frame);
    }
  });
  const send = (message: Message): void => {
    socket.write(encodeFrame(message, { phone, serial: serial++ & 0xffff, version }));
  };
  const count = (kind: Decoded['kind']): number => received.filter((frame) => frame.kind === kind).length;
  const { name, content } = file;
  const { sign, alarmNumber } = request;
  const piece = Math.ceil(content.length / 4);
  const whole = { name, type: 0, size: content.length };
  const terminalId = sign.terminalId.slice(0, TERMINAL_ID_BYTES);
  send({ kind: 'attachments', body: { terminalId, sign, alarmNumber, info: 0, files: [whole] } });
  send({ kind: 'attachmentFile', body: whole });
  await until('the announcement taken', async () => count('platformAnswer') === 2);
  for (let at = 0; at < content.length; at += piece) {
    if (at !== piece) socket.write(encodePacket(name, at, content.subarray(at, at + piece)));
  }
  send({ kind: 'attachmentDone', body: whole });
  await until('the first answer', async () => count('attachmentAnswer') === 1);
  socket.write(encodePacket(name, piece, content.subarray(piece, 2 * piece)));
  send({ kind: 'attachmentDone', body: whole });
  await until('the second answer', async () => count('attachmentAnswer') === 2);
  socket.destroy();
  return received.flatMap((frame) =>
    frame.kind === 'attachmentAnswer' ? [{ result: frame.body.result, missing: frame.body.missing.length }] : [],
  );
}
