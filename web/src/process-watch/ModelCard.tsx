import type { ProcessWatch, WatchModelView } from '@anlan/kernel/telemetry';
import { Button } from 'antd';
import { Link } from 'react-router';
import { useWords } from '../language/index.tsx';
import { Card, Facts, numberText } from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import { useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { WORDS } from './words.ts';

/** What the model in use was trained on, and the ones before it. */
export function ModelCard({ watch }: { readonly watch: ProcessWatch }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const writes = useMay('alarm.limit');
  const [newest, ...former] = watch.models;
  return newest === undefined ? null : (
    <Card
      title={`${t('model')} · ${t('number', { n: newest.number })}`}
      extra={
        writes && watch.retiredAt === null ? (
          <Link to={keep(`/process-watch/${watch.id}/train`)}>
            <Button size="small">{t('retrain')}</Button>
          </Link>
        ) : undefined
      }
    >
      <p>{t('modelNote')}</p>
      <ModelFacts model={newest} />
      {former.length === 0 ? null : (
        <>
          <h3>{t('former')}</h3>
          <Facts
            rows={former.map((model) => [
              t('number', { n: model.number }),
              `${stampText(model.madeAt).slice(0, 16)} · ${model.madeBy} · ${model.reason}`,
            ])}
          />
        </>
      )}
    </Card>
  );
}

type Trained = Omit<WatchModelView, 'number' | 'reason' | 'madeAt' | 'madeBy'> &
  Partial<Pick<WatchModelView, 'reason' | 'madeAt' | 'madeBy'>>;

/** A trained model in words; also one that is only tried. */
export function ModelFacts({ model }: { readonly model: Trained }) {
  const t = useWords(WORDS);
  const made = model.madeAt === undefined ? null : `${stampText(model.madeAt).slice(0, 16)} · ${model.madeBy}`;
  const rows: [string, string | null][] = [
    [t('trained'), `${stampText(model.trainedFrom).slice(0, 16)} — ${stampText(model.trainedTo).slice(0, 16)}`],
    [t('samples'), numberText(model.samples)],
    [t('incomplete'), numberText(model.incomplete)],
    [t('components'), `${numberText(model.components)} · ${t('explained')} ${numberText(model.explained * 100, 1)} %`],
    [t('confidence'), `${numberText(model.confidence * 100, 2)} %`],
    [t('lags'), numberText(model.lags)],
    [t('limit'), `T² ${numberText(model.t2Limit, 2)} · SPE ${numberText(model.speLimit, 2)}`],
    ...(model.still.length === 0 ? [] : [[t('still'), model.still.join('、')] as [string, string]]),
    ...(model.reason === undefined ? [] : [[t('reason'), `${model.reason}（${made}）`] as [string, string]]),
  ];
  return <Facts rows={rows} />;
}
