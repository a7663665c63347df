import type { Receipt } from '@anlan/kernel/telemetry';
import { describe, expect, it } from 'vitest';
import { type Delivered, deliverOnce, Recent } from './recent.ts';

describe('what is remembered of a device', () => {
  it('holds at least the last keys asked for and at most twice as many', () => {
    const recent = new Recent<number>(8);
    for (let key = 0; key < 100; key += 1) {
      recent.add(String(key), key);
      for (let back = 0; back < Math.min(8, key + 1); back += 1)
        expect(recent.get(String(key - back))).toBe(key - back);
      expect(recent.get(String(key - 16))).toBeUndefined();
    }
  });

  it('finds the newest that fits', () => {
    const recent = new Recent<number>(2);
    for (const key of [1, 2, 3]) recent.add(String(key), key);
    expect([recent.find((value) => value < 3), recent.find(() => true), recent.find((value) => value > 3)]).toEqual([
      2,
      3,
      undefined,
    ]);
  });

  it('forgets one wherever it is, and no other', () => {
    const recent = new Recent<number>(2);
    for (const key of [1, 2, 3]) recent.add(String(key), key);
    recent.forget('1');
    recent.forget('3');
    expect([recent.get('1'), recent.get('2'), recent.get('3')]).toEqual([undefined, 2, undefined]);
  });
});

describe('a message delivered once', () => {
  it('has its repetition wait for it, and answered as it was', async () => {
    const recent = new Recent<Delivered>(4);
    let done: (receipt: Receipt) => void = () => {};
    let delivered = 0;
    let repeated = 0;
    const send = (): Promise<Receipt> =>
      deliverOnce(
        recent,
        'key',
        () => {
          delivered += 1;
          return new Promise((resolve) => (done = resolve));
        },
        () => (repeated += 1),
      );
    const first = send();
    const second = send();
    done({ accepted: true });
    expect([await first, await second, await send()]).toEqual([
      { accepted: true },
      { accepted: true },
      { accepted: true },
    ]);
    expect([delivered, repeated]).toEqual([1, 2]);
  });

  it('is delivered again after a refusal and after a failure', async () => {
    const recent = new Recent<Delivered>(4);
    const ways: (() => Promise<Receipt>)[] = [
      () => Promise.resolve({ accepted: false, reason: 'overload' }),
      () => Promise.reject(new Error('disk')),
      () => Promise.resolve({ accepted: true }),
    ];
    const answers: unknown[] = [];
    for (const way of ways)
      answers.push(await deliverOnce(recent, 'key', way, () => answers.push('repeated')).catch(String));
    expect(answers).toEqual([{ accepted: false, reason: 'overload' }, 'Error: disk', { accepted: true }]);
  });
});
