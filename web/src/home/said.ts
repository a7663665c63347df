import type { Home, HomeItem } from '../api/index.ts';
import { entryText } from '../desk/alarm/told.ts';
import type { Language } from '../language/index.tsx';
import { byName } from '../language/things.ts';
import { unitText } from '../language/units.ts';

/** A thing that waits, in the reader’s language; what people wrote and firms are called stays. */
export function sayItem(item: HomeItem, language: Language): HomeItem {
  const { en } = item;
  if (language === 'zh') return item;
  const sub = byName(en?.sub ?? item.sub, 'en');
  const value = item.value?.replace(/\s*([^\d. —-]+)$/, (_, unit: string) =>
    ` ${unitText(unit, 'en', Number.parseFloat(item.value ?? ''))}`.trimEnd(),
  );
  if (en === undefined) return { ...item, sub, value };
  return {
    ...item,
    title: byName(en.title, 'en'),
    sub,
    value,
    why: en.why,
    due: en.due,
    verb: { ...item.verb, label: en.verb },
  };
}

/** A figure of the page with what it counts, in the reader’s language. */
export function sayCount(count: Home['counts'][number], language: Language): Home['counts'][number] {
  return language === 'zh' ? count : { ...count, ...count.en };
}

/** What has happened since the last visit, in the reader’s language. */
export function saySince({ subject, rule, kind, said, text }: Home['since'][number], language: Language): string {
  return language === 'zh' ? text : `${byName(subject, 'en')} · ${entryText(rule, { kind, text: said }, 'en')}`;
}
