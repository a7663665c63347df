import { LEVELS } from '@anlan/kernel/entity';
import type { PointView } from '@anlan/kernel/telemetry';
import { Button } from 'antd';
import { Gauge } from 'lucide-react';
import { useState } from 'react';
import type { RegistryRecord } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading } from '../parts/index.ts';
import { PointTiles, usePoints } from '../points/index.ts';
import { levelAt } from '../points/limits.ts';
import { WORDS } from './words.ts';

const SHOWN = 6;

/** Points beyond a limit first, then those with values, then the rest. */
function rank({ latest, limits, kind }: PointView): number {
  if (latest?.value == null) return 0;
  const level = levelAt(latest.value, limits, kind);
  return level === null ? 1 : 2 + LEVELS.length - LEVELS.indexOf(level);
}

/** What the enterprise measures now, what is beyond a limit first; then the points with values. */
export function LiveCard({ organisation, record }: { readonly organisation: string; readonly record: RegistryRecord }) {
  const t = useWords(WORDS);
  const [all, setAll] = useState(false);
  const points = usePoints('organisation', organisation);
  const ordered = points.data?.toSorted((a, b) => rank(b) - rank(a));
  const shown = all ? ordered : ordered?.slice(0, SHOWN);
  const more =
    !all && (points.data?.length ?? 0) > SHOWN ? (
      <Button type="link" size="small" onClick={() => setAll(true)}>
        {t('more', { n: points.data?.length ?? 0 })}
      </Button>
    ) : undefined;
  return (
    <Card
      title={t('live')}
      note={points.data === undefined ? record.name : t('liveNote', { n: points.data.length })}
      extra={more}
      flush
    >
      {points.isPending ? <Loading rows={3} /> : null}
      {points.isError && points.data === undefined ? (
        <Failed error={points.error} retry={() => void points.refetch()} />
      ) : null}
      {points.data?.length === 0 ? (
        <Empty icon={<Gauge size={20} strokeWidth={1.6} />} title={t('noPoints')} note={t('noPointsNote')} />
      ) : null}
      {shown === undefined || shown.length === 0 ? null : <PointTiles points={shown} />}
    </Card>
  );
}
