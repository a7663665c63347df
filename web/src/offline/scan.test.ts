import { describe, expect, it } from 'vitest';
import { recordIn } from './scan.ts';

const ID = '0b9d5f0e-6a1c-4f55-9c1d-2f1f4f2a7c11';

describe('a scanned code', () => {
  it('leads to the record it names, whichever host printed it', () => {
    expect(recordIn(`https://anlan.example.gov.cn/registry/risk-points/${ID}`)).toEqual({
      plural: 'risk-points',
      id: ID,
    });
    expect(recordIn(`http://127.0.0.1:8420/registry/enterprises/${ID}?from=poster`)).toEqual({
      plural: 'enterprises',
      id: ID,
    });
  });

  it('of anything else leads nowhere', () => {
    for (const text of [
      'https://pay.example.com/x',
      `https://a.b/registry/risk-points/${ID}/edit`,
      'WIFI:S:厂区;;',
      '',
    ])
      expect(recordIn(text), text).toBeUndefined();
  });
});
