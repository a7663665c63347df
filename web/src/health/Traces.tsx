import { LENGTHS } from '@anlan/kernel/entity';
import { tracesSchema } from '@anlan/kernel/diagnostics';
import { STEPS, traceSchema, type Trace, type TraceSpan } from '@anlan/kernel/trace';
import { useQuery } from '@tanstack/react-query';
import { Input, Segmented } from 'antd';
import { Waypoints } from 'lucide-react';
import { useState } from 'react';
import { api, query } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, StatusWord, Why } from '../parts/index.ts';
import { timeText } from '../time/index.ts';
import styles from './Diagnostics.module.css';
import { WORDS } from './diagnostics-words.ts';
import { msText } from './units.ts';
import { waterfall } from './waterfall.ts';

type Order = 'newest' | 'slowest';

/** Recent traces as a list, and the one that is looked at as a waterfall. */
export function Traces({
  shown,
  onShow,
}: {
  readonly shown: string | null;
  readonly onShow: (cause: string | null) => void;
}) {
  const t = useWords(WORDS);
  const [order, setOrder] = useState<Order>('newest');
  const recent = useQuery({
    queryKey: ['traces', order],
    refetchInterval: 10_000,
    queryFn: ({ signal }) =>
      api.get(`/traces${query({ order: order === 'newest' ? 'newest' : 'longest', limit: 25 })}`, tracesSchema, signal),
  });
  const tools = (
    <span className={styles.tools}>
      <Input.Search
        maxLength={LENGTHS.search}
        allowClear
        size="small"
        placeholder={t('find')}
        aria-label={t('find')}
        onSearch={(text) => onShow(text.trim() === '' ? null : text.trim().toLowerCase())}
      />
      <Segmented<Order>
        size="small"
        value={order}
        onChange={setOrder}
        options={(['newest', 'slowest'] as const).map((value) => ({ value, label: t(value) }))}
      />
    </span>
  );
  return (
    <Card title={t('traces')} note={t('tracesNote')} extra={tools} flush>
      {recent.isPending ? <Loading rows={4} /> : null}
      {recent.isError && recent.data === undefined ? (
        <Failed error={recent.error} retry={() => void recent.refetch()} />
      ) : null}
      {recent.data?.length === 0 ? (
        <Empty icon={<Waypoints size={20} strokeWidth={1.6} />} title={t('noTraces')} />
      ) : null}
      <div className={styles.traces}>
        <ol className={styles.list} data-testid="traces">
          {recent.data?.map((trace) => (
            <TraceLine key={trace.cause} trace={trace} on={trace.cause === shown} onShow={onShow} />
          ))}
        </ol>
        {shown === null ? null : <Shown cause={shown} />}
      </div>
    </Card>
  );
}

function useStep(): (span: TraceSpan) => string {
  const { language } = useLanguage();
  return ({ name }) => STEPS[name][language === 'zh' ? 0 : 1];
}

function aboutOf({ spans }: Trace): string {
  const facts = spans.flatMap((span) => Object.entries(span.facts));
  const of = (name: string) => facts.find(([key]) => key === name)?.[1];
  return String(of('route') ?? of('rule') ?? of('device') ?? '');
}

function TraceLine({
  trace,
  on,
  onShow,
}: {
  readonly trace: Trace;
  readonly on: boolean;
  readonly onShow: (cause: string) => void;
}) {
  const t = useWords(WORDS);
  const step = useStep();
  const { began, ms } = waterfall(trace);
  const [first] = trace.spans;
  const trouble = trace.spans.some((span) => span.trouble !== null);
  return (
    <li>
      <button type="button" aria-pressed={on} onClick={() => onShow(trace.cause)}>
        <time>{timeText(began)}</time>
        <b>{first === undefined ? '' : step(first)}</b>
        <span className={styles.about}>{aboutOf(trace)}</span>
        <small>
          {trace.spans.length} {t('steps')}
        </small>
        {trouble ? <StatusWord state="late">{msText(ms)}</StatusWord> : <em>{msText(ms)}</em>}
      </button>
    </li>
  );
}

function Shown({ cause }: { readonly cause: string }) {
  const t = useWords(WORDS);
  const trace = useQuery({
    queryKey: ['trace', cause],
    retry: false,
    queryFn: ({ signal }) => api.get(`/traces/${encodeURIComponent(cause)}`, traceSchema, signal),
  });
  if (trace.isPending) return <Loading rows={4} />;
  if (trace.data === undefined) return <p className={styles.missing}>{t('noTrace')}</p>;
  return <Waterfall trace={trace.data} />;
}

/** One trace: every step where it lies in time, with how long it took and what it says of itself. */
export function Waterfall({ trace }: { readonly trace: Trace }) {
  const t = useWords(WORDS);
  const step = useStep();
  const { bars, ms } = waterfall(trace);
  return (
    <section className={styles.waterfall} aria-label={t('trace')} data-testid="waterfall">
      <h3>
        <code>{trace.cause}</code>
        <span>{t('took', { ms: msText(ms) })}</span>
      </h3>
      <ol>
        {bars.map(({ span, left, width }) => (
          <li key={`${span.name} ${span.key}`} data-trouble={span.trouble !== null}>
            <Why
              title={step(span)}
              rows={[
                ...Object.entries(span.facts).map(([name, value]) => [name, String(value)] as const),
                ['', span.process] as const,
                ...(span.trouble === null ? [] : [['', span.trouble] as const]),
              ]}
            >
              {step(span)}
            </Why>
            <i aria-hidden>
              <b style={{ left: `${left * 100}%`, width: `${width * 100}%` }} />
            </i>
            <span>{msText(span.ended - span.began)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
