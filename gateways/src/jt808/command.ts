import type { Message, Version } from '@anlan/jt808';
import type { Command, CommandResult } from '../listener.ts';
import type { Line } from './platform.ts';

const DISPLAY_AND_SPEAK = (1 << 2) | (1 << 3);
/** Bit 0 in 2013; bits 0–1 in 2019: 01 service, 10 emergency. */
const URGENCY: Record<Version, { urgent: number; plain: number }> = {
  2013: { urgent: 1, plain: 0 },
  2019: { urgent: 2, plain: 1 },
};
const NOTICE = 1;

/** Sends a command to a terminal and waits for its answer. */
export async function command(line: Line, wanted: Command): Promise<CommandResult> {
  if (wanted.kind !== 'query' && wanted.kind !== 'text') return { result: 'unsupported' };
  const serial = line.send(messageOf(wanted, line.header?.version ?? 2013));
  return serial === undefined ? { result: 'offline' } : line.awaiting.answer(String(serial));
}

/** JT/T 808 0x8201 and 0x8300. */
function messageOf(wanted: Extract<Command, { kind: 'query' | 'text' }>, version: Version): Message {
  if (wanted.kind === 'query') return { kind: 'queryLocation', body: {} };
  const urgency = wanted.urgent ? URGENCY[version].urgent : URGENCY[version].plain;
  const flag = urgency | DISPLAY_AND_SPEAK;
  return { kind: 'text', body: { flag, text: wanted.text, ...(version === 2019 && { type: NOTICE }) } };
}
