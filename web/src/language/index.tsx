import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';

export type Language = 'zh' | 'en';

/** A room's own words: `key → [official Chinese, English]`; `{name}` is filled from facts. */
export type Words = Readonly<Record<string, readonly [zh: string, en: string]>>;

interface Choice {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly large: boolean;
  readonly setLarge: (large: boolean) => void;
}

const LanguageContext = createContext<Choice>({
  language: 'zh',
  setLanguage: () => {},
  large: false,
  setLarge: () => {},
});

function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser without storage simply forgets the choice.
  }
}

interface ProviderProps {
  readonly children: ReactNode;
  /** What a page fetches before it speaks English; it never fails, and is asked as often as English is chosen. */
  readonly prepare?: () => Promise<void>;
}

const ready = (): Promise<void> => Promise.resolve();

/** Holds the reader's language and text size, remembered in this browser. */
export function LanguageProvider({ children, prepare = ready }: ProviderProps) {
  const [language, chooseLanguage] = useState<Language>(remembered('anlan.language') === 'en' ? 'en' : 'zh');
  const [prepared, setPrepared] = useState(language === 'zh' || prepare === ready);
  const [large, chooseLarge] = useState(remembered('anlan.text') === 'large');
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.documentElement.dataset['text'] = large ? 'large' : 'normal';
  const choice = useMemo<Choice>(
    () => ({
      language,
      large,
      setLanguage: (wanted) => {
        remember('anlan.language', wanted);
        if (wanted === 'zh') chooseLanguage(wanted);
        else void prepare().then(() => chooseLanguage(wanted));
      },
      setLarge: (next) => (remember('anlan.text', next ? 'large' : 'normal'), chooseLarge(next)),
    }),
    [language, large, prepare],
  );
  useEffect(() => {
    if (!prepared) void prepare().then(() => setPrepared(true));
  }, [prepared, prepare]);
  return <LanguageContext value={choice}>{prepared ? children : null}</LanguageContext>;
}

export function useLanguage(): Choice {
  return useContext(LanguageContext);
}

/** Fills `{name}` places of a text. */
export function fill(text: string, facts: Readonly<Record<string, string | number>> = {}): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole));
}

/** The translator of one room's words: `t('save')`, `t('left', { days: 3 })`. */
export function useWords<W extends Words>(
  words: W,
): (key: keyof W & string, facts?: Readonly<Record<string, string | number>>) => string {
  const { language } = useLanguage();
  return useCallback(
    (key, facts) => fill((words[key] as readonly [string, string])[language === 'zh' ? 0 : 1], facts),
    [words, language],
  );
}

/** Label of a declared thing (entity, field, option, system) in the reader's language. */
export function useLabel(): (named: { readonly label: string; readonly labelEn?: string | undefined }) => string {
  const { language } = useLanguage();
  return useCallback((named) => (language === 'en' ? (named.labelEn ?? named.label) : named.label), [language]);
}

/** Says the pair of a table of words that a key names; "—" without a key, the key itself when the table lacks it. */
export function usePair(): (table: Words, key: string | null) => string {
  const { language } = useLanguage();
  return useCallback(
    (table, key) => (key === null ? '—' : (table[key]?.[language === 'zh' ? 0 : 1] ?? key)),
    [language],
  );
}

/** Doers that are no person, as trails name them. */
const DOERS: Words = {
  系统: ['系统', 'System'],
  平台: ['平台', 'Platform'],
  上级平台: ['上级平台', 'Upper platform'],
  下级平台: ['下级平台', 'Lower platform'],
  车载终端: ['车载终端', 'Terminal'],
  群众: ['群众', 'Citizen'],
};

/** Says who did something: the platform and its machines in the reader's language, people by their names. */
export function useDoer(): (by: string) => string {
  const say = usePair();
  return useCallback((by) => say(DOERS, by), [say]);
}
