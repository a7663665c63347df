import { App, Button, Popconfirm } from 'antd';
import type { SpotCheckDraw } from '@anlan/systems/prevention';
import { Dices } from 'lucide-react';
import { Link } from 'react-router';
import { useSession } from '../api/index.ts';
import { useSide } from '../case/index.tsx';
import { useWords } from '../language/index.tsx';
import { RegionName } from '../language/RegionName.tsx';
import { Card, Empty, Failed, Loading, RefusalNote, whileSlow } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { useDraw, useDraws } from './queries.ts';
import styles from './SelfCheckPage.module.css';
import { WORDS } from './words.ts';

/** Spot-checks drawn by lot in a period: who drew, from how many, by which seed, what was drawn and who goes. */
export function DrawsCard({ period, region }: { readonly period: string; readonly region: string | null }) {
  const t = useWords(WORDS);
  const found = useDraws(period);
  return (
    <Card title={t('draws')} note={t('drawsNote')} extra={<Draw period={period} region={region} />} flush>
      {found.isPending ? <Loading rows={2} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data?.length === 0 ? <Empty title={t('drawsNone')} /> : null}
      {found.data === undefined || found.data.length === 0 ? null : (
        <ul className={styles.draws}>
          {found.data.map((draw) => (
            <OneDraw key={draw.id} draw={draw} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function OneDraw({ draw }: { readonly draw: SpotCheckDraw }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { population, share, sample, seed, reproducible, undrawn } = draw;
  return (
    <li>
      <p>
        <b>{t('drawLine', { n: population, share, k: sample.length })}</b>
        <span>
          {stampText(draw.at).slice(0, 16)} · <RegionName of={draw.regionName} /> · {draw.by}
        </span>
        <small>
          {t('drawSeed', { seed })} · {t(reproducible ? 'drawAgain' : 'drawDiffers')}
        </small>
      </p>
      <ul>
        {sample.map((one) => (
          <li key={one.id}>
            <Link to={keep(`/case/${one.id}`)}>{one.organisationName ?? one.number}</Link>
            <span>{one.officers.join('、')}</span>
          </li>
        ))}
      </ul>
      {undrawn.length === 0 ? null : (
        <>
          <p data-testid="undrawn">
            <small>{t('undrawn', { n: undrawn.length })}</small>
          </p>
          <ul>
            {undrawn.map((one) => (
              <li key={one.id}>
                <Link to={keep(`/case/${one.id}`)}>{one.organisationName ?? one.number}</Link>
                <span>
                  <RegionName of={one.regionName} /> · {t('undrawnWhy', { n: one.officers })}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </li>
  );
}

/** Draws now; only for those who supervise. */
function Draw({ period, region }: { readonly period: string; readonly region: string | null }) {
  const t = useWords(WORDS);
  const { verbs } = useSession();
  const { message } = App.useApp();
  const draw = useDraw();
  if (useSide() !== 'authority' || !verbs.includes('case.supervise')) return null;
  const go = () =>
    draw.mutate(region === null ? { period } : { period, region }, {
      onSuccess: ({ population, sample }) => void message.success(t('drawDone', { n: population, k: sample.length })),
    });
  return (
    <>
      <Popconfirm title={t('drawAsk', { period })} okText={t('drawNow')} cancelText={t('cancel')} onConfirm={go}>
        <Button icon={<Dices size={15} aria-hidden />} loading={whileSlow(draw.isPending)}>
          {t('drawNow')}
        </Button>
      </Popconfirm>
      {draw.isError ? <RefusalNote error={draw.error} kept={false} /> : null}
    </>
  );
}
