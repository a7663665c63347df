import { decodeFrame, type Decoded } from '@anlan/jt808';
import { note, type Verdict, verdict } from './explained.ts';
import type { LineFrame } from './seen.ts';

const SIGN_ON: ReadonlySet<string> = new Set(['registration', 'authentication']);
const AUTHENTICATION = 0x0102;
/** Messages of the platform that want no answer, or one that does not name them (0x0702). */
const UNANSWERED: ReadonlySet<string> = new Set([
  'platformAnswer',
  'platformResend',
  'timeAnswer',
  'registrationAnswer',
  'linkDetect',
  'queryDriver',
  'mediaAnswer',
  'fileAnswer',
]);
/** Ours: within this a terminal answers (ms); a terminal this silent is near to being taken for offline. */
const ANSWER_WITHIN = 60_000;
const LONG_SILENCE = 180_000;

/** What is known of a connection while its frames are gone through. */
interface Line {
  signedOn: boolean;
  /** What the platform asked, by the serial of its answer, and when. */
  readonly asked: Map<number, { readonly at: number; readonly id: number }>;
}

interface Before {
  readonly serial: number;
  readonly at: number;
}

/**
 * What JT/T 808 says of the frames of a connection together: sign-on first, serials that count on, signs of life, and
 * an answer to what the platform asks.
 */
export function judgeJt808(frames: readonly LineFrame[]): LineFrame[] {
  const lines = new Map<string | null, Line>();
  const before = new Map<number, Before>();
  return frames.map((frame) => {
    const decoded = decodeFrame(frame.bytes);
    if (!decoded.ok) return frame;
    const line = lines.get(frame.line) ?? { signedOn: false, asked: new Map() };
    lines.set(frame.line, line);
    if (frame.direction === 'out') {
      heardByTerminal(line, frame, decoded);
      return frame;
    }
    const more = [
      ...(frame.fromStart && !line.signedOn ? [signOnFirst(decoded)] : []),
      ...counted(before.get(frame.stretch), frame, decoded),
      ...answered(line, frame, decoded),
    ];
    const { serial, part } = decoded.header;
    // A part sent again has the serial it had.
    const again = part !== undefined && serial < (before.get(frame.stretch)?.serial ?? 0);
    if (!again) before.set(frame.stretch, { serial, at: frame.at });
    return { ...frame, explained: { ...frame.explained, verdicts: [...frame.explained.verdicts, ...more] } };
  });
}

function heardByTerminal(line: Line, { at }: LineFrame, { kind, header, body }: Decoded): void {
  if (kind === 'platformAnswer') line.signedOn ||= body.ackId === AUTHENTICATION && body.result === 0;
  const { part, serial, msgId } = header;
  if (UNANSWERED.has(kind) || (part !== undefined && part.index < part.total)) return;
  line.asked.set(serial, { at, id: msgId });
}

function signOnFirst({ kind, header }: Decoded): Verdict {
  const detail = `0x${header.msgId.toString(16).padStart(4, '0')} 先于鉴权成功`;
  return verdict('鉴权成功前不发其他消息', 'JT/T 808 7.2.2', SIGN_ON.has(kind), detail);
}

function counted(before: Before | undefined, { at }: LineFrame, { header }: Decoded): Verdict[] {
  if (before === undefined) return [];
  const { serial, part } = header;
  const step = (serial - before.serial) & 0xffff;
  const silence = Math.round((at - before.at) / 1000);
  const detail = `上一条 ${before.serial}，本条 ${serial}`;
  return [
    step === 0
      ? note('消息流水号循环累加', 'JT/T 808 4.4.3', false, `重发 ${serial}`)
      : verdict('消息流水号循环累加', 'JT/T 808 4.4.3', step === 1 || part !== undefined, detail),
    note('无数据时发送心跳', 'JT/T 808 5.2', at - before.at <= LONG_SILENCE, `静默 ${silence} s`),
  ];
}

/** The answers a frame gives, and those that it shows to be missing. */
function answered(line: Line, { at }: LineFrame, { body }: Decoded): Verdict[] {
  if ('ackSerial' in body) line.asked.delete(body.ackSerial);
  const late = [...line.asked].filter(([, asked]) => at - asked.at > ANSWER_WITHIN);
  for (const [serial] of late) line.asked.delete(serial);
  return late.map(([serial, { id }]) => {
    const detail = `0x${id.toString(16)}（流水号 ${serial}）${ANSWER_WITHIN / 1000} s 未应答`;
    return verdict('对平台下发的消息作应答', 'JT/T 808 6.1', false, detail);
  });
}
