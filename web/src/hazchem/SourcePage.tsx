import { HAZARD_GRADE_LABELS, STORAGE_FORMS, type HazardGrade } from '@anlan/systems';
import { Button } from 'antd';
import { Gauge, TrendingUp } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { useLabel, useWords } from '../language/index.tsx';
import { Age, Card, Empty, Facts, Failed, Loading, numberText, PageHead, Table, Timeline } from '../parts/index.ts';
import { entityByPlural, useRecord, Value } from '../registry/index.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { Calculation } from './Calculation.tsx';
import { FarmCards } from './FarmCard.tsx';
import { Grade } from './Grade.tsx';
import styles from './Hazchem.module.css';
import { PresentCell } from './PresentCell.tsx';
import { useSource, type SourceDetail } from './shapes.ts';
import { Filing, Watch } from './SourcesPage.tsx';
import { WORDS } from './words.ts';
import { Unit } from '../language/units.ts';

/** One major hazard source: its level and why, what it holds, how it is watched, who answers for it (S08). */
export function SourcePage() {
  const t = useWords(WORDS);
  const { id = '' } = useParams();
  const keep = useKeepScope();
  const source = useSource(id);
  const crumbs = [{ label: t('sources'), href: keep('/major-hazards') }];
  if (source.data === undefined)
    return (
      <Page title={t('source')}>
        <PageHead title={t('source')} crumbs={crumbs} />
        {source.isError ? <Failed error={source.error} retry={() => void source.refetch()} /> : <Loading rows={8} />}
      </Page>
    );
  const { data } = source;
  return (
    <Page title={data.name}>
      <PageHead
        title={data.name}
        crumbs={[
          ...crumbs,
          { label: data.enterpriseName, href: keep(`/enterprises/${data.enterprise}`) },
          { label: data.region },
        ]}
        actions={
          <Link to={keep(`/registry/hazard-sources?open=${id}`)}>
            <Button>{t('register')}</Button>
          </Link>
        }
      />
      <Strip data={data} />
      <FarmCards id={id} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <Calculation source={data} />
          <Stores data={data} />
        </div>
        <div className={styles.column}>
          <Responsible id={id} />
          <Sensors data={data} />
          <Changes data={data} />
        </div>
      </div>
    </Page>
  );
}

function Strip({ data }: { readonly data: SourceDetail }) {
  const t = useWords(WORDS);
  const cells = [
    [t('registered'), <Grade key="r" grade={data.registeredGrade} />],
    [t('computed'), <Grade key="c" grade={data.grade} />],
    ['R', numberText(data.R, 2)],
    [t('watch'), <Watch key="w" watch={data.watch} />],
    [t('filing'), <Filing key="f" filing={data.filing} />],
  ] as const;
  return (
    <dl className={styles.strip}>
      {cells.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Stores({ data }: { readonly data: SourceDetail }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  return (
    <Card title={t('tanksAndStores')} note={numberText(data.holdings.length)} flush>
      <Table
        heads={[
          t('place'),
          t('substance'),
          { label: t('present'), number: true },
          { label: t('design'), number: true },
        ]}
      >
        {data.holdings.map((row) => {
          const form = STORAGE_FORMS.find(({ value }) => value === row.storage);
          const href = row.tank === null ? `/registry/chemical-holdings?open=${row.id}` : `/tanks/${row.tank}`;
          return (
            <tr key={row.id}>
              <td title={row.name}>
                <Link to={keep(href)} data-testid={row.tank === null ? undefined : 'to-tank'}>
                  {row.name}
                </Link>
                <small className={styles.after}>{form === undefined ? '' : label(form)}</small>
              </td>
              <td title={row.substanceName}>{row.substanceName}</td>
              <td className={table.number}>
                <PresentCell present={row.present} />
              </td>
              <td className={table.number}>{numberText(row.designQuantity, 1)} t</td>
            </tr>
          );
        })}
      </Table>
    </Card>
  );
}

const PERSONS = [
  'principal',
  'principalPhone',
  'technical',
  'technicalPhone',
  'operation',
  'operationPhone',
  'population',
  'assessedOn',
  'filedOn',
  'number',
];

/** The three responsible persons; personal data stays masked as the register has it. */
function Responsible({ id }: { readonly id: string }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const record = useRecord('hazard-sources', id);
  const fields = entityByPlural('hazard-sources')?.fields ?? {};
  const { data } = record;
  if (data === undefined) return null;
  const rows = PERSONS.flatMap((key) => {
    const field = fields[key];
    return field === undefined || data[key] == null
      ? []
      : [[label(field), <Value key={key} field={field} value={data[key]} />] as const];
  });
  return (
    <Card title={t('responsible')} note="应急厅〔2021〕12号">
      <Facts rows={rows} />
    </Card>
  );
}

function Sensors({ data }: { readonly data: SourceDetail }) {
  const t = useWords(WORDS);
  const tanks = new Map(data.holdings.map((row) => [row.tank, row.name]));
  const stale = (seconds: number) => Math.max(3 * seconds, 30) * 1000;
  if (data.points.length === 0)
    return (
      <Card title={t('sensors')} flush>
        <Empty icon={<Gauge size={20} strokeWidth={1.6} />} title={t('noSensor')} note={t('sensorsNote')} />
      </Card>
    );
  return (
    <Card title={t('sensors')} note={t('sensorsNote')} flush>
      <ul className={styles.sensors}>
        {data.points.slice(0, 40).map((point) => (
          <li key={point.id}>
            <span>
              {point.name} <small className={styles.after}>{tanks.get(point.tank)}</small>
            </span>
            <b>
              {numberText(point.value)}{' '}
              <small>
                <Unit of={point.unit} n={point.value} />
              </small>
            </b>
            <Age at={point.at} staleAfter={stale(point.expectedPeriod)} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Changes({ data }: { readonly data: SourceDetail }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const wordOf = (grade: string | null): string => {
    const known = HAZARD_GRADE_LABELS[(grade ?? '') as HazardGrade];
    return known === undefined ? '—' : label(known);
  };
  if (data.history.length === 0) return null;
  const entries = data.history.map((entry) => ({
    key: entry.at,
    at: entry.at,
    icon: <TrendingUp size={11} />,
    text: `${t('computed')} ${wordOf(entry.grade)}${entry.R === null ? '' : `（R ${numberText(entry.R, 2)}）`} · ${t('registered')} ${wordOf(entry.registeredGrade)}`,
  }));
  return (
    <Card title={t('history')}>
      <Timeline entries={entries} />
    </Card>
  );
}
