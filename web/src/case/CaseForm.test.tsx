import { both, refuse, toProblem } from '@anlan/kernel/refusal';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Refused } from '../api/index.ts';
import { LanguageProvider } from '../language/index.tsx';
import { CaseForm, type CaseFormProps } from './CaseForm.tsx';
import { readForm } from './form-draft.ts';
import { kindByKey } from './kinds.ts';
import type { Sent } from './queries.ts';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
const roots: { unmount(): void }[] = [];
const danger = kindByKey('hidden-danger')!;
const submit = danger.actions['submit']!;
const urge = danger.actions['urge']!;

interface Shown {
  readonly holder: HTMLElement;
  readonly sent: Sent[];
  again(more: Partial<CaseFormProps>): Promise<void>;
}

async function show(
  more: Partial<CaseFormProps> = {},
  client = new QueryClient({ defaultOptions: { queries: { retry: false, enabled: false } } }),
): Promise<Shown> {
  const holder = document.createElement('div');
  document.body.append(holder);
  const root = createRoot(holder);
  roots.push({ unmount: () => (root.unmount(), holder.remove()) });
  const sent: Sent[] = [];
  const draw = (props: Partial<CaseFormProps>) =>
    act(async () =>
      root.render(
        <QueryClientProvider client={client}>
          <LanguageProvider>
            <CaseForm
              draft="c1.urge"
              asks={urge.asks}
              verb="督办"
              pending={false}
              error={null}
              send={(one) => void sent.push(one)}
              {...props}
            />
          </LanguageProvider>
        </QueryClientProvider>,
      ),
    );
  await draw(more);
  return { holder, sent, again: (next) => draw({ ...more, ...next }) };
}

