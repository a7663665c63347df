import { chainSchema, matrixSchema, SAFETY_DEVICES, type Chain, type SafetyMatrix } from '@anlan/systems';
import { useQuery } from '@tanstack/react-query';
import { Popover } from 'antd';
import { Power, ShieldCheck } from 'lucide-react';
import { Link } from 'react-router';
import { z } from 'zod';
import { api, query } from '../api/index.ts';
import { Indicators } from '../indicators/index.tsx';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, levelWord, Loading, numberText, PageHead, RiskMark, Scroll } from '../parts/index.ts';
import { useRuleWords } from '../rules/index.ts';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { lastingText, marksOf } from './chain.ts';
import styles from './CauseEffect.module.css';
import { WORDS } from './words.ts';

const chains = z.array(chainSchema);

/** Shut-offs from cause to closed valve, and storage places against the devices they must have (S18). */
export function CauseEffectPage() {
  const t = useWords(WORDS);
  const region = useScope().path ?? undefined;
  const found = useQuery({
    queryKey: ['shut-offs', region],
    refetchInterval: 15_000,
    queryFn: ({ signal }) => api.get(`/shut-offs${query({ region })}`, chains, signal),
  });
  return (
    <Page title={t('title')}>
      <PageHead title={t('title')} note={t('note')} />
      <Indicators system="S18" region={region} />
      <Card title={t('chains')} note={t('chainsNote')} flush>
        {found.isPending ? <Loading rows={4} /> : null}
        {found.isError && found.data === undefined ? (
          <Failed error={found.error} retry={() => void found.refetch()} />
        ) : null}
        {found.data === undefined ? null : <Chains rows={found.data} />}
      </Card>
      <Matrix region={region} />
    </Page>
  );
}

/** Strips of shut-offs, newest first. */
export function Chains({ rows }: { readonly rows: readonly Chain[] }) {
  const t = useWords(WORDS);
  if (rows.length === 0)
    return <Empty icon={<Power size={20} strokeWidth={1.6} />} title={t('noChains')} note={t('noChainsNote')} />;
  return (
    <ul className={styles.chains} data-testid="chains">
      {rows.map((row) => (
        <Strip key={row.id} chain={row} />
      ))}
    </ul>
  );
}

/** Longest a valve may take, s (convention of the rule 切断指令后阀未到位). */
const STROKE = 30;

function Strip({ chain }: { readonly chain: Chain }) {
  const t = useWords(WORDS);
  const say = useRuleWords();
  const { language } = useLanguage();
  const keep = useKeepScope();
  const marks = marksOf(chain);
  const [first] = chain.causes;
  const whole = marks.at(-1)!.after;
  const late = chain.stroke !== null && chain.stroke > STROKE;
  return (
    <li data-testid="chain" data-late={late}>
      <header>
        {chain.tank === null ? (
          <b>{chain.tankName}</b>
        ) : (
          <Link to={keep(`/tanks/${chain.tank}`)}>{chain.tankName}</Link>
        )}
        <span>{chain.enterpriseName}</span>
        <Link to={keep(`/desk?alarm=${chain.id}`)}>
          {chain.number} · {stampText(chain.closedAt)}
        </Link>
      </header>
      <div
        className={styles.strip}
        role="img"
        aria-label={marks.map(({ kind, after }) => `${t(kind)} +${lastingText(after)}`).join('，')}
      >
        <i />
        {marks.map((mark, index) => (
          <span
            key={mark.kind}
            data-kind={mark.kind}
            data-end={index === 0 ? 'first' : index === marks.length - 1 ? 'last' : undefined}
            style={{ left: `${(marks.length === 1 ? 1 : mark.place) * 100}%` }}
          >
            <b />
            <em>
              {mark.kind === 'detected' ? '① ' : ''}
              {t(mark.kind)}
            </em>
            <small>
              {stampText(mark.at).slice(11)}
              {mark.after === 0 ? '' : ` +${lastingText(mark.after)}`}
            </small>
          </span>
        ))}
      </div>
      <footer>
        {first === undefined ? (
          <span>
            {t('byHand')}
            {chain.explained ? '' : ` · ${t('unexplained')}`}
          </span>
        ) : (
          <Link to={keep(`/desk?alarm=${first.id}`)}>
            <RiskMark level={first.level} label={levelWord(first.level, 'alarm', language)} size={9} /> {first.subject}{' '}
            · {say(first).rule} · {say(first).label}
            {chain.causes.length > 1 ? ` +${chain.causes.length - 1}` : ''}
          </Link>
        )}
        <span>
          {chain.stroke === null ? t('noCommand') : t('stroke', { n: numberText(chain.stroke, 1) })}
          {late ? ` · ${t('late')}` : ''}
        </span>
        {first === undefined ? null : <span>{t('response', { n: lastingText(whole) })}</span>}
        {chain.reopenedAt === null ? null : (
          <span>
            {t('reopened')} {stampText(chain.reopenedAt).slice(5, 16)}
          </span>
        )}
        {chain.trend?.slowed === true ? (
          <strong>
            {t('slowed', { a: numberText(chain.trend.baseline, 1), b: numberText(chain.trend.latest, 1) })}
          </strong>
        ) : null}
      </footer>
    </li>
  );
}

