import { Button } from 'antd';
import { Gauge } from 'lucide-react';
import { useState } from 'react';
import type { RegistryRecord } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading } from '../parts/index.ts';
import { PointTiles, usePoints } from '../points/index.ts';
import { WORDS } from './words.ts';

/** What the enterprise measures now; the points with values first. */
export function LiveCard({ organisation, record }: { readonly organisation: string; readonly record: RegistryRecord }) {
  const t = useWords(WORDS);
  const [all, setAll] = useState(false);
  const points = usePoints('organisation', organisation);
  const ordered = points.data?.toSorted((a, b) => Number(b.latest !== null) - Number(a.latest !== null));
  const shown = all ? ordered : ordered?.slice(0, 12);
  const more =
    !all && (points.data?.length ?? 0) > 12 ? (
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
