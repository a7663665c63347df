import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { z } from 'zod';
import { api, query } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { WORDS } from './words.ts';

/** An enterprise of one's scope, found by name, pinyin or initials. */
export function EnterpriseSelect(props: {
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
}) {
  const t = useWords(WORDS);
  const [text, setText] = useState('');
  const search = useDeferredValue(text);
  const found = useQuery({
    queryKey: ['enterprises', 'pick', search],
    queryFn: ({ signal }) =>
      api.get(
        `/enterprises${query({ search, size: 20 })}`,
        z.object({ rows: z.array(z.object({ id: z.string(), name: z.string() })) }),
        signal,
      ),
  });
  return (
    <Select
      {...props}
      aria-label={t('enterprise')}
      placeholder={t('chooseEnterprise')}
      style={{ width: '100%', maxWidth: 480 }}
      showSearch={{ filterOption: false, onSearch: setText }}
      options={(found.data?.rows ?? []).map((one) => ({ value: one.id, label: one.name }))}
    />
  );
}
