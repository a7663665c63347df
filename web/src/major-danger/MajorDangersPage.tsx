import { may } from '@anlan/kernel/access';
import { publicationDetailSchema } from '@anlan/kernel/publication';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { App, Button, Segmented } from 'antd';
import { FIVE, majorDangersSchema, type MajorDanger } from '@anlan/systems/prevention';
import { Check, Download, Minus } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { Tabs } from '../prevention/Tabs.tsx';
import { api, query, useSession } from '../api/index.ts';
import { caseHref, CaseClock, CaseMark, CaseState, newId, useFreshCases } from '../case/index.tsx';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, PageHead, Pager, RefusalNote, Table, whileSlow } from '../parts/index.ts';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import styles from './MajorDangers.module.css';
import { WORDS } from './words.ts';

const SIZE = 50;
const FIGURES = ['listed', 'county', 'city', 'late', 'fireFigure', 'exposed', 'delisted', 'unlisted'] as const;
/** What a figure narrows the list to. */
const NARROW: Readonly<Record<string, string>> = {
  listed: '',
  county: 'level=county',
  city: 'level=city',
  late: 'late=yes',
  fireFigure: 'fire=any',
  delisted: 'standing=delisted',
  unlisted: 'standing=unlisted',
};

/** Major dangers under listed supervision: level, five-in-place, reports, lateness, exposure; and the files for publicity (S63). */
export function MajorDangersPage() {
  const t = useWords(WORDS);
  const scope = useScope();
  const [params, setParams] = useSearchParams();
  const page = Number(params.get('page') ?? 1);
  const keys = ['standing', 'level', 'fire', 'late'] as const;
  const wish = Object.fromEntries(keys.map((key) => [key, params.get(key)]));
  const wanted = query({ ...wish, region: scope.narrowed ? scope.path : null, page, size: SIZE });
  const found = useQuery({
    queryKey: ['major-dangers', wanted],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/major-dangers${wanted}`, majorDangersSchema, signal),
  });
  useFreshCases();
  const current = keys.flatMap((key) => (wish[key] == null ? [] : [`${key}=${wish[key]}`])).join('&');
  const narrow = (value: string) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      for (const key of [...keys, 'page']) next.delete(key);
      for (const [key, one] of new URLSearchParams(value)) next.set(key, one);
      return next;
    });
  const figures = found.data?.figures;
  return (
    <Page title={t('title')}>
      <PageHead title={t('title')} note={t('note')} actions={<HeadActions wanted={wanted} />} />
      <Tabs />
      <div className={styles.filter}>
        <Segmented
          value={current}
          onChange={narrow}
          options={FIGURES.filter((key) => NARROW[key] !== undefined).map((key) => ({
            value: NARROW[key] as string,
            label: `${t(key)} ${figures?.[key === 'fireFigure' ? 'fire' : key] ?? ''}`,
          }))}
        />
      </div>
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : (
        <Card flush>
          {found.data.rows.length === 0 ? (
            <Empty title={t(current === '' ? 'none' : 'noneOther')} />
          ) : (
            <List rows={found.data.rows} />
          )}
          <Pager
            page={page}
            size={SIZE}
            total={found.data.total}
            go={(next) =>
              setParams((before) => {
                const after = new URLSearchParams(before);
                after.set('page', String(next));
                return after;
              })
            }
          />
        </Card>
      )}
    </Page>
  );
}

function HeadActions({ wanted }: { readonly wanted: string }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const session = useSession();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [requestId] = useState(newId);
  const publish = useMutation({
    mutationFn: () => api.post('/major-dangers/publication', { requestId }, publicationDetailSchema),
    onSuccess: ({ publication }) => {
      void message.success(t('published'));
      void navigate(keep(`/publications/${publication.id}`));
    },
  });
  return (
    <>
      {publish.isError ? <RefusalNote error={publish.error} kept={false} /> : null}
      <Button href={`/api/major-dangers/export.xlsx${wanted}`} icon={<Download size={15} aria-hidden />}>
        {t('excel')}
      </Button>
      <Button href={`/api/major-dangers/export.pdf${wanted}`} icon={<Download size={15} aria-hidden />}>
        {t('pdf')}
      </Button>
      {may({ role: session.role.key }, 'publication.write') ? (
        <Button type="primary" loading={whileSlow(publish.isPending)} onClick={() => publish.mutate()}>
          {t('publish')}
        </Button>
      ) : null}
    </>
  );
}

function List({ rows }: { readonly rows: readonly MajorDanger[] }) {
  const t = useWords(WORDS);
  const heads = ['danger', 'listing', 'five', 'progress', 'reports', 'state', 'due', 'exposure'] as const;
  return (
    <Table heads={heads.map((head) => t(head))} testid="major-dangers" look={styles.table}>
      {rows.map((row) => (
        <Row key={row.case.id} row={row} />
      ))}
    </Table>
  );
}

function Row({ row }: { readonly row: MajorDanger }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { case: view, reports } = row;
  return (
    <tr>
      <td className={styles.what}>
        <Link to={keep(caseHref(view.id))}>
          <CaseMark level={view.level} />
          <span>
            <b title={view.title}>{view.title}</b>
            <small title={view.organisationName ?? ''}>
              {row.fire === 'major' || row.fire === 'regional' ? `${t(`fire_${row.fire}`)} · ` : ''}
              {view.organisationName ?? '—'}
            </small>
          </span>
        </Link>
      </td>
      <td title={row.listingNumber ?? ''}>
        {row.listingNumber ?? '—'}
        <small className={styles.under}>
          {row.listedAt === null ? '' : t(row.listedAt)} {row.listedOn ?? ''}
        </small>
      </td>
      <td>
        <span className={styles.five}>
          {FIVE.map((key) => (
            <i key={key} title={t(key)} data-there={row.five[key] === true}>
              {row.five[key] === true ? <Check size={12} aria-label={t(key)} /> : <Minus size={12} aria-hidden />}
            </i>
          ))}
        </span>
      </td>
      <td>
        <span
          className={styles.bar}
          role="meter"
          aria-label={t('progress')}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={row.progress ?? 0}
        >
          <i style={{ width: `${row.progress ?? 0}%` }} />
        </span>
        <small className={styles.under}>{row.progress === null ? '—' : `${row.progress}%`}</small>
      </td>
      <td>
        {t('made', { made: reports.made, expected: reports.expected })}
        <small className={styles.under} data-late={reports.missed > 0}>
          {reports.missed > 0
            ? t('missed', { n: reports.missed })
            : reports.nextAt === null
              ? ''
              : t('next', { day: stampText(reports.nextAt).slice(5, 10) })}
        </small>
      </td>
      <td>
        <CaseState view={view} />
      </td>
      <td>
        <CaseClock view={view} />
      </td>
      <td>{row.exposure === null ? '—' : t(`exposure_${row.exposure}`)}</td>
    </tr>
  );
}
