import { pondUpgradesSchema } from '@anlan/kernel/telemetry';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { BookOpen, Mountain } from 'lucide-react';
import { Link } from 'react-router';
import { api } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead, StatusWord, Table } from '../parts/index.ts';
import { Indicators } from '../indicators/index.tsx';
import { entityByPlural } from '../registry/index.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { WORDS } from './words.ts';

/** What the declaration calls a stage. */
function useStage(): (stage: string | null) => string | null {
  const { language } = useLanguage();
  const field = entityByPlural('pond-upgrades')?.fields['stage'];
  const options = field?.kind === 'choice' ? field.options : [];
  return (stage) => {
    const option = options.find(({ value }) => value === stage);
    return option === undefined ? stage : language === 'zh' ? option.label : option.labelEn;
  };
}

/** How far the head-top ponds have been upgraded (D4:191), each a door to its pond. */
export function PondsPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const stageOf = useStage();
  const upgrades = useQuery({
    queryKey: ['pond-upgrades'],
    queryFn: ({ signal }) => api.get('/tailings-ponds/upgrades', pondUpgradesSchema, signal),
  });
  const { data } = upgrades;
  return (
    <Page title={t('title')}>
      <PageHead
        title={t('title')}
        note={t('note')}
        actions={
          <Link to={keep('/registry/tailings-ponds')}>
            <Button icon={<BookOpen size={15} aria-hidden />}>{t('all')}</Button>
          </Link>
        }
      />
      <Indicators system="S21" />
      {upgrades.isPending ? <Loading rows={6} /> : null}
      {upgrades.isError && data === undefined ? (
        <Failed error={upgrades.error} retry={() => void upgrades.refetch()} />
      ) : null}
      {data === undefined ? null : (
        <Card title={t('upgrades')} note={t('doneOf', { done: data.done, total: data.total })} flush>
          {data.total === 0 ? <Empty icon={<Mountain size={20} strokeWidth={1.6} />} title={t('none')} /> : null}
          <Table heads={[t('pond'), t('stage'), { label: t('budget'), number: true }]}>
            {data.ponds.map((pond) => (
              <tr key={pond.id}>
                <td>
                  <Link to={keep(`/registry/tailings-ponds/${pond.id}`)}>{pond.name}</Link>
                </td>
                <td>
                  <StatusWord state={pond.done ? 'done' : 'doing'}>{stageOf(pond.stage) ?? t('noProject')}</StatusWord>
                </td>
                <td className={table.number}>
                  {numberText(pond.budget)} / {numberText(pond.paid)}
                </td>
              </tr>
            ))}
          </Table>
        </Card>
      )}
    </Page>
  );
}
