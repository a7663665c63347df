import { LENGTHS } from '@anlan/kernel/entity';
import { majorDanger } from '@anlan/systems/prevention';
import { Input } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useSession } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { PageHead } from '../parts/index.ts';
import { Tabs } from '../prevention/Tabs.tsx';
import { Page } from '../shell/index.ts';
import { ItemsCard } from './ItemsCard.tsx';
import { WORDS } from './rule-words.ts';
import styles from './Rules.module.css';

/** Criteria of major hidden dangers by trade, with their origin. */
export function CriteriaPage() {
  const t = useWords(WORDS);
  const [text, setText] = useState('');
  const search = useDeferredValue(text.trim());
  const { verbs, scope } = useSession();
  return (
    <Page title={t('criteria')}>
      <PageHead title={t('criteria')} note={majorDanger.about} />
      <Tabs />
      <div className={styles.filters}>
        <Input.Search
          maxLength={LENGTHS.search}
          allowClear
          placeholder={t('item')}
          aria-label={t('item')}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <ItemsCard
        catalogue={majorDanger}
        organisation={null}
        search={search}
        mayWrite={verbs.includes('catalogue.write') && scope.kind !== 'organisation'}
        empty={[t('none'), '']}
      />
    </Page>
  );
}