async function type(holder: HTMLElement, id: string, text: string): Promise<void> {
  const field = holder.querySelector<HTMLTextAreaElement | HTMLInputElement>(`#${id}`)!;
  const prototype = Object.getPrototypeOf(field) as object;
  await act(async () => {
    Object.getOwnPropertyDescriptor(prototype, 'value')!.set!.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

async function press(holder: HTMLElement): Promise<void> {
  await act(async () => {
    holder.querySelector('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    await new Promise((resolve) => setTimeout(resolve, 60));
  });
}

/** Lets the form draw until it is so, at most three seconds. */
async function until(so: () => boolean): Promise<void> {
  for (let round = 0; round < 30 && !so(); round += 1)
    await act(async () => void (await new Promise((resolve) => setTimeout(resolve, 100))));
}

const problemsOf = (holder: HTMLElement) =>
  [...holder.querySelectorAll('.ant-form-item-explain-error, [role=alert]')].map((one) => one.textContent);

beforeEach(() => {
  document.body.replaceChildren();
  localStorage.clear();
});
afterEach(async () => {
  await act(async () => roots.splice(0).forEach((root) => root.unmount()));
});

describe('the form of an act', () => {
  it('has a labelled control for everything the act asks', async () => {
    const { holder } = await show({ draft: 'c1.assign', asks: danger.actions['assign']!.asks });
    for (const field of Object.values(danger.actions['assign']!.asks)) {
      const label = [...holder.querySelectorAll('label')].find((one) => one.textContent?.includes(field.label));
      expect(label?.getAttribute('for'), field.label).toBeTruthy();
      expect(holder.querySelector(`#${label!.getAttribute('for')}`), field.label).not.toBeNull();
    }
  });

  it('is not sent while something required is empty, and says which', async () => {
    const { holder, sent } = await show();
    await press(holder);
    await until(() => problemsOf(holder).includes('督办要求必须填写'));
    expect(problemsOf(holder)).toContain('督办要求必须填写');
    expect(sent).toEqual([]);
  });

  it('is not sent without the files the act needs', async () => {
    const { holder, sent } = await show({
      draft: 'c1.submit',
      asks: { result: submit.asks['result']! },
      evidence: submit.evidence,
    });
    await type(holder, 'result', '已更换法兰垫片');
    await press(holder);
    expect(sent).toEqual([]);
    await until(() => problemsOf(holder).length > 0);
    expect(problemsOf(holder)).toContain('整改后照片：至少 1 份，已附 0 份');
  });

  it('sends what was filled in under one request id, however often it is pressed', async () => {
    const { holder, sent } = await show();
    await type(holder, 'demand', '三日内整改');
    await press(holder);
    await press(holder);
    expect(sent.map((one) => one.input)).toEqual([{ demand: '三日内整改' }, { demand: '三日内整改' }]);
    expect(sent[0]!.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(new Set(sent.map((one) => one.requestId)).size).toBe(1);
  });

  it('puts what the server refused at the field it is about', async () => {
    const { holder, again } = await show();
    await type(holder, 'demand', '三日内整改');
    const refused = toProblem(
      refuse('field-invalid', { field: both('督办要求', 'Demand'), problem: both('太短', 'too short') }, 'demand'),
      'zh',
    );
    await again({ error: new Refused(refused) });
    const item = holder.querySelector('#demand')!.closest('.ant-form-item')!;
    await until(() => item.textContent.includes('太短'));
    expect(item.textContent).toContain('督办要求填写有误：太短');
  });

  it('puts a refusal about no field at the foot, and keeps the input', async () => {
    const { holder, again } = await show();
    await type(holder, 'demand', '三日内整改');
    await again({
      error: new Refused(
        toProblem(
          refuse('same-person', { action: both('督办', 'Urging'), before: both('上报', 'reporting it') }),
          'zh',
        ),
      ),
    });
    expect(problemsOf(holder).join()).toContain('不能由做过「上报」的人来做');
    expect(holder.querySelector<HTMLTextAreaElement>('#demand')!.value).toBe('三日内整改');
  });

  it('is there again after the page was left, with the same request id', async () => {
    const first = await show();
    await type(first.holder, 'demand', '三日内整改');
    const kept = readForm('c1.urge', Date.now());
    expect(kept.input).toEqual({ demand: '三日内整改' });
    await act(async () => roots.splice(0).forEach((root) => root.unmount()));
    const second = await show();
    expect(second.holder.querySelector<HTMLTextAreaElement>('#demand')!.value).toBe('三日内整改');
    await press(second.holder);
    expect(second.sent[0]!.requestId).toBe(kept.requestId);
  });

  it('begins anew once it was taken', async () => {
    const { holder } = await show({ send: (_, settled) => settled() });
    await type(holder, 'demand', '三日内整改');
    await press(holder);
    expect(readForm('c1.urge', Date.now())).toMatchObject({ at: undefined, input: {} });
  });
});

describe('lists that places extend', () => {
  it('offer in a form what holds at its place, and not what another place has added', async () => {
    const department = danger.fields['department']!;
    const OWN = { list: 'list.danger-department', also: [], position: 5, ended: false, from: 0 };
    const client = new QueryClient({ defaultOptions: { queries: { retry: false, enabled: false } } });
    client.setQueryData(
      ['code-lists', 'changes'],
      [
        { ...OWN, code: 'bamboo-office', regionPath: 'cn.36.11.02.', label: '竹业办', labelEn: 'Bamboo office' },
        { ...OWN, code: 'port-office', regionPath: 'cn.36.11.26.', label: '港口办', labelEn: 'Port office' },
      ],
    );
    const offered = async (more: Partial<CaseFormProps>): Promise<string[]> => {
      const { holder } = await show({ draft: crypto.randomUUID(), asks: { department }, ...more }, client);
      await act(async () => {
        holder
          .querySelector('.ant-select, .ant-select-selector')!
          .dispatchEvent(new MouseEvent('mousedown', { bubbles: true }));
      });
      await until(() => document.querySelector('.ant-select-item-option') !== null);
      return [...document.querySelectorAll('.ant-select-item-option')].map((one) => one.textContent ?? '');
    };
    const here = await offered({ place: 'cn.36.11.02.001.' });
    expect(here).toContain('竹业办');
    expect(here).not.toContain('港口办');
  });
});
