import { LINK_ROLES, type LinkView } from '@anlan/kernel/platform-link';
import { Button } from 'antd';
import { Cable, Plus } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useLabel, useWords } from '../language/index.tsx';
import { RegionName } from '../language/RegionName.tsx';
import { Empty, Failed, Loading, numberText, PageHead } from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import { LinkForm } from './LinkForm.tsx';
import styles from './Links.module.css';
import { useLinks } from './queries.ts';
import { Channels } from './Standing.tsx';
import { WORDS } from './words.ts';

/** Every link to another vehicle platform: is it up, what goes over it, what waits for an answer. */
export function LinksPage() {
  const t = useWords(WORDS);
  const writes = useMay('link.write');
  const [adding, setAdding] = useState(false);
  const links = useLinks();
  return (
    <Page title={t('title')}>
      <PageHead
        title={t('title')}
        note={t('about')}
        actions={
          writes ? (
            <Button type="primary" icon={<Plus size={15} aria-hidden />} onClick={() => setAdding(true)}>
              {t('add')}
            </Button>
          ) : undefined
        }
      />
      {links.isPending ? <Loading rows={6} /> : null}
      {links.isError && links.data === undefined ? (
        <Failed error={links.error} retry={() => void links.refetch()} />
      ) : null}
      {links.data?.length === 0 ? (
        <Empty icon={<Cable size={20} strokeWidth={1.6} />} title={t('none')} note={t('noneNote')} />
      ) : null}
      <div className={styles.cards}>
        {(links.data ?? []).map((link) => (
          <LinkCard key={link.id} link={link} />
        ))}
      </div>
      {adding ? <LinkForm known={null} close={() => setAdding(false)} /> : null}
    </Page>
  );
}

function LinkCard({ link }: { readonly link: LinkView }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  return (
    <Link className={styles.link} to={keep(`/platform-links/${link.id}`)} data-testid="platform-link">
      <h2>{link.name}</h2>
      <small>
        {label(LINK_ROLES[link.role])} · <RegionName of={link.regionName} /> · {t('code')} {link.accessCode}
      </small>
      <Channels link={link} />
      <span className={styles.figures}>
        <span>
          <b>{numberText(link.vehicles)}</b>
          <small>{t('vehicles')}</small>
        </span>
        <span>
          <b>{numberText(link.standing?.positions ?? 0)}</b>
          <small>{t('positions')}</small>
        </span>
        <span>
          <b>{numberText(link.alarms24)}</b>
          <small>{t('alarms24')}</small>
        </span>
        <span className={link.open > 0 ? styles.open : ''}>
          <b>{numberText(link.open)}</b>
          <small>{t('open')}</small>
        </span>
      </span>
    </Link>
  );
}
