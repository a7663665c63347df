import { LEVELS } from '@anlan/kernel/entity';
import { toProblem, refuse } from '@anlan/kernel/refusal';
import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, describe, expect, it } from 'vitest';
import { Refused, Unreachable } from '../api/index.ts';
import { LanguageProvider } from '../language/index.tsx';
import { RiskMark, RiskTag } from './Mark.tsx';
import { numberText } from './number.ts';
import { RefusalNote } from './Refusal.tsx';
import { Age, DeadlinePie, OriginTag } from './Status.tsx';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
const roots: { unmount(): void }[] = [];

async function draw(node: ReactNode): Promise<HTMLElement> {
  const holder = document.createElement('div');
  const root = createRoot(holder);
  roots.push(root);
  await act(async () => root.render(<LanguageProvider>{node}</LanguageProvider>));
  return holder;
}

afterEach(async () => {
  await act(async () => roots.splice(0).forEach((root) => root.unmount()));
  localStorage.clear();
});

describe('risk marks', () => {
  it('tell the four levels apart by shape, without colour', async () => {
    const drawn = await draw(LEVELS.map((level) => <RiskMark key={level} level={level} />));
    const shapes = [...drawn.querySelectorAll('svg')].map((mark) => mark.innerHTML);
    expect(new Set(shapes).size).toBe(4);
  });

  it('carry the official word for risk and for alarm', async () => {
    expect((await draw(<RiskTag level="red" />)).textContent).toBe('重大');
    expect((await draw(<RiskTag level="red" kind="alarm" />)).textContent).toBe('红色报警');
  });

  it('speak their label where no word stands beside them', async () => {
    expect(
      (await draw(<RiskMark level="orange" label="橙色报警" />))
        .querySelector('[role=img]')
        ?.getAttribute('aria-label'),
    ).toBe('橙色报警');
  });
});

describe('a refusal', () => {
  const problem = toProblem(refuse('shelve-too-long', { hours: 8 }, 'until'), 'zh');

  it('names the rule and says that the input is kept', async () => {
    const note = await draw(<RefusalNote error={new Refused(problem)} />);
    expect(note.querySelector('[role=alert]')?.textContent).toBe('搁置最长 8 小时已填内容已保留。');
  });

  it('speaks English to an English reader', async () => {
    localStorage.setItem('anlan.language', 'en');
    expect((await draw(<RefusalNote error={new Refused(problem)} kept={false} />)).textContent).toBe(
      'Shelving lasts 8 hours at most',
    );
  });

  it('shows nothing when nothing was refused', async () => {
    expect((await draw(<RefusalNote error={null} />)).textContent).toBe('');
  });

  it('says that nothing is lost when the platform cannot be reached', async () => {
    expect((await draw(<RefusalNote error={new Unreachable('x')} />)).textContent).toBe('连不上平台已填内容已保留。');
  });
});

describe('figures and times', () => {
  it('show what is missing as a dash, never as zero', () => {
    expect([null, undefined, Number.NaN, Number.POSITIVE_INFINITY].map((value) => numberText(value))).toEqual([
      '—',
      '—',
      '—',
      '—',
    ]);
    expect(numberText(0)).toBe('0');
    expect(numberText(-1234.5, 1)).toBe('−1,234.5');
  });

  it('say the age of a value and that it is stale', async () => {
    expect((await draw(<Age at={Date.now() - 12_000} staleAfter={30_000} />)).textContent).toBe('12 秒前');
    expect((await draw(<Age at={Date.now() - 41 * 60_000} staleAfter={30_000} />)).textContent).toContain('已超期');
    expect((await draw(<Age at={null} staleAfter={30_000} />)).textContent).toBe('尚无数据');
  });

  it('draw an overdue deadline with words', async () => {
    const pie = await draw(<DeadlinePie dueAt={Date.now() - 3 * 86_400_000} />);
    expect(pie.querySelector('svg')).not.toBeNull();
    expect(pie.textContent).toBe('逾期 3 天');
  });

  it('name the origin of a signal in its official words', async () => {
    expect((await draw(<OriginTag origin="carried-over" />)).textContent).toBe('真实录制·移植');
  });
});
