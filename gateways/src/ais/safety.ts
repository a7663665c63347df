import { encodeMessage, type OtherMessage } from '@anlan/ais';

/** Six-bit text holds these characters only (ITU-R M.1371-5 table 47); Chinese has no form in it. */
const TEXT = /^[\u0020-\u005f]*$/;
/** Most characters of one message of five slots: 156 addressed, 161 broadcast (ITU-R M.1371-5 3.10, 3.12). */
const MOST = { addressed: 156, broadcast: 161 } as const;

/** MMSI of a coast station of China (00412…), the sender of what the platform writes. */
export const SHORE_STATION = 4_121_000;

/** A safety-related text: to one ship (type 12) or to all (type 14). MMSI as nine digits. */
export interface SafetyText {
  readonly from: number;
  readonly to?: number;
  readonly text: string;
}

/** What is wrong with a text for AIS; undefined = it can be sent. */
export function safetyProblem(text: string, addressed: boolean): 'characters' | 'too-long' | undefined {
  if (!TEXT.test(text.toUpperCase())) return 'characters';
  return text.length > (addressed ? MOST.addressed : MOST.broadcast) ? 'too-long' : undefined;
}

/** VDM sentences of a safety-related message, without line ends; none where the text has no form in AIS. */
export function safetyTelegram({ from, to, text }: SafetyText): string[] {
  if (safetyProblem(text, to !== undefined) !== undefined) return [];
  // Type 12: sequence 2, destination 30, retransmit 1, spare 1; type 14: spare 2; then six bits a character.
  const head: [value: number, width: number][] =
    to === undefined
      ? [[0, 2]]
      : [
          [0, 2],
          [to, 30],
          [0, 1],
          [0, 1],
        ];
  const bits = [...head, ...[...text.toUpperCase()].map((one): [number, number] => [one.charCodeAt(0) & 63, 6])];
  const digits = bits.map(([value, width]) => value.toString(2).padStart(width, '0')).join('');
  const content = Uint8Array.from({ length: Math.ceil(digits.length / 8) }, (_, index) =>
    Number.parseInt(digits.slice(index * 8, index * 8 + 8).padEnd(8, '0'), 2),
  );
  const message: OtherMessage = {
    type: to === undefined ? 14 : 12,
    repeat: 0,
    mmsi: from,
    content,
    contentBits: digits.length,
  };
  return encodeMessage(message, { talker: 'AB' });
}
