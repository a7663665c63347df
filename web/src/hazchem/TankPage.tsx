import { STORAGE_FORMS } from '@anlan/systems';
import { Button } from 'antd';
import { Power } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty, Facts, Failed, Loading, numberText, PageHead } from '../parts/index.ts';
import { PointTiles, usePoints } from '../points/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { chainSchema } from '@anlan/systems';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api, query } from '../api/index.ts';
import { Chains } from '../cause-effect/index.tsx';
import { DeviceList } from './DeviceList.tsx';
import { Grade } from './Grade.tsx';
import styles from './Hazchem.module.css';
import { PresentCell } from './PresentCell.tsx';
import { useTank, type ShutOff, type TankSafety } from './shapes.ts';
import { TankPicture } from './TankPicture.tsx';
import { WORDS } from './words.ts';

/** One tank: its picture, content, devices required against installed, and every shut-off with its alarm (S18). */
export function TankPage() {
  const t = useWords(WORDS);
  const { id = '' } = useParams();
  const keep = useKeepScope();
  const tank = useTank(id);
  const points = usePoints('tank', id);
  if (tank.data === undefined)
    return (
      <Page title={t('tank')}>
        <PageHead title={t('tank')} crumbs={[{ label: t('tank'), href: keep('/registry/tanks') }]} />
        {tank.isError ? <Failed error={tank.error} retry={() => void tank.refetch()} /> : <Loading rows={8} />}
      </Page>
    );
  const { data } = tank;
  const crumbs = [
    { label: t('tank'), href: keep('/registry/tanks') },
    { label: data.enterpriseName, href: keep(`/enterprises/${data.enterprise}`) },
    { label: data.region },
  ];
  return (
    <Page title={data.name}>
      <PageHead
        title={data.name}
        crumbs={crumbs}
        actions={
          <>
            <Link to={keep(`/workbench?tank=${id}`)} data-testid="to-workbench">
              <Button type="primary">{t('consequences')}</Button>
            </Link>
            <Link to={keep(`/registry/tanks?open=${id}`)}>
              <Button>{t('register')}</Button>
            </Link>
          </>
        }
      />
      <div className={styles.columns}>
        <div className={styles.column}>
          <Card>
            <TankPicture tank={data} />
            <TankFacts tank={data} />
          </Card>
          <TankChains id={id} />
          <Card title={t('trends')} flush>
            {points.data === undefined ? <Loading rows={3} /> : <PointTiles points={points.data} />}
          </Card>
        </div>
        <div className={styles.column}>
          <DeviceList tank={data} />
          <ShutOffs rows={data.shutOffs} />
        </div>
      </div>
    </Page>
  );
}

function TankFacts({ tank }: { readonly tank: TankSafety }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const form = STORAGE_FORMS.find(({ value }) => value === tank.storage);
  return (
    <Facts
      columns={2}
      rows={[
        [t('substance'), tank.substanceName],
        [t('tank'), form === undefined ? tank.storage : label(form)],
        [t('present'), tank.present === null ? null : <PresentCell key="p" present={tank.present} />],
        [t('design'), tank.designQuantity === null ? null : `${numberText(tank.designQuantity, 1)} t`],
        [t('volume'), tank.volume === null ? null : `${numberText(tank.volume)} m³`],
        [
          t('partOf'),
          tank.source === null ? null : (
            <Link key="s" to={keep(`/major-hazards/${tank.source.id}`)}>
              {tank.source.name} <Grade grade={tank.source.grade} />
            </Link>
          ),
        ],
      ]}
    />
  );
}

/** The tank’s last shut-offs as strips from cause to closed valve; nothing where there was none. */
function TankChains({ id }: { readonly id: string }) {
  const t = useWords(WORDS);
  const chains = useQuery({
    queryKey: ['shut-offs', 'tank', id],
    refetchInterval: 15_000,
    queryFn: ({ signal }) => api.get(`/shut-offs${query({ tank: id, limit: 3 })}`, z.array(chainSchema), signal),
  });
  if (chains.data === undefined || chains.data.length === 0) return null;
  return (
    <Card title={t('chains')} flush>
      <Chains rows={chains.data} />
    </Card>
  );
}

function ShutOffs({ rows }: { readonly rows: readonly ShutOff[] }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  if (rows.length === 0)
    return (
      <Card title={t('shutOffs')} flush>
        <Empty icon={<Power size={20} strokeWidth={1.6} />} title={t('noShutOffs')} note={t('noShutOffsNote')} />
      </Card>
    );
  return (
    <Card title={t('shutOffs')} note={numberText(rows.length)} flush>
      <ul className={styles.log}>
        {rows.map((row) => (
          <li key={row.id} data-testid="shut-off">
            <b>{stampText(row.closedAt)}</b>
            <span>
              {row.reopenedAt === null
                ? t('stillClosed')
                : t('reopened', { time: stampText(row.reopenedAt).slice(11) })}
            </span>
            <p>
              {row.trigger === null ? (
                t('byHand')
              ) : (
                <>
                  {t('triggeredBy')}{' '}
                  <Link to={keep(`/desk?alarm=${row.trigger.id}`)}>
                    {row.trigger.number} {row.trigger.label}
                  </Link>
                  {row.others.length === 0 ? '' : ` +${row.others.length}`}
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
