import { useCallback } from 'react';
import { useLanguage, type Language } from './index.tsx';

/** Counting words in English: what is counted stands beside the number, so most of them are not said. */
const UNITS: Readonly<Record<string, string>> = {
  家: '',
  处: '',
  点: '',
  座: '',
  台: '',
  个: '',
  条: '',
  辆: '',
  艘: '',
  栋: '',
  次: '×',
  倍: '×',
  人: 'people',
  人次: 'visits',
  户: 'households',
  天: 'd',
  日: 'd',
  工作日: 'working days',
  月: 'months',
  年: 'years',
  秒: 's',
  分钟: 'min',
  小时: 'h',
  元: 'yuan',
  万元: '10⁴ yuan',
  分: 'points',
  '条/10 min': '/10 min',
  '条/h': '/h',
  '条/d': '/d',
};

/** A unit in a language; those of measures are the same in both. */
export function unitText(unit: string, language: Language): string {
  return language === 'en' ? (UNITS[unit] ?? unit) : unit;
}

/** Says units in the reader's language. */
export function useUnit(): (unit: string) => string {
  const { language } = useLanguage();
  return useCallback((unit) => unitText(unit, language), [language]);
}
