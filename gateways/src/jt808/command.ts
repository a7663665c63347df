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

/** Photo settings in the middle of what 0x8801 allows; resolution 2 is 640×480, the most a sub-packaged picture should be. */
const SHOT = {
  interval: 1,
  save: 0,
  resolution: 2,
  quality: 5,
  brightness: 127,
  contrast: 63,
  saturation: 63,
  chroma: 127,
};

type Wanted<K extends Command['kind']> = Extract<Command, { kind: K }>;
type Sent = { [K in 'query' | 'text' | 'photo']: (wanted: Wanted<K>, version: Version) => Message };

/** JT/T 808 0x8201, 0x8300 and 0x8801. */
const MESSAGES: Sent = {
  query: () => ({ kind: 'queryLocation', body: {} }),
  text: ({ text, urgent }, version) => {
    const urgency = urgent ? URGENCY[version].urgent : URGENCY[version].plain;
    const flag = urgency | DISPLAY_AND_SPEAK;
    return { kind: 'text', body: { flag, text, ...(version === 2019 && { type: NOTICE }) } };
  },
  photo: ({ channel, count }) => ({ kind: 'shoot', body: { ...SHOT, channel, command: count } }),
};

/** Sends a command to a terminal and waits for its answer. */
export async function command(line: Line, wanted: Command): Promise<CommandResult> {
  if (!(wanted.kind in MESSAGES)) return { result: 'unsupported' };
  const message = MESSAGES[wanted.kind as keyof Sent] as (wanted: Command, version: Version) => Message;
  const serial = line.send(message(wanted, line.header?.version ?? 2013));
  return serial === undefined ? { result: 'offline' } : line.awaiting.answer(String(serial));
}
