import { VOICE } from '@anlan/kernel/attachment';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { problemOfFile } from '../case/use-files.ts';
import { canRecord, secondsOf, voiceName, whyNoVoice } from './capture.ts';

afterEach(() => vi.unstubAllGlobals());

describe('a voice note', () => {
  it('carries its length in its name, which the queue adds up', () => {
    const names = [34, 33, 60, 5].map((seconds) => voiceName('语音', seconds));
    expect(names).toEqual(['语音 0:34', '语音 0:33', '语音 1:00', '语音 0:05']);
    expect(names.map(secondsOf)).toEqual([34, 33, 60, 5]);
    expect(secondsOf('现场.webm')).toBeUndefined();
  });

  it('says why it cannot be made', () => {
    expect(whyNoVoice(new DOMException('', 'NotAllowedError'))).toBe('denied');
    expect(whyNoVoice(new DOMException('', 'NotFoundError'))).toBe('absent');
    expect(whyNoVoice(new Error('gone'))).toBe('broken');
  });

  it('is not offered to be made where the browser has no recorder or no microphone', () => {
    vi.stubGlobal('MediaRecorder', undefined);
    expect(canRecord()).toBe(false);
    vi.stubGlobal(
      'MediaRecorder',
      Object.assign(function () {}, { isTypeSupported: () => true }),
    );
    vi.stubGlobal('navigator', {});
    expect(canRecord()).toBe(false);
    vi.stubGlobal('navigator', { mediaDevices: {} });
    expect(canRecord()).toBe(true);
  });

  it('is taken up to its bound, of the kinds that browsers make', () => {
    for (const type of VOICE.types) expect(problemOfFile({ type, size: VOICE.bytes })).toBeUndefined();
    expect(problemOfFile({ type: 'audio/webm', size: VOICE.bytes + 1 })).toBe('voiceTooLong');
    expect(problemOfFile({ type: 'audio/wav', size: 10 })).toBe('wrongKind');
  });
});
