import { AisStream, type OtherMessage } from '@anlan/ais';
import { describe, expect, it } from 'vitest';
import { safetyProblem, safetyTelegram } from './safety.ts';

/** Six-bit characters after `skip` bits of a content. */
function textOf(content: Uint8Array, bits: number, skip: number): string {
  const digits = [...content]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
    .slice(0, bits);
  let text = '';
  for (let at = skip; at + 6 <= digits.length; at += 6) {
    const value = Number.parseInt(digits.slice(at, at + 6), 2);
    text += String.fromCharCode(value < 32 ? value + 64 : value);
  }
  return text;
}

function heard(lines: readonly string[]) {
  const stream = new AisStream();
  const reports = stream.push(`${lines.join('\r\n')}\r\n`, 0);
  return reports.flatMap((report) => (report.ok ? [report.message as OtherMessage] : []));
}

describe('[S38.6] a safety text over AIS', () => {
  it('to one ship is message 12 with her MMSI and the text as written', () => {
    const lines = safetyTelegram({ from: 4_131_001, to: 413_990_001, text: 'Slow down, bridge area ahead' });
    const [message] = heard(lines);
    expect(message).toMatchObject({ type: 12, mmsi: 4_131_001 });
    expect(textOf(message!.content, message!.contentBits, 34)).toBe('SLOW DOWN, BRIDGE AREA AHEAD');
    const digits = [...message!.content].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    expect(Number.parseInt(digits.slice(2, 32), 2)).toBe(413_990_001);
  });
  it('to all is message 14', () => {
    const [message] = heard(safetyTelegram({ from: 4_131_001, text: 'FOG 300 M. ALL ANCHOR' })) as {
      type: number;
      content: Uint8Array;
      contentBits: number;
    }[];
    expect(message?.type).toBe(14);
    expect(textOf(message!.content, message!.contentBits, 2)).toBe('FOG 300 M. ALL ANCHOR');
  });
  it('has no form in Chinese, nor beyond its length', () => {
    expect(safetyProblem('减速', true)).toBe('characters');
    expect(safetyTelegram({ from: 1, text: '减速' })).toEqual([]);
    expect(safetyProblem('A'.repeat(157), true)).toBe('too-long');
    expect(safetyProblem('A'.repeat(157), false)).toBeUndefined();
  });
});
