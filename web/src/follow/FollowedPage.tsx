import { Button, Switch } from 'antd';
import { Link } from 'react-router';
import { RegionName } from '../language/RegionName.tsx';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead, RefusalNote, Table } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Follow.module.css';
import { FirmName, RiskOf } from './FollowedCard.tsx';
import { useFollow, useFollowed } from './queries.ts';
import { WORDS } from './words.ts';

/** Everything I follow: what is open there, whether I am told, and the way out. */
export function FollowedPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const followed = useFollowed();
  const follow = useFollow();
  return (
    <Page title={t('followed')}>
      <PageHead title={t('followed')} note={t('toldNote')} />
      <RefusalNote error={follow.error} kept={false} />
      {followed.isPending ? <Loading rows={6} /> : null}
      {followed.isError && followed.data === undefined ? (
        <Failed error={followed.error} retry={() => void followed.refetch()} />
      ) : null}
      {followed.data?.length === 0 ? <Empty title={t('none')} note={t('noneNote')} /> : null}
      {followed.data === undefined || followed.data.length === 0 ? null : (
        <Card flush>
          <Table
            label={t('followed')}
            heads={[
              t('enterprise'),
              t('place'),
              { label: t('alarms'), number: true },
              { label: t('open'), number: true },
              { label: t('overdue'), number: true },
              t('since'),
              t('told'),
              { label: t('unfollow'), quiet: true },
            ]}
          >
            {followed.data.map((one) => (
              <tr key={one.id}>
                <td>
                  <span className={styles.firm}>
                    <RiskOf level={one.riskLevel} />
                    <Link to={keep(`/enterprises/${one.id}`)}>
                      <FirmName name={one.name} />
                    </Link>
                  </span>
                </td>
                <td>
                  <RegionName of={one.regionName} />
                </td>
                <td className={styles.number}>{numberText(one.alarms)}</td>
                <td className={styles.number}>{numberText(one.open)}</td>
                <td className={styles.number}>{numberText(one.overdue)}</td>
                <td>{stampText(one.since).slice(0, 10)}</td>
                <td>
                  <Switch
                    checked={one.told}
                    aria-label={`${t('told')} ${one.name}`}
                    onChange={(told) => follow.mutate({ id: one.id, told })}
                  />
                </td>
                <td>
                  <Button type="link" size="small" onClick={() => follow.mutate({ id: one.id, told: null })}>
                    {t('unfollow')}
                  </Button>
                </td>
              </tr>
            ))}
          </Table>
        </Card>
      )}
    </Page>
  );
}
