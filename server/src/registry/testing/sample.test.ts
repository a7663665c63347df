import { dayOf } from '@anlan/domain/calendar';
import { doubtsOf } from '@anlan/kernel/entity';
import { expect, it } from 'vitest';
import { ENTITIES } from '../index.ts';
import { sampleOf } from './sample.ts';

it('samples are plausible records of every register', () => {
  const odd = [...ENTITIES.values()].flatMap((entity) => {
    const sample = sampleOf(entity, 7, 'cn.36.11.02.001.', null);
    return doubtsOf(entity, sample, Object.keys(sample), dayOf(Date.now())).map(({ key }) => `${entity.key}.${key}`);
  });
  expect(odd).toEqual([]);
});
