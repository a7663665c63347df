import { diagramOf } from '@anlan/kernel/case';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, describe, expect, it } from 'vitest';
import { KINDS, kindByKey } from '../case/kinds.ts';
import { LanguageProvider } from '../language/index.tsx';
import { layoutOf, type DrawnNode } from './diagram.ts';
import { StateDiagram } from './StateDiagram.tsx';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
const roots: { unmount(): void }[] = [];
const danger = kindByKey('hidden-danger')!;

async function draw(node: React.ReactNode): Promise<HTMLElement> {
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

const overlap = (a: DrawnNode, b: DrawnNode): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('the layout of a state diagram', () => {
  it('puts every state of every declared kind inside the picture, none over another', () => {
    for (const kind of KINDS) {
      for (const vertical of [false, true]) {
        for (const language of ['zh', 'en'] as const) {
          const { nodes, width, height } = layoutOf(diagramOf(kind), vertical, language);
          const said = `${kind.key} ${vertical} ${language}`;
          expect(nodes, said).toHaveLength(Object.keys(kind.states).length);
          for (const node of nodes) {
            expect(node.x >= 0 && node.x + node.width <= width, said).toBe(true);
            expect(node.y >= 0 && node.y + node.height <= height, said).toBe(true);
          }
          const pairs = nodes.flatMap((a, i) => nodes.slice(i + 1).map((b) => [a, b] as const));
          expect(
            pairs.filter(([a, b]) => overlap(a, b)),
            said,
          ).toEqual([]);
        }
      }
    }
  });

  it('fits the hidden danger into 360 px when it stands upright', () => {
    expect(layoutOf(diagramOf(danger), true).width).toBeLessThanOrEqual(360);
  });

  it('draws each way between two states once, with the names of all actions that go it', () => {
    const drawn = layoutOf(diagramOf(danger), false);
    const ways = drawn.edges.map((edge) => `${edge.from} ${edge.to}`);
    expect(new Set(ways).size).toBe(ways.length);
    const words = drawn.edges.flatMap((edge) => edge.lines).join('、');
    for (const action of Object.values(danger.actions)) if (action.to !== null) expect(words).toContain(action.label);
  });
});

describe('the state diagram', () => {
  const walked = [
    ['registered', 'graded'],
    ['graded', 'rectifying'],
  ] as const;

  it('marks where the case stands, and only there', async () => {
    const drawn = await draw(<StateDiagram kind={danger} state="rectifying" walked={walked} />);
    const now = [...drawn.querySelectorAll('[data-now=true]')];
    expect(now.map((node) => node.getAttribute('data-state'))).toEqual(['rectifying']);
  });

  it('highlights the ways that were gone and no others', async () => {
    const drawn = await draw(<StateDiagram kind={danger} state="rectifying" walked={walked} />);
    const gone = [...drawn.querySelectorAll('[data-walked=true]')].map((way) => way.getAttribute('data-way'));
    expect(new Set(gone)).toEqual(new Set(['graded rectifying', 'registered graded']));
  });

  it('says in words what it shows', async () => {
    const drawn = await draw(<StateDiagram kind={danger} state="rectifying" walked={walked} />);
    expect(drawn.querySelector('[role=img]')?.getAttribute('aria-label')).toBe(
      '事故隐患状态图；现在是整改中；走过 待定级 → 待派单 → 整改中',
    );
  });
});
