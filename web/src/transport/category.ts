import { useLanguage } from '../language/index.tsx';
import { CATEGORY } from './words.ts';

/** Name of a category in the reader's language. */
export function useCategory(): (key: string) => string {
  const { language } = useLanguage();
  return (key) => CATEGORY[key]?.[language === 'zh' ? 0 : 1] ?? key;
}
