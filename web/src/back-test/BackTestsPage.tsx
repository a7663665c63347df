import { FlaskConical } from 'lucide-react';
import { Link, useNavigate } from 'react-router';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead, StatusWord, Table } from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import styles from './BackTest.module.css';
import { NewTest } from './NewTest.tsx';
import { useBackTests } from './queries.ts';
import { draftText, LOOK } from './text.ts';
import { useNumberName } from './use-number-name.ts';
import { WORDS } from './words.ts';

/** Tests of one's own scope, and a new one. */
export function BackTestsPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const go = useNavigate();
  const may = useMay('alarm.limit');
  const tests = useBackTests();
  return (
    <Page title={t('title')}>
      <PageHead title={t('title')} note={t('note')} />
      <div className={styles.columns}>
        <Card title={t('list')} flush>
          {tests.isPending ? <Loading rows={6} /> : null}
          {tests.isError && tests.data === undefined ? (
            <Failed error={tests.error} retry={() => void tests.refetch()} />
          ) : null}
          {tests.data?.length === 0 ? (
            <Empty icon={<FlaskConical size={20} strokeWidth={1.6} />} title={t('none')} note={t('noneNote')} />
          ) : null}
          {tests.data === undefined || tests.data.length === 0 ? null : <Tests tests={tests.data} />}
        </Card>
        {may ? <NewTest opened={(id) => void go(keep(`/back-tests/${id}`))} /> : null}
      </div>
    </Page>
  );
}

function Tests({ tests }: { readonly tests: NonNullable<ReturnType<typeof useBackTests>['data']> }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const name = useNumberName();
  return (
    <Table
      heads={(['number', 'name', 'numbers', 'span', 'points', 'state', 'added', 'removed', 'missed'] as const).map(
        (key) => t(key),
      )}
      testid="back-tests"
    >
      {tests.map((test) => (
        <tr key={test.id}>
          <td>
            <Link to={keep(`/back-tests/${test.id}`)}>{test.number}</Link>
          </td>
          <td title={test.title}>{test.title}</td>
          <td title={draftText(test.draft, name)}>{draftText(test.draft, name)}</td>
          <td>{`${stampText(test.from).slice(0, 10)} — ${stampText(test.to).slice(5, 10)}`}</td>
          <td>{numberText(test.points)}</td>
          <td>
            <StatusWord state={LOOK[test.state]}>
              {test.publishedAt === null ? t(test.state) : t('published')}
            </StatusWord>
          </td>
          <td>{numberText(test.figures?.added)}</td>
          <td>{numberText(test.figures?.removed)}</td>
          <td>{numberText(test.figures?.missed)}</td>
        </tr>
      ))}
    </Table>
  );
}
