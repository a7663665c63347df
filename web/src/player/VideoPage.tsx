import { STREAM_NAME } from '@anlan/kernel/media';
import { useSearchParams } from 'react-router';
import { useWords } from '../language/index.tsx';
import { PageHead } from '../parts/index.ts';
import { Page } from '../shell/index.ts';
import { PlayerGrid } from './PlayerGrid.tsx';
import { WORDS } from './words.ts';

const MOST = 36;

/** The streams named in the address (`?streams=id,id.channel`), side by side. */
export function VideoPage() {
  const t = useWords(WORDS);
  const [params] = useSearchParams();
  const named = (params.get('streams') ?? '').split(',').filter((name) => STREAM_NAME.test(name));
  return (
    <Page title={t('title')}>
      <PageHead title={t('title')} note={t('note')} />
      <PlayerGrid key={named.join()} streams={[...new Set(named)].slice(0, MOST)} />
    </Page>
  );
}
