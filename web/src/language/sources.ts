import { sourceInEnglish } from '@anlan/kernel/citation';
import { useCallback } from 'react';
import { useLanguage } from './index.tsx';

/** Where something comes from, in the reader's language: laws and standards by their official names. */
export function useSource(): (source: string) => string {
  const { language } = useLanguage();
  return useCallback((source) => (language === 'en' ? (sourceInEnglish(source) ?? source) : source), [language]);
}
