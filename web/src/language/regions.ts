import { regionNamesSchema } from '@anlan/kernel/registry';
import { useCallback } from 'react';
import { api } from '../api/index.ts';
import { useLanguage, type Language } from './index.tsx';

/** Waters that stand where a region may stand; they are in no register of regions. */
const WATERS: Readonly<Record<string, string>> = {
  鄱阳湖: 'Lake Poyang',
  长江: 'Yangtze',
  嘉陵江: 'Jialing River',
  信江: 'Xin River',
};

/** How long a page waits for the names before it speaks English without them, in ms. */
const PATIENCE = 3000;

let known: Readonly<Record<string, string>> = {};
let asked: Promise<void> | undefined;

/** Sets what regions are called in English letters, by their name. */
export function setRegionNames(names: Readonly<Record<string, string>>): void {
  known = names;
}

/** Asks once what regions are called in English letters; an answer that fails or is late leaves them in Chinese. */
export function loadRegionNames(): Promise<void> {
  const asking = () =>
    api
      .get('/region-names', regionNamesSchema, AbortSignal.timeout(PATIENCE))
      .then(setRegionNames)
      .catch(() => {
        asked = undefined;
      });
  asked ??= asking();
  return asked;
}

/** A region in a language; a name that is no region's stays as it is. */
export function regionName(name: string, language: Language): string {
  return language === 'en' ? (known[name] ?? WATERS[name] ?? name) : name;
}

/** Says regions in the reader's language. */
export function useRegionName(): (name: string) => string {
  const { language } = useLanguage();
  return useCallback((name) => regionName(name, language), [language]);
}
