import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commit, doubt, draw, sha256, shuffle, type Draw, type Pool } from './index.ts';

const pool = (ids: readonly string[], count: number, exclusions: Pool['exclusions'] = []): Pool => ({
  title: '2024年第一季度双随机检查',
  candidates: ids.map((id) => ({ id })),
  exclusions,
  count,
});

function drawnOf(result: ReturnType<typeof draw>): Draw {
  if ('ok' in result) throw new Error(result.reason);
  return result;
}

describe('SHA-256', () => {
  it('gives the published vectors', () => {
    expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    );
  });

  it('agrees with the platform for every text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: 'binary' }), (text) => {
        expect(sha256(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
      }),
    );
  });
});

describe('draw', () => {
  const ids = ['企业A', '企业B', '企业C', '企业D', '企业E', '企业F', '企业G', '企业H'];

  it('gives the same result to anyone, whatever the order of the list', () => {
    const first = drawnOf(draw(pool(ids, 3), '双色球2024033 03 05 11 20 26 31 07'));
    const again = drawnOf(draw(pool(ids.toReversed(), 3), '双色球2024033 03 05 11 20 26 31 07'));
    expect(again.drawn).toEqual(first.drawn);
    expect(again.commitment).toBe(first.commitment);
    expect(new Set(first.drawn).size).toBe(3);
  });

  it('is changed by the seed, the title, the weights and the exclusions', () => {
    const orders = [
      drawnOf(shuffle(pool(ids, 1), '1')),
      drawnOf(shuffle(pool(ids, 1), '2')),
      drawnOf(shuffle({ ...pool(ids, 1), title: '另一次' }, '1')),
      drawnOf(shuffle({ ...pool(ids, 1), candidates: ids.map((id, index) => ({ id, weight: index + 1 })) }, '1')),
    ];
    expect(new Set(orders.map(({ drawn }) => drawn.join())).size).toBe(4);
  });

  it('never draws the excluded', () => {
    const out = [
      { id: '企业A', reason: '停产' },
      { id: '企业B', reason: '本季度已检查' },
    ];
    expect(drawnOf(shuffle(pool(ids, 1, out), 'x')).drawn.toSorted()).toEqual(ids.slice(2));
  });

  it('draws every candidate equally often, and weighted ones in proportion', () => {
    const counts = new Map<string, number>();
    const weighted: Pool = {
      ...pool([], 1),
      candidates: [
        { id: 'A', weight: 1 },
        { id: 'B', weight: 2 },
        { id: 'C', weight: 5 },
      ],
    };
    for (let seed = 0; seed < 2000; seed++) {
      const [id = ''] = drawnOf(draw(weighted, String(seed))).drawn;
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    // Expected 250, 500, 1250; four standard deviations are 59, 77, 87.
    expect(Math.abs((counts.get('A') ?? 0) - 250)).toBeLessThan(59);
    expect(Math.abs((counts.get('B') ?? 0) - 500)).toBeLessThan(77);
    expect(Math.abs((counts.get('C') ?? 0) - 1250)).toBeLessThan(87);
  });

  it.each([
    ['a doubled id', pool(['A', 'A'], 1)],
    ['a broken weight', { ...pool([], 1), candidates: [{ id: 'A', weight: 1.5 }] }],
    ['a weight of none', { ...pool([], 1), candidates: [{ id: 'A', weight: 0 }] }],
    ['too many', pool(['A', 'B'], 3)],
    ['none', pool(['A', 'B'], 0)],
    ['an exclusion without a reason', pool(['A', 'B'], 1, [{ id: 'A', reason: ' ' }])],
    ['a stranger excluded', pool(['A', 'B'], 1, [{ id: 'C', reason: '停产' }])],
  ])('refuses %s', (_, bad) => {
    expect(draw(bad, 'seed')).toMatchObject({ ok: false });
  });

  it('refuses to draw without a seed', () => {
    expect(draw(pool(['A'], 1), ' ')).toMatchObject({ ok: false });
  });
});

describe('check', () => {
  const published = drawnOf(draw(pool(['A', 'B', 'C', 'D'], 2), '1234'));

  it('trusts what can be repeated', () => {
    expect(doubt(published)).toBeUndefined();
    expect(commit(published.pool)).toBe(published.commitment);
  });

  it('notices a changed list, result or order', () => {
    expect(doubt({ ...published, pool: pool(['A', 'B', 'C', 'E'], 2) })).toContain('摘要');
    expect(doubt({ ...published, drawn: published.drawn.toReversed() })).toContain('种子');
    expect(doubt({ ...published, drawn: published.drawn.slice(1) })).toContain('种子');
  });
});
