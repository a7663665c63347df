import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sha256Hex } from './fingerprint.ts';

const content = new TextEncoder().encode('责令限期整改指令书 '.repeat(500));
const wanted = createHash('sha256').update(content).digest('hex');

afterEach(() => vi.unstubAllGlobals());

describe('the fingerprint of a file', () => {
  it('is the one that the server keeps', async () => expect(await sha256Hex(content.buffer)).toBe(wanted));

  it('is the same where the browser has no cryptography of its own', async () => {
    vi.stubGlobal('crypto', {});
    expect(await sha256Hex(content.buffer)).toBe(wanted);
  });
});
