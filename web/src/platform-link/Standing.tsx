import type { LinkChannel, LinkView } from '@anlan/kernel/platform-link';
import { useWords } from '../language/index.tsx';
import { StatusWord } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Links.module.css';
import { WORDS } from './words.ts';

/** How one of the two connections stands. */
function Channel({ name, channel }: { readonly name: 'main' | 'sub'; readonly channel: LinkChannel }) {
  const t = useWords(WORDS);
  return (
    <span data-testid={`link-${name}`} data-up={channel.up}>
      <StatusWord state={channel.up ? 'done' : 'late'}>
        {t(name)} {t(channel.up ? 'up' : 'down')}
      </StatusWord>{' '}
      <small>
        {channel.since === null ? '' : t('since', { time: stampText(channel.since) })}
        {channel.problem === null ? '' : ` · ${channel.problem}`}
      </small>
    </span>
  );
}

/** Both connections of a link, or why there is nothing to say of them. */
export function Channels({ link }: { readonly link: Pick<LinkView, 'enabled' | 'standing'> }) {
  const t = useWords(WORDS);
  if (!link.enabled) return <StatusWord state="draft">{t('off')}</StatusWord>;
  if (link.standing === null) return <StatusWord state="late">{t('unknown')}</StatusWord>;
  return (
    <span className={styles.channels}>
      <Channel name="main" channel={link.standing.main} />
      <Channel name="sub" channel={link.standing.sub} />
    </span>
  );
}
