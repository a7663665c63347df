import { expect, it } from 'vitest';
import type { Happening } from '@anlan/kernel/alarm';
import { subject, uuid } from '../ingest/testing/devices.ts';
import { ruleOf } from './row.ts';
import { textOf } from './texts.ts';

it.each([
  ['超速', 60.1, '超速：75 km/h，限 60'],
  ['超速 10 %', 66, '超速 10 %：75 km/h，限 66'],
])('names of %s the limit that holds, not the tenth above it at which it begins', (label, limit, said) => {
  const about = subject(uuid(5), { kind: 'vehicle', quantity: 'speed', unit: 'km/h' });
  const happening: Happening = { kind: 'raised', at: 0, level: 'blue', label, value: 75, limit, since: 0 };
  const rule = ruleOf('overspeed')!;
  const change = { rule, subject: about, happening, alarmId: uuid(1), peak: 75, lon: null, lat: null };
  expect(textOf(change)).toBe(said);
});
