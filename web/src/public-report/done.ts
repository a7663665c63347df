import { App } from 'antd';
import { useWords } from '../language/index.tsx';
import { WORDS } from './words.ts';

/** Says that an act was done. */
export function useDone(): () => void {
  const t = useWords(WORDS);
  const { message } = App.useApp();
  return () => void message.success(t('done'));
}
