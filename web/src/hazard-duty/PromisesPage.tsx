import { LEVELS } from '@anlan/kernel/entity';
import { PROMISE_LEVELS, type PromiseDay, type SafetyPromise } from '@anlan/systems/monitoring/major-hazard-monitoring';
import { CircleCheck, Megaphone } from 'lucide-react';
import { Link, useSearchParams } from 'react-router';
import { useSession } from '../api/index.ts';
import { useLabel, useWords } from '../language/index.tsx';
import { RegionName } from '../language/RegionName.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead, RiskMark, StatusWord, Table } from '../parts/index.ts';
import { RegionSelect } from '../prevention/Board.tsx';
import { FigureBand, shareText } from '../prevention/Figures.tsx';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import { stampText, useNow } from '../time/index.ts';
import styles from './HazardDuty.module.css';
import { OwnPromises } from './OwnPromises.tsx';
import { usePromises } from './queries.ts';
import { WORDS } from './words.ts';
import { useWorkText } from './work.ts';

/** 安全承诺公告: of a day everybody who announced and who did not; of an enterprise its own (S17). */
export function PromisesPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const session = useSession();
  const [params] = useSearchParams();
  const own = session.scope.organisationId;
  const chosen = own ?? params.get('enterprise');
  return (
    <Page title={t('promises')}>
      <PageHead
        title={t('promises')}
        note={t('promisesNote')}
        crumbs={own === null && chosen !== null ? [{ label: t('promises'), href: keep('/safety-promises') }] : []}
        actions={chosen === null ? <RegionSelect /> : undefined}
      />
      {chosen === null ? <Day /> : <OwnPromises enterprise={chosen} may={own !== null} />}
    </Page>
  );
}

function Day() {
  const t = useWords(WORDS);
  const scope = useScope();
  const today = stampText(useNow(60_000)).slice(0, 10);
  const [params, setParams] = useSearchParams();
  const asked = params.get('day') ?? '';
  const day = /^\d{4}-\d\d-\d\d$/.test(asked) ? asked : null;
  const found = usePromises({ region: scope.narrowed ? scope.path : null, day });
  const choose = (next: string) =>
    setParams((before) => {
      const after = new URLSearchParams(before);
      if (next === '' || next === today) after.delete('day');
      else after.set('day', next);
      return after;
    });
  return (
    <>
      <label className={styles.day}>
        <span>{t('day')}</span>
        <input
          type="date"
          max={today}
          value={day ?? today}
          onChange={({ currentTarget }) => choose(currentTarget.value)}
        />
      </label>
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : <Answer day={found.data} />}
    </>
  );
}

function Answer({ day }: { readonly day: PromiseDay }) {
  const t = useWords(WORDS);
  const time = stampText(day.dueAt).slice(11, 16);
  const { red, orange, yellow, blue } = day.levels;
  return (
    <>
      <FigureBand
        figures={[
          {
            key: 'share',
            label: t('share'),
            value: shareText(day.announced, day.should) ?? '—',
            note: `${numberText(day.announced)} / ${numberText(day.should)}`,
          },
          {
            key: 'missing',
            label: t('missing'),
            value: numberText(day.missing.length),
            note: t('missingNote', { time }),
            late: day.missing.length > 0,
          },
          { key: 'late', label: t('lateOnes'), value: numberText(day.late), note: t('lateNote', { time }) },
          {
            key: 'grave',
            label: t('grave'),
            value: numberText(red + orange),
            note: t('graveNote', { yellow: numberText(yellow), blue: numberText(blue) }),
          },
          { key: 'special', label: t('special'), value: numberText(day.specialWork), note: t('specialNote') },
        ]}
      />
      <div className={styles.columns}>
        <Missing day={day} />
        <Announced day={day} />
      </div>
    </>
  );
}

function Missing({ day }: { readonly day: PromiseDay }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { verbs } = useSession();
  return (
    <Card title={t('missing')} note={numberText(day.missing.length)} flush>
      {day.missing.length === 0 ? (
        <Empty icon={<CircleCheck size={20} strokeWidth={1.6} />} title={t('allAnnounced')} />
      ) : (
        <Table
          heads={[t('enterprise'), t('lastDay'), { label: t('supervise'), quiet: true }]}
          testid="promises-missing"
          className={styles.list}
        >
          {day.missing.map((firm) => (
            <tr key={firm.id}>
              <td className={styles.what} title={firm.name}>
                <Link to={keep(`/safety-promises?enterprise=${firm.id}`)}>{firm.name}</Link>
                <small>
                  <RegionName of={firm.regionName} />
                </small>
              </td>
              <td>{firm.lastDay ?? t('never')}</td>
              <td>
                {verbs.includes('case.verify') ? (
                  <Link
                    to={keep(
                      `/cases/hidden-danger/new?enterprise=${firm.id}&title=${encodeURIComponent(`${t('superviseTitle')}（${day.day}）`)}`,
                    )}
                  >
                    {t('supervise')}
                  </Link>
                ) : null}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  );
}

function Announced({ day }: { readonly day: PromiseDay }) {
  const t = useWords(WORDS);
  return (
    <Card title={t('announced')} note={numberText(day.announced)} flush>
      {day.promises.length === 0 ? (
        <Empty icon={<Megaphone size={20} strokeWidth={1.6} />} title={t('noneAnnounced')} />
      ) : (
        <Table
          heads={[t('level'), t('enterprise'), t('at'), t('plants'), t('work'), t('promisedBy')]}
          testid="promises"
          className={styles.list}
        >
          {LEVELS.flatMap((level) => day.promises.filter((one) => one.level === level)).map((promise) => (
            <PromiseRow key={promise.id} promise={promise} />
          ))}
        </Table>
      )}
    </Card>
  );
}

function PromiseRow({ promise }: { readonly promise: SafetyPromise }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const work = useWorkText()(promise);
  return (
    <tr>
      <td className={styles.level}>
        <RiskMark level={promise.level} /> {label(PROMISE_LEVELS[promise.level])}
      </td>
      <td className={styles.what} title={promise.enterprise.name}>
        <Link to={keep(`/safety-promises?enterprise=${promise.enterprise.id}`)}>{promise.enterprise.name}</Link>
        <small>
          <RegionName of={promise.enterprise.regionName} />
        </small>
      </td>
      <td>
        {stampText(promise.announcedAt).slice(11, 16)}{' '}
        {promise.late ? <StatusWord state="late">{t('late')}</StatusWord> : null}
      </td>
      <td>{t('plantsValue', { n: promise.figures.plants, running: promise.figures.running })}</td>
      <td className={styles.work} title={work}>
        {work}
      </td>
      <td>{promise.promisedBy}</td>
    </tr>
  );
}
