import { useCallback } from 'react';
import { useLanguage, type Language } from './index.tsx';

/**
 * Counting words and units in English, one word or for one and for many. Pure classifiers are not said: what is counted
 * stands beside the number.
 */
const UNITS: Readonly<Record<string, string | readonly [one: string, many: string]>> = {
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
  站: '',
  项: ['item', 'items'],
  件: ['case', 'cases'],
  起: ['case', 'cases'],
  次: ['time', 'times'],
  倍: '×',
  人: ['person', 'people'],
  人次: ['visit', 'visits'],
  户: ['household', 'households'],
  层: ['floor', 'floors'],
  位: ['character', 'characters'],
  级: '',
  等: '',
  天: ['day', 'days'],
  日: ['day', 'days'],
  工作日: ['working day', 'working days'],
  月: ['month', 'months'],
  个月: ['month', 'months'],
  年: ['year', 'years'],
  时: "o'clock",
  秒: 's',
  分钟: 'min',
  小时: 'h',
  元: 'yuan',
  万元: '10⁴ yuan',
  'm³': 'm³',
  '万m³': '10⁴ m³',
  分: ['point', 'points'],
  '次/h': 'times/h',
  '次/年': 'times/a',
  '次/辆': 'times/vehicle',
  'h/辆': 'h/vehicle',
  '条/10 min': '/10 min',
  '条/h': '/h',
  '条/d': '/d',
  '人/亿元': 'people/10⁸ yuan',
  '人/10万人': 'people/10⁵ people',
  '人/万车': 'people/10⁴ vehicles',
  '人/百万吨': 'people/10⁶ t',
  '人/万台': 'people/10⁴ units',
  '人次/百万工时': 'injured/10⁶ h worked',
  '日/百万工时': 'days/10⁶ h worked',
  '日/人次': 'days/injured',
};

/** A unit in a language, for one where the value is 1; those of measures are the same in both. */
export function unitText(unit: string, language: Language, value?: number | null): string {
  if (language !== 'en') return unit;
  const said = UNITS[unit] ?? unit;
  return typeof said === 'string' ? said : said[value === 1 ? 0 : 1];
}

/** Says units in the reader's language. */
export function useUnit(): (unit: string, value?: number | null) => string {
  const { language } = useLanguage();
  return useCallback((unit, value) => unitText(unit, language, value), [language]);
}

/** A unit behind its value, in the reader's language. */
export function Unit({ of, n }: { readonly of: string | null | undefined; readonly n?: number | null }) {
  return useUnit()(of ?? '', n);
}
