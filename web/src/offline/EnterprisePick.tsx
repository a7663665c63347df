import { useQuery } from '@tanstack/react-query';
import { App, Select } from 'antd';
import { useEffect, useState } from 'react';
import { api, query, recordPageSchema, recordSchema } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { problemOf } from '../parts/Refusal.tsx';
import { keptUnder } from './keep.ts';
import styles from './Offline.module.css';
import type { Scanned } from './scan.ts';
import { ScanButton } from './ScanButton.tsx';
import { useOnline } from './use-offline.ts';
import { WORDS } from './words.ts';

export interface Firm {
  readonly id: string;
  readonly name: string;
}

interface EnterprisePickProps {
  /** Id that the address asks for. */
  readonly first: string | null;
  readonly value: Firm | undefined;
  readonly change: (firm: Firm | undefined) => void;
}

/** An enterprise by name or pinyin; without a signal one of those whose files were taken along. */
export function EnterprisePick({ first, value, change }: EnterprisePickProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const { message } = App.useApp();
  const online = useOnline();
  const [search, setSearch] = useState('');
  const found = useQuery({
    queryKey: ['registry', 'enterprises', 'pick', search],
    enabled: online,
    queryFn: ({ signal }) =>
      api.get(`/enterprises${query({ search: search.trim(), size: 20 })}`, recordPageSchema, signal),
  });
  const [kept, setKept] = useState<readonly Firm[]>([]);
  useEffect(() => {
    void keptUnder('/enterprises/').then(
      (answers) => setKept(answers.flatMap(({ answer }) => recordSchema.safeParse(answer).data ?? [])),
      () => undefined,
    );
  }, [online]);
  const near = online ? (found.data?.rows ?? []) : kept.filter(({ name }) => name.includes(search.trim()));
  useEffect(() => {
    if (first === null || value !== undefined) return;
    const own = [...kept, ...(found.data?.rows ?? [])].find(({ id }) => id === first);
    if (own !== undefined) change({ id: own.id, name: own.name });
  }, [first, kept, found.data, value, change]);
  const scanned = ({ plural, id }: Scanned): string | undefined => {
    if (plural !== 'enterprises') return t('otherCode');
    const own = kept.find((one) => one.id === id);
    if (own === undefined && !online) return t('notKept');
    if (own !== undefined) change({ id, name: own.name });
    else
      void api.get(`/enterprises/${id}`, recordSchema).then(
        ({ name }) => change({ id, name }),
        (error: unknown) => void message.error(problemOf(error)?.[language]),
      );
    return undefined;
  };
  const options = near.map(({ id, name }) => ({ value: id, label: name }));
  if (value !== undefined && !near.some(({ id }) => id === value.id))
    options.unshift({ value: value.id, label: value.name });
  return (
    <div className={styles.picks}>
      <Select
        size="large"
        showSearch={{ filterOption: false, onSearch: setSearch }}
        aria-label={t('beginWhere')}
        placeholder={t('beginWhere')}
        value={value?.id}
        options={options}
        onChange={(id: string) => change(near.find((one) => one.id === id))}
      />
      <ScanButton found={scanned} />
    </div>
  );
}
