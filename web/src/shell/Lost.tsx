import { Button } from 'antd';
import { Compass, TriangleAlert } from 'lucide-react';
import { Link, useRouteError } from 'react-router';
import { useWords } from '../language/index.tsx';
import { Empty } from '../parts/index.ts';
import { Page } from './Page.tsx';
import { WORDS } from './words.ts';

/** No page at this address. */
export function Lost() {
  const t = useWords(WORDS);
  return (
    <Page title={t('lost')}>
      <Empty
        icon={<Compass size={24} strokeWidth={1.6} />}
        title={t('lost')}
        note={t('lostNote')}
        action={<Link to="/home">{t('toHome')}</Link>}
      />
    </Page>
  );
}

/** A page that failed to draw; the rest of the platform goes on. */
export function Broken() {
  const t = useWords(WORDS);
  const error = useRouteError();
  const note = error instanceof Error ? error.message : String(error);
  const reload = <Button onClick={() => location.reload()}>{t('reload')}</Button>;
  return <Empty icon={<TriangleAlert size={24} strokeWidth={1.6} />} title={t('broken')} note={note} action={reload} />;
}
