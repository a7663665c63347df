import { Button } from 'antd';
import type { Contract } from '@anlan/systems/prevention';
import { FileSignature } from 'lucide-react';
import { Link, useNavigate } from 'react-router';
import { useSession } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Empty, Failed, Loading, numberText, PageHead, Scroll } from '../parts/index.ts';
import { FigureBand, shareText } from '../prevention/Figures.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import styles from '../parts/Dossier.module.css';
import table from '../parts/Table.module.css';
import { useContracts } from './queries.ts';
import { WORDS } from './words.ts';

const sum = (rows: readonly Contract[], of: (row: Contract) => number): number =>
  rows.reduce((all, row) => all + of(row), 0);

const LEVELS = ['city', 'county', 'town', 'own'] as const;

/** Contracts of bought or hired inspection with what came of them (S66). */
export function ExpertContractsPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { verbs } = useSession();
  const found = useContracts();
  const rows = found.data ?? [];
  return (
    <Page title={t('title')}>
      <PageHead
        title={t('title')}
        note={t('note')}
        actions={
          <div className={styles.tools}>
            <Link to={keep('/registry/experts')}>
              <Button>{t('experts')}</Button>
            </Link>
            {verbs.includes('contract.write') && verbs.includes('registry.write') ? (
              <Link to={keep('/registry/inspection-contracts')}>
                <Button type="primary" style={{ fontWeight: 700 }}>
                  {t('newContract')}
                </Button>
              </Link>
            ) : null}
          </div>
        }
      />
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data?.length === 0 ? (
        <Empty icon={<FileSignature size={20} strokeWidth={1.6} />} title={t('none')} note={t('noneNote')} />
      ) : null}
      {rows.length === 0 ? null : (
        <>
          <Band rows={rows} />
          <Scroll className={styles.box}>
            <Table rows={rows} />
          </Scroll>
        </>
      )}
    </Page>
  );
}

function Band({ rows }: { readonly rows: readonly Contract[] }) {
  const t = useWords(WORDS);
  const own = rows.filter((row) => row.own);
  const wan = (yuan: number) => t('wan', { n: numberText(yuan / 10_000, 1) });
  // Who pays nothing is not named: the line is short.
  const levels = LEVELS.flatMap((level) => {
    const yuan = sum(
      own.filter((row) => row.level === level),
      (row) => row.funds,
    );
    return yuan === 0 ? [] : [t(`of.${level}`, { n: wan(yuan) })];
  }).join(' · ');
  const funds = sum(own, (row) => row.funds);
  const paid = sum(own, (row) => row.paid ?? 0);
  const [found, rectified] = [sum(rows, (row) => row.found), sum(rows, (row) => row.rectified)];
  const scored = rows.filter((row) => row.score !== null);
  return (
    <FigureBand
      figures={[
        { key: 'funds', label: t('funds'), value: wan(funds), note: levels },
        {
          key: 'paid',
          label: t('paid'),
          value: wan(paid),
          note: t('ofFunds', { share: shareText(paid, funds) ?? '—' }),
        },
        {
          key: 'covered',
          label: t('covered'),
          value: numberText(sum(rows, (row) => row.covered)),
          note: t('coveredOf', { n: numberText(sum(rows, (row) => row.targets)) }),
        },
        {
          key: 'found',
          label: t('found'),
          value: numberText(found),
          note: t('foundNote'),
          href: '/cases/hidden-danger?source=expert&open=all',
        },
        {
          key: 'rectified',
          label: t('rectified'),
          value: shareText(rectified, found) ?? '—',
          note: numberText(rectified),
        },
        {
          key: 'score',
          label: t('score'),
          value: scored.length === 0 ? '—' : numberText(sum(scored, (row) => row.score ?? 0) / scored.length, 1),
          note: t('scoreNote'),
        },
      ]}
    />
  );
}

function Table({ rows }: { readonly rows: readonly Contract[] }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const navigate = useNavigate();
  const heads = [
    'name',
    'mode',
    'level',
    'institution',
    'term',
    'progress',
    'found',
    'rectified',
    'paid',
    'score',
    'state',
  ] as const;
  return (
    <table className={`${table.table} ${table.tight}`} aria-label={t('contracts')}>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              <span>{t(head)}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const href = keep(`/expert-service/contracts/${row.id}`);
          return (
            <tr key={row.id} onClick={() => void navigate(href)}>
              <td className={styles.long}>
                <Link to={href} title={row.name} onClick={(event) => event.stopPropagation()}>
                  {row.name}
                </Link>
              </td>
              <td>{t(`mode.${row.mode}`)}</td>
              <td>{levelWord(t, row.level)}</td>
              <td className={styles.long} title={row.institution}>
                {row.institution}
              </td>
              <td>
                {row.startsOn} — {row.endsOn}
              </td>
              <td>
                {row.covered}/{row.targets}
              </td>
              <td>{row.found}</td>
              <td>{shareText(row.rectified, row.found) ?? '—'}</td>
              <td>{row.paid === null ? '—' : (shareText(row.paid, row.funds) ?? '—')}</td>
              <td>{row.score ?? '—'}</td>
              <td>{stateWord(t, row.state)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

type T = (key: keyof typeof WORDS) => string;

export function levelWord(t: T, level: string | null): string {
  const key = `level.${level ?? ''}` as keyof typeof WORDS;
  return key in WORDS ? t(key) : '—';
}

export function stateWord(t: T, state: string): string {
  const key = `state.${state}` as keyof typeof WORDS;
  return key in WORDS ? t(key) : state;
}
