import type { Rules } from '@anlan/kernel/catalogue';
import { Button } from 'antd';
import { UserCheck } from 'lucide-react';
import { Link } from 'react-router';
import { useWords } from '../language/index.tsx';
import { Card, Empty } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { WORDS } from './rule-words.ts';
import styles from './Rules.module.css';

const TIERS = ['shift', 'department', 'manager'] as const;

/** Posts by area and tier with what each looks at; those that look at nothing stand apart. */
export function PostsTab({ rules, mayWrite }: { readonly rules: Rules; readonly mayWrite: boolean }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const empty = rules.posts.filter(({ duties }) => duties.length === 0);
  const wish = `?enterprise=${rules.enterprise}`;
  return (
    <div className={styles.columns}>
      <Card
        title={t('posts')}
        note={t('postsN', { n: rules.posts.length })}
        extra={
          <>
            <Link to={keep(`/registry/safety-posts${wish}`)}>{t('register')}</Link>
            <Link to={keep(`/registry/post-duties${wish}`)}>{t('duties')}</Link>
          </>
        }
        flush
      >
        {rules.posts.length === 0 ? (
          <Empty icon={<UserCheck size={20} strokeWidth={1.6} />} title={t('postsNone')} note={t('postsNoneNote')} />
        ) : null}
        {rules.areas.map((area) => (
          <section key={area} className={styles.area}>
            <h3>{area}</h3>
            <div className={styles.tiers}>
              {TIERS.map((tier) => (
                <div key={tier}>
                  <small>{t(tier)}</small>
                  {rules.posts
                    .filter((post) => post.area === area && post.tier === tier)
                    .map((post) => (
                      <Post key={post.id} post={post} />
                    ))}
                </div>
              ))}
            </div>
          </section>
        ))}
      </Card>
      <Card title={t('withoutTitle')} note={String(empty.length)} flush>
        {empty.length === 0 ? (
          <Empty icon={<UserCheck size={20} strokeWidth={1.6} />} title={t('withoutNone')} />
        ) : (
          <ul className={styles.without} data-testid="posts-without">
            {empty.map((post) => (
              <li key={post.id}>
                <span>
                  {post.name}
                  <span className={styles.quiet}>
                    {' '}
                    {post.area} · {t(post.tier as (typeof TIERS)[number])}
                  </span>
                </span>
                {mayWrite ? (
                  <Link to={keep('/registry/post-duties')}>
                    <Button size="small">{t('dutyAdd')}</Button>
                  </Link>
                ) : null}
              </li>
            ))}
          </ul>
        )}
      </Card>
    </div>
  );
}

function Post({ post }: { readonly post: Rules['posts'][number] }) {
  const t = useWords(WORDS);
  const none = post.duties.length === 0;
  return (
    <div className={styles.post} data-empty={none}>
      <header>
        <b>{post.name}</b>
        <small>{post.holder ?? t('noHolder')}</small>
      </header>
      {none ? (
        <span className={styles.lack}>{t('withoutTitle')}</span>
      ) : (
        <ul>
          {post.duties.map((duty) => (
            <li key={duty.id}>{duty.name}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
