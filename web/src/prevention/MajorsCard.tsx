import { FIVE, type DangerBoard } from '@anlan/systems/prevention';
import { Link } from 'react-router';
import { caseHref, CaseClock, CaseMark, CaseState } from '../case/index.tsx';
import { useWords } from '../language/index.tsx';
import { Card, Empty, numberText, Reveal, Table } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import styles from './MajorsCard.module.css';
import { WORDS } from './words.ts';

type Major = DangerBoard['listed'][number];

/** Major hidden dangers: listing, the five that must be in place, state and time left. */
export function MajorsCard({ board }: { readonly board: DangerBoard }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const heads = [t('danger'), t('listing'), t('five'), t('state'), t('progress'), t('due'), t('responsible')];
  return (
    <Card
      title={t('majors')}
      note={t('majorsNote')}
      extra={
        <>
          <Reveal path="/prevention/board" queryKey={['prevention']} />
          <Link to={keep('/major-dangers')}>{t('majorsAll')}</Link>
        </>
      }
      flush
      className={styles.card}
    >
      {board.listed.length === 0 ? <Empty title={t('majorsNone')} /> : null}
      {board.listed.length === 0 ? null : (
        <Table heads={heads} className={styles.scroll} look={styles.table}>
          {board.listed.map((major) => (
            <Row key={major.case.id} major={major} />
          ))}
        </Table>
      )}
    </Card>
  );
}

function Row({ major }: { readonly major: Major }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { case: view } = major;
  const level = major.listedAt === 'county' ? t('level_county') : major.listedAt === 'city' ? t('level_city') : null;
  return (
    <tr>
      <td>
        <Link to={keep(caseHref(view.id))} className={styles.what}>
          <CaseMark level={view.level} />
          <span>
            <b title={view.title}>{view.title}</b>
            <small title={view.organisationName ?? ''}>{view.organisationName ?? '—'}</small>
          </span>
        </Link>
      </td>
      <td title={major.listingNumber ?? ''}>
        {level === null ? (
          <span className={styles.quiet}>{t('notListed')}</span>
        ) : (
          <>
            {major.listingNumber ?? '—'}
            <small className={styles.under}>{level}</small>
          </>
        )}
      </td>
      <td>
        <Five five={major.five} />
      </td>
      <td>
        <CaseState view={view} />
      </td>
      <td>
        <Progress of={major.progress} />
      </td>
      <td>
        <CaseClock view={view} />
      </td>
      <td title={major.responsible ?? ''}>{major.responsible ?? '—'}</td>
    </tr>
  );
}

/** How far the work has come by the last report; — where nothing was reported. */
function Progress({ of: share }: { readonly of: number | null }) {
  if (share === null) return <span className={styles.quiet}>—</span>;
  return (
    <span className={styles.progress}>
      <i aria-hidden>
        <i style={{ width: `${share}%` }} />
      </i>
      {numberText(share)} %
    </span>
  );
}

/** 五到位: a chip each, hollow and dashed where it is missing. */
export function Five({ five }: { readonly five: Major['five'] }) {
  const t = useWords(WORDS);
  return (
    <ul className={styles.five}>
      {FIVE.map((key) => {
        const words = t(five[key] ? 'inPlace' : 'lacking', { what: key === 'responsible' ? t('responsible') : t(key) });
        return (
          <li key={key} data-there={five[key]} title={words}>
            <span aria-hidden>{t(`short_${key}`)}</span>
            <span className="visually-hidden">{words}</span>
          </li>
        );
      })}
    </ul>
  );
}
