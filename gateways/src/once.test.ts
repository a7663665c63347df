import type { Receipt } from '@anlan/kernel/telemetry';
import { describe, expect, it } from 'vitest';
import { Deliveries, deliverOnce } from './once.ts';

const accepted = (): Promise<Receipt> => Promise.resolve({ accepted: true });

describe('a message delivered once', () => {
  it('has its repetition wait for it, and answered as it was', async () => {
    const deliveries = new Deliveries(4);
    let done: (receipt: Receipt) => void = () => {};
    let delivered = 0;
    let repeated = 0;
    const send = (): Promise<Receipt> =>
      deliverOnce(
        deliveries,
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
    const deliveries = new Deliveries(4);
    const ways: (() => Promise<Receipt>)[] = [
      () => Promise.resolve({ accepted: false, reason: 'overload' }),
      () => Promise.reject(new Error('disk')),
      () => Promise.resolve({ accepted: true }),
    ];
    const answers: unknown[] = [];
    for (const way of ways)
      answers.push(await deliverOnce(deliveries, 'key', way, () => answers.push('repeated')).catch(String));
    expect(answers).toEqual([{ accepted: false, reason: 'overload' }, 'Error: disk', { accepted: true }]);
  });

  it('is remembered among the last that were accepted, and no longer', async () => {
    const deliveries = new Deliveries(8);
    for (let serial = 0; serial < 100; serial += 1) {
      const before = serial - 8;
      if (before >= 0) expect(deliveries.find(`512 ${before} 261123154200`)).toEqual({ accepted: true });
      await deliveries.follow(`512 ${serial} 261123154200`, accepted());
      expect(deliveries.find(`512 ${before} 261123154200`)).toBeUndefined();
      expect(deliveries.find(`512 ${serial + 1} 261123154200`)).toBeUndefined();
    }
  });

  it('is not taken for another, however alike their keys are', async () => {
    const deliveries = new Deliveries(50_000);
    for (let serial = 0; serial < 50_000; serial += 1) await deliveries.follow(`${serial}`, accepted());
    const others = Array.from({ length: 2000 }, (_, serial) => `${serial + 50_000}`);
    expect(others.filter((key) => deliveries.find(key) !== undefined)).toEqual([]);
  });
});
