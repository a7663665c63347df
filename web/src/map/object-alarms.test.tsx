import type { AlarmView } from '@anlan/kernel/alarm';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, it } from 'vitest';
import { LanguageProvider } from '../language/index.tsx';
import { ObjectAlarms } from './ObjectParts.tsx';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

it('the card of an object shows a value as the desk does: with so many decimals that it reads apart from its limit', async () => {
  const alarm = (id: string, value: number | null, limit: number, more: object = {}) =>
    ({
      id,
      level: 'red',
      rule: 'x',
      label: '高限',
      subjectName: id,
      unit: 'kPa',
      value,
      limit,
      peak: null,
      recoveredAt: null,
      ...more,
    }) as AlarmView;
  const holder = document.createElement('div');
  const root = createRoot(holder);
  const alarms = [
    alarm('a', 101.32581, 100),
    alarm('b', 25.0004, 25),
    alarm('c', 3, 2, { peak: 9.87654, recoveredAt: 1 }),
    alarm('d', null, 600),
  ];
  await act(async () =>
    root.render(
      <LanguageProvider>
        <ObjectAlarms alarms={alarms} onAlarm={() => undefined} />
      </LanguageProvider>,
    ),
  );
  expect([...holder.querySelectorAll('button b')].map((one) => one.textContent?.trim())).toEqual([
    '101 kPa',
    '25.0004 kPa',
    '9.88 kPa',
    '',
  ]);
  await act(async () => root.unmount());
});
