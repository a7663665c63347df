import type { AlarmEntry } from '@anlan/kernel/alarm';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useLanguage, useWords } from '../../language/index.tsx';
import { Why } from '../../parts/index.ts';
import { useMay } from '../../registry/index.tsx';
import { spanText, stampText } from '../../time/index.ts';
import { WORDS } from './words.ts';

const STEPS = [
  ['at', 'since', 'delayed'],
  ['received', 'at', 'underway'],
  ['durable', 'received', 'durable'],
  ['judged', 'durable', 'judged'],
  ['written', 'judged', 'written'],
] as const;

/** Why a line of the trail came when it did: each step of its way from the device to the desk, and the trace to follow. */
export function HowLong({ entry }: { readonly entry: AlarmEntry }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const follows = useMay('platform.diagnose');
  const { stages, cause } = entry;
  if (cause == null) return null;
  const steps = (stages == null ? [] : STEPS).map(([to, from, word]): readonly [ReactNode, ReactNode] => {
    const ms = stages![to] - stages![from];
    return [t(word), ms < 1000 ? `${Math.max(0, Math.round(ms))} ms` : spanText(ms, language)];
  });
  const begun = stages == null ? [] : [[t('held'), stampText(stages.since)] as const];
  const trace = follows ? <Link to={`/health?trace=${cause}`}>{cause}</Link> : <code>{cause}</code>;
  const words = t(stages == null ? 'traceNumber' : 'howLong');
  return (
    <>
      {' · '}
      <Why title={words} rows={[...begun, ...steps, [t('traceNumber'), trace]]}>
        {words}
      </Why>
    </>
  );
}
