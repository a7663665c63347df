import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PLATFORM_FIGURES } from './platform-gauges.ts';

describe('the page on diagnostics', () => {
  it('explains every figure of the platform by its name', () => {
    const page = readFileSync(new URL('../../../docs/diagnostics.md', import.meta.url), 'utf8');
    const short = (name: string): string => name.replace(/^process_/, '_');
    const missing = Object.keys(PLATFORM_FIGURES).filter(
      (name) => !page.includes(`anlan_${name}`) && !page.includes(` ${short(name)}`),
    );
    expect(missing).toEqual([]);
  });
});
