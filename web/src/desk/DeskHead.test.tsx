import { act, createRef } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, it } from 'vitest';
import { LanguageProvider } from '../language/index.tsx';
import { levelCounts } from './alarm/index.ts';
import { DeskHead } from './DeskHead.tsx';
import type { useDesk } from './use-desk.ts';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

const nothing = (): void => undefined;
const sound = { on: true, blocked: false, toggle: nothing, test: nothing, ring: nothing };
const desk = { tab: 'active', mine: 0, text: '', filter: { levels: new Set() } } as unknown as ReturnType<
  typeof useDesk
>;

it('the desk tells no number of alarms before it knows one', async () => {
  const holder = document.createElement('div');
  const root = createRoot(holder);
  const draw = (counts: ReturnType<typeof levelCounts> | undefined): Promise<void> =>
    act(async () =>
      root.render(
        <LanguageProvider>
          <DeskHead {...{ desk, sound, counts, search: createRef(), phone: true, onHelp: nothing }} />
        </LanguageProvider>,
      ),
    );
  await draw(undefined);
  expect(holder.textContent).toContain('在警 –');
  expect(holder.textContent).not.toContain('0');
  await draw(levelCounts([]));
  expect(holder.textContent).toContain('在警 0');
  await act(async () => root.unmount());
});
