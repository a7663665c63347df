import { diagramOf, type CaseKind } from '@anlan/kernel/case';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { useLanguage, useWords } from '../language/index.tsx';
import { layoutOf, type Drawn, type DrawnEdge, type DrawnNode } from './diagram.ts';
import styles from './StateDiagram.module.css';
import { WORDS } from './words.ts';

interface StateDiagramProps {
  readonly kind: CaseKind;
  /** State in which the case stands; none draws the kind by itself. */
  readonly state?: string | undefined;
  /** Changes of state that the case has been through, oldest first. */
  readonly walked?: readonly (readonly [from: string, to: string])[];
}

/** Below this width (px) the states stand one under the other. */
const NARROW = 620;

/** The states of a kind of case and the ways between them: where the case stands, which ways it went. */
export function StateDiagram({ kind, state, walked = [] }: StateDiagramProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const holder = useRef<HTMLDivElement>(null);
  const vertical = useNarrow(holder);
  const arrow = useId();
  const drawn = useMemo(() => layoutOf(diagramOf(kind), vertical, language), [kind, vertical, language]);
  const ways = new Set(walked.map(([from, to]) => `${from} ${to}`));
  const visited = new Set(walked.flat());
  const label = (key: string) => drawn.nodes.find((node) => node.key === key)?.label ?? key;
  const steps = walked.filter(([from, to]) => from !== to);
  const path = steps.length === 0 ? '' : [steps[0]?.[0] ?? '', ...steps.map(([, to]) => to)].map(label).join(' → ');
  const spoken = [
    t('diagramOf', { what: language === 'zh' ? kind.label : kind.labelEn }),
    state === undefined ? '' : t('diagramAt', { state: label(state) }),
    path === '' ? '' : t('diagramWalked', { path }),
  ];
  return (
    <div ref={holder} className={styles.holder}>
      <svg
        viewBox={`0 0 ${drawn.width} ${drawn.height}`}
        style={{ maxWidth: drawn.width }}
        role="img"
        aria-label={spoken.filter(Boolean).join('；')}
        data-vertical={vertical}
      >
        <Arrows id={arrow} />
        <Ways drawn={drawn} ways={ways} arrow={arrow} />
        {drawn.nodes.map((node) => (
          <Node key={node.key} node={node} now={node.key === state} been={visited.has(node.key)} />
        ))}
      </svg>
    </div>
  );
}

function useNarrow(holder: React.RefObject<HTMLDivElement | null>): boolean {
  const [narrow, setNarrow] = useState(() => window.innerWidth < NARROW);
  useEffect(() => {
    const element = holder.current;
    if (element === null) return undefined;
    const watch = new ResizeObserver(([entry]) => {
      const width = entry?.contentRect.width ?? 0;
      if (width > 0) setNarrow(width < NARROW);
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [holder]);
  return narrow;
}

function Arrows({ id }: { readonly id: string }) {
  return (
    <defs>
      {(['plain', 'walked'] as const).map((kind) => (
        <marker
          key={kind}
          id={`${id}${kind}`}
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="7"
          markerHeight="7"
          markerUnits="userSpaceOnUse"
          orient="auto-start-reverse"
        >
          <path d="M0 .5L7.500 4 0 7.500z" className={styles[`${kind}Head`]} />
        </marker>
      ))}
    </defs>
  );
}

interface WaysProps {
  readonly drawn: Drawn;
  readonly ways: ReadonlySet<string>;
  readonly arrow: string;
}

/** Walked ways are drawn last, so that none is covered; words above all lines. */
function Ways({ drawn, ways, arrow }: WaysProps) {
  const went = (edge: DrawnEdge) => ways.has(`${edge.from} ${edge.to}`);
  const ordered = drawn.edges.toSorted((a, b) => Number(went(a)) - Number(went(b)));
  return (
    <>
      {ordered.map((edge) => (
        <path
          key={`${edge.from} ${edge.to}`}
          d={edge.path}
          className={went(edge) ? styles.walked : styles.way}
          data-way={`${edge.from} ${edge.to}`}
          data-walked={went(edge)}
          markerEnd={`url(#${arrow}${went(edge) ? 'walked' : 'plain'})`}
        />
      ))}
      {ordered.map((edge) => (
        <text
          key={`${edge.from} ${edge.to}`}
          x={edge.at[0]}
          y={edge.at[1]}
          textAnchor={edge.anchor}
          className={`${styles.word} ${went(edge) ? styles.went : ''}`}
        >
          {edge.lines.map((line, index) => (
            <tspan key={line} x={edge.at[0]} dy={index === 0 ? -(edge.lines.length - 1) * 14 : 14}>
              {line}
            </tspan>
          ))}
        </text>
      ))}
    </>
  );
}

function Node({ node, now, been }: { readonly node: DrawnNode; readonly now: boolean; readonly been: boolean }) {
  const look = now ? styles.now : been ? styles.been : styles.node;
  return (
    <g data-state={node.key} data-now={now} data-been={been}>
      <rect
        x={node.x}
        y={node.y}
        width={node.width}
        height={node.height}
        rx={node.end === null ? 6 : node.height / 2}
        className={`${look} ${node.end === 'void' ? styles.void : ''}`}
      />
      <text
        x={node.x + node.width / 2}
        y={node.y + node.height / 2 + 4.5}
        textAnchor="middle"
        className={now ? styles.nowText : styles.text}
      >
        {now ? '● ' : been ? '✓ ' : ''}
        {node.label}
      </text>
    </g>
  );
}
