import {
  PROMISE_FIGURES,
  type PromiseFigure,
  type SafetyPromise,
} from '@anlan/systems/monitoring/major-hazard-monitoring';
import { useLabel, useWords } from '../language/index.tsx';
import { WORDS } from './words.ts';

const WORK = (Object.keys(PROMISE_FIGURES) as PromiseFigure[]).filter(
  (key) => !['plants', 'running', 'stopped', 'repair'].includes(key),
);

/** The special work of a day in words: 一级动火 1、受限空间 2. */
export function useWorkText(): (promise: SafetyPromise) => string {
  const t = useWords(WORDS);
  const label = useLabel();
  return ({ figures }) => {
    const told = WORK.filter((key) => figures[key] > 0).map((key) => `${label(PROMISE_FIGURES[key])} ${figures[key]}`);
    return told.length === 0 ? t('noWork') : told.join('、');
  };
}
