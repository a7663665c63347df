import { may } from '@anlan/kernel/access';
import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { Button } from 'antd';
import { Eye, EyeOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { reveal, useSession } from '../api/index.ts';
import { useWords } from '../language/index.tsx';

const WORDS = {
  show: ['显示', 'Show'],
  hide: ['隐藏', 'Hide'],
  note: ['显示姓名与电话；查看记入审计', 'Names and telephones in clear; the audit keeps that they were seen'],
} as const;

interface RevealProps {
  /** Path of the answer that holds the personal data, without its query. */
  readonly path: string;
  /** Of the queries that ask for it. */
  readonly queryKey: QueryKey;
}

/**
 * Shows the personal data of an answer in clear, to a role that may see it and for as long as the page is open. An
 * enterprise sees its own in clear as it is, and is offered nothing.
 */
export function Reveal({ path, queryKey }: RevealProps) {
  const t = useWords(WORDS);
  const session = useSession();
  const client = useQueryClient();
  const [shown, setShown] = useState(false);
  const key = JSON.stringify(queryKey);
  useEffect(() => {
    if (!shown) return undefined;
    const queries = { queryKey: JSON.parse(key) as QueryKey };
    const hide = reveal(path);
    void client.invalidateQueries(queries);
    return () => {
      hide();
      // Forgotten, not only out of date: nothing in clear stays behind.
      void client.resetQueries(queries);
    };
  }, [client, key, path, shown]);
  if (session.scope.kind === 'organisation' || !may({ role: session.role.key }, 'registry.write')) return null;
  const Icon = shown ? EyeOff : Eye;
  return (
    <Button
      size="small"
      type="text"
      title={t('note')}
      aria-pressed={shown}
      icon={<Icon size={14} aria-hidden />}
      onClick={() => setShown(!shown)}
      data-noprint
      style={{ marginInlineStart: 4, verticalAlign: 'middle' }}
    >
      {t(shown ? 'hide' : 'show')}
    </Button>
  );
}
