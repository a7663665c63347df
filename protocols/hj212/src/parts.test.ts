import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Item, type Packet, PartCollection, parsePacket, splitPacket } from './index.ts';

const upload = (count: number): Packet => {
  const head = parsePacket(
    'QN=20201029122005355;ST=31;CN=2051;PW=1;MN=7;Flag=5;CP=&&DataTime=20201029121000&&',
  ) as Packet;
  const items = Array.from({ length: count }, (_, index): Item => [
    [`a${21000 + index}-Avg`, '0.000'],
    [`a${21000 + index}-Flag`, 'N'],
  ]);
  return { ...head, items: [...head.items, ...items] };
};

describe('parts', () => {
  it('begin with the DataTime, carry whole items and are numbered from one', () => {
    const parts = splitPacket(upload(90));
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.map((part) => part.pno)).toEqual(parts.map((_, index) => index + 1));
    for (const part of parts) {
      expect(part.items[0]).toEqual([['DataTime', '20201029121000']]);
      expect(part).toMatchObject({ pnum: parts.length, flag: { hasPacketNumbers: true } });
    }
    expect(splitPacket(upload(3))).toEqual([upload(3)]);
  });

  it('join to the packet they came from, in any order', () => {
    fc.assert(
      fc.property(fc.nat(120), fc.integer(), (count, seed) => {
        const parts = splitPacket(upload(count));
        const shuffled = parts.map((part, index) => ({ part, rank: Math.imul(index + 1, seed | 1) }));
        const collection = new PartCollection();
        const results = shuffled.sort((a, b) => a.rank - b.rank).map(({ part }) => collection.add(part, 0));
        expect(results.filter(Boolean)).toEqual([upload(count)]);
        expect(collection.size).toBe(0);
      }),
    );
  });

  it('of different exchanges do not mix; without QN the DataTime tells them apart', () => {
    const collection = new PartCollection();
    const [first, second] = splitPacket({ ...upload(40), qn: undefined });
    const later = { ...second!, items: [[['DataTime', '20201029122000']] as const, ...second!.items.slice(1)] };
    expect([collection.add(first!, 0), collection.add(later, 0)]).toEqual([undefined, undefined]);
    expect(collection.add(second!, 0)).toEqual({ ...upload(40), qn: undefined });
    expect(collection.size).toBe(1);
  });

  it('with impossible numbers are refused', () => {
    const collection = new PartCollection({ mostParts: 10 });
    for (const [pnum, pno] of [
      [2, 0],
      [2, 3],
      [0, 1],
      [11, 1],
    ] as const) {
      expect(collection.add({ ...upload(1), pnum, pno }, 0)).toMatchObject({ reason: 'parts-incomplete' });
    }
    expect(collection.add({ ...upload(1), pnum: 1, pno: 1 }, 0)).toMatchObject({ cn: '2051' });
  });

  it('are given up after a minute, and never kept beyond the bound', () => {
    const collection = new PartCollection({ most: 5 });
    for (let qn = 0; qn < 20; qn += 1) collection.add({ ...upload(1), qn: String(qn), pnum: 2, pno: 1 }, qn);
    expect(collection.size).toBe(5);
    expect(collection.expire(60_017)).toHaveLength(2);
    expect(collection.size).toBe(3);
  });
});