const STANDINGS = ['ok', 'missing', 'unusable', 'overdue', 'not-required'] as const;

function Matrix({ region }: { readonly region: string | undefined }) {
  const t = useWords(WORDS);
  const found = useQuery({
    queryKey: ['safety-matrix', region],
    queryFn: ({ signal }) => api.get(`/safety-matrix${query({ region })}`, matrixSchema, signal),
  });
  const { data } = found;
  if (data === undefined)
    return (
      <Card title={t('matrix')}>
        {found.isError ? <Failed error={found.error} retry={() => void found.refetch()} /> : <Loading rows={8} />}
      </Card>
    );
  return (
    <Card
      title={t('matrix')}
      note={t('matrixNote', { n: numberText(data.rows.length), all: numberText(data.total) })}
      flush
    >
      {data.rows.length === 0 ? (
        <Empty icon={<ShieldCheck size={20} strokeWidth={1.6} />} title={t('noPlaces')} />
      ) : (
        <>
          <ul className={styles.legend} aria-label={t('legend')}>
            {STANDINGS.map((standing) => (
              <li key={standing}>
                <i className={styles.cell} data-standing={standing} aria-hidden />
                {t(standing)}
              </li>
            ))}
          </ul>
          <Grid matrix={data} />
        </>
      )}
    </Card>
  );
}

function Grid({ matrix }: { readonly matrix: SafetyMatrix }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  return (
    <Scroll className={styles.grid}>
      <table data-testid="safety-matrix">
        <thead>
          <tr>
            <th scope="col">{t('place')}</th>
            {SAFETY_DEVICES.map((device) => (
              <th key={device.value} scope="col">
                <span>{label(device)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.rows.map((row) => {
            const href = row.tank === null ? `/registry/chemical-holdings?open=${row.id}` : `/tanks/${row.tank}`;
            return (
              <tr key={row.id}>
                <th scope="row" title={`${row.enterpriseName} ${row.name}`}>
                  <Link to={keep(href)}>{row.name}</Link>
                  <small>
                    {row.enterpriseName} · {row.substanceName}
                  </small>
                </th>
                {row.cells.map((cell) => (
                  <td key={cell.device}>
                    <Cell row={row} cell={cell} href={href} />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}

type Row = SafetyMatrix['rows'][number];

/** A device at a place; a gap opens its clause and the way to have it put right. */
function Cell({ row, cell, href }: { readonly row: Row; readonly cell: Row['cells'][number]; readonly href: string }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const device = SAFETY_DEVICES.find(({ value }) => value === cell.device);
  const said = `${device === undefined ? cell.device : label(device)}：${t(cell.standing)}`;
  if (cell.standing === 'ok' || cell.standing === 'not-required')
    return <span className={styles.cell} data-standing={cell.standing} role="img" aria-label={said} title={said} />;
  const content = (
    <div className={styles.gap}>
      <b>{said}</b>
      <p>{cell.condition}</p>
      <p>{cell.clause}</p>
      <p>
        <Link to={keep(href)}>{t('toPlace')}</Link>{' '}
        <Link to={keep(`/cases/hidden-danger?new=1&enterprise=${row.enterprise}`)}>{t('rectify')}</Link>
      </p>
    </div>
  );
  return (
    <Popover trigger={['click']} arrow={false} content={content}>
      <button
        type="button"
        className={styles.cell}
        data-standing={cell.standing}
        aria-label={`${row.name} ${said}`}
        title={said}
      />
    </Popover>
  );
}
