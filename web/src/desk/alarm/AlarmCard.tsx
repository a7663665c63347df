import { isUpper, limitSteps, shownValue, type AlarmDetail, type AlarmView } from '@anlan/kernel/alarm';
import type { Series } from '@anlan/kernel/telemetry';
import { SYSTEMS } from '@anlan/systems';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useDoer, useLabel, useLanguage, useWords } from '../../language/index.tsx';
import { byName } from '../../language/things.ts';
import { useRegionName } from '../../language/regions.ts';
import { useReading } from '../../live/index.ts';
import { OriginTag, RiskMark, RiskTag, StatusWord } from '../../parts/index.ts';
import { useSpoken } from '../../rules/index.ts';
import { spanText, timeText, useNow } from '../../time/index.ts';
import { useKeepScope } from '../../shell/scope.ts';
import { CargoOf } from '../../transport/EmergencyCard.tsx';
import { Call } from './Call.tsx';
import styles from './AlarmCard.module.css';
import { HowLong } from './HowLong.tsx';
import { AlarmCameras } from '../../camera/index.tsx';
import { AlarmPhotos } from './AlarmPhotos.tsx';
import { LimitTrend } from './AlarmTrend.tsx';
import { bare, beyond, figure } from './figures.ts';
import { groupOf } from './groups.ts';
import { entryText } from './told.ts';
import { NEAR_RADIUS, useAlarmSeries, useNear, withReading } from './use-alarms.ts';
import { WORDS } from './words.ts';
import { Unit } from '../../language/units.ts';

/** How an alarm stands, as glyph and word. */
export function AlarmStatus({ alarm, now }: { readonly alarm: AlarmView; readonly now: number }) {
  const t = useWords(WORDS);
  const group = groupOf(alarm, now);
  if (group === 'shelved') return <StatusWord state="draft">{t('shelved')}</StatusWord>;
  if (group === 'unacknowledged') return <b className={styles.open}>{t('unacked')}</b>;
  if (group === 'recovered' && alarm.response === 'unacknowledged')
    return <b className={styles.open}>{t('returned')}</b>;
  if (group === 'recovered') return <StatusWord state="done">{t('recovered')}</StatusWord>;
  if (group === 'closed') return <StatusWord state="done">{t('closed')}</StatusWord>;
  return <StatusWord state="doing">{t(alarm.response === 'handling' ? 'handling' : 'acknowledged')}</StatusWord>;
}

/** Level, state, name and place. */
export function CardHead({
  alarm,
  aside,
  dense = false,
}: {
  readonly alarm: AlarmView;
  readonly aside: ReactNode;
  readonly dense?: boolean;
}) {
  const now = useNow(5000);
  const said = useSpoken()(alarm);
  return (
    <header className={`${styles.head} ${dense ? styles.dense : ''}`}>
      <div className={styles.line}>
        <RiskTag level={alarm.level} kind="alarm" />
        <AlarmStatus alarm={alarm} now={now} />
        <span className={styles.aside}>{aside}</span>
      </div>
      <h2>{said.subjectName}</h2>
      <p>
        {said.placeName} · {said.regionName} · {said.ruleLabel}
      </p>
    </header>
  );
}

/** The value that matters, how far beyond which limit, since when, and where the signal comes from. */
export function CardValue({ alarm }: { readonly alarm: AlarmView }) {
  return <Value alarm={useLiveValue(alarm)} />;
}

/** The limits of each rule that its readings are held against; none for rules that judge something else. */
const JUDGED = new Map(SYSTEMS.flatMap(({ rules }) => rules).map(({ key, condition }) => [key, limitSteps(condition)]));

/** Is an alarm's value the reading of its point itself? A rate, a silence or a vote is something else. */
const judgesReadings = ({ subjectKind, rule }: AlarmView): boolean =>
  subjectKind === 'point' && (JUDGED.get(rule)?.length ?? 0) > 0;

/**
 * The alarm with the newest pushed reading of its point as its value, where that is what was judged, else with the newest
 * value the platform has judged; once it is over with its worst.
 */
export function useLiveValue(alarm: AlarmView): AlarmView {
  const live = useReading(alarm.subjectId);
  const pushed = live !== undefined && alarm.value !== null && alarm.recoveredAt === null && judgesReadings(alarm);
  return { ...alarm, value: pushed ? live.value : shownValue(alarm) };
}

/** How far beyond which limit while it lasts; the worst value once it has recovered. */
function useOver(shown: AlarmView): string {
  const t = useWords(WORDS);
  const alarm = useSpoken()(shown);
  const gap = beyond(alarm);
  if (gap === null) return alarm.label;
  if (alarm.recoveredAt !== null)
    return t('peak', { peak: figure(alarm.peak), label: alarm.label, limit: figure(alarm.limit) });
  return t(gap.outside ? (gap.upper ? 'over' : 'under') : 'inside', {
    // 超速 says 超 already.
    label: alarm.label.replace(/^超/, ''),
    gap: gap.gap,
  });
}

function Value({ alarm }: { readonly alarm: AlarmView }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const now = useNow();
  const gap = beyond(alarm);
  const over = useOver(alarm);
  const outside = gap?.outside !== false && alarm.recoveredAt === null;
  const lasting =
    alarm.recoveredAt === null
      ? t('lasting', { span: spanText(now - alarm.since, language) })
      : t('lasted', { span: spanText(alarm.recoveredAt - alarm.since, language), time: timeText(alarm.recoveredAt) });
  return (
    <div className={styles.value}>
      {bare(alarm) ? null : <b className={styles.number}>{figure(alarm.value, alarm.limit)}</b>}
      <span className={styles.unit}>{alarm.value === null ? '' : <Unit of={alarm.unit} n={alarm.value} />}</span>
      <span className={styles.gap}>
        <b className={outside ? styles[alarm.level] : ''}>
          {outside ? <RiskMark level={alarm.level} size={9} /> : null} {over}
        </b>
        <span>
          {lasting} · <OriginTag origin={alarm.origin} />
        </span>
      </span>
    </div>
  );
}

interface TrendProps {
  readonly alarm: AlarmView;
  readonly limits: AlarmDetail['limits'];
  readonly width: number;
  readonly height: number;
  readonly until?: number | null;
  readonly aside?: boolean;
}

function Drawn({
  alarm,
  limits,
  series,
  ...size
}: Omit<TrendProps, 'until'> & { readonly series: Series | undefined }) {
  const { language } = useLanguage();
  const said = language === 'zh' ? limits : limits.map((limit) => ({ ...limit, label: limit.labelEn ?? limit.label }));
  return (
    <LimitTrend
      {...size}
      name={byName(alarm.subjectName, language)}
      unit={series?.unit ?? alarm.unit}
      level={alarm.level}
      upper={isUpper(alarm)}
      limits={said}
      series={series}
    />
  );
}

function PointTrend({ until = null, ...rest }: TrendProps) {
  const series = useAlarmSeries(rest.alarm, until);
  const live = useReading(rest.alarm.subjectId);
  return (
    <Drawn
      {...rest}
      series={
        series === undefined || live === undefined || until !== null ? series : withReading(series, live.at, live.value)
      }
    />
  );
}

function SpeedTrend({ until = null, ...rest }: TrendProps) {
  return <Drawn {...rest} series={useAlarmSeries(rest.alarm, until)} />;
}

/** Points have their readings, vehicles and vessels their speed; devices and units of several points have no line of their own. */
const TRENDED: ReadonlySet<string> = new Set(['point', 'vehicle', 'vessel']);

/** The trend of what the alarm watches, live unless `until` is a replayed moment; a silent device has none. */
export function CardTrend(props: TrendProps) {
  const t = useWords(WORDS);
  const { subjectKind } = props.alarm;
  if (!TRENDED.has(subjectKind))
    return <p className={styles.noTrend}>{t(subjectKind === 'device' ? 'noTrend' : 'severalPoints')}</p>;
  return (
    <div className={styles.trend}>
      {subjectKind === 'point' ? <PointTrend {...props} /> : <SpeedTrend {...props} />}
    </div>
  );
}

const NEAR_KINDS = ['enterprises', 'tanks', 'devices', 'vehicles', 'vessels'] as const;

/** What stands near an alarm, kind by kind, as a door to the map. */
export function NearWords({ alarm }: { readonly alarm: AlarmView }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { data } = useNear(alarm);
  if (data === undefined) return <>—</>;
  const present = NEAR_KINDS.filter((kind) => data[kind].count > 0).map((kind) => t(kind, { n: data[kind].count }));
  if (present.length === 0) return <>{t('nearNone', { radius: NEAR_RADIUS })}</>;
  return (
    <Link to={keep(`/map?alarm=${alarm.id}&circle=${alarm.lon},${alarm.lat},${NEAR_RADIUS}`)} className={styles.door}>
      {t('nearList', { radius: NEAR_RADIUS, list: present.join(' · ') })}
    </Link>
  );
}

/** What the enterprise itself has answered; a government's answer is shown as its receipt. */
function PlantAnswer({ alarm }: { readonly alarm: AlarmView }) {
  const t = useWords(WORDS);
  const { acknowledgedAt, acknowledgedBy } = alarm.plant ?? { acknowledgedAt: null, acknowledgedBy: null };
  if (acknowledgedAt === null) return <b>{t('plantSilent')}</b>;
  return <>{t('plantAnswered', { by: acknowledgedBy ?? '', time: timeText(acknowledgedAt) })}</>;
}

function Notices({ detail }: { readonly detail: AlarmDetail }) {
  const t = useWords(WORDS);
  const region = useRegionName();
  return (
    <>
      {(detail.notices ?? []).map((notice) => (
        <span key={notice.id} style={{ display: 'block' }}>
          {t('noticeOf', { region: region(notice.regionName) })}
          {notice.seenAt === null
            ? t('noticeUnseen')
            : t('noticeSeen', { by: notice.seenBy ?? '', time: timeText(notice.seenAt) })}
          {notice.supervision === null ? '' : ` · ${t('supervised', { text: notice.supervision })}`}
        </span>
      ))}
    </>
  );
}

const KIND_NAMES = new Map(SYSTEMS.flatMap(({ cases = [] }) => cases).map((kind) => [kind.key, kind]));

/** Cases and flash reports that grew out of the alarm, each a door. */
function GrownOut({ detail: { cases = [], reports = [] } }: { readonly detail: AlarmDetail }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  return (
    <>
      {cases.map(({ id, number, kind, state }) => {
        const declared = KIND_NAMES.get(kind);
        const at = declared?.states[state];
        return (
          <Link key={id} to={keep(`/case/${id}`)} className={styles.grown} data-testid="grown-case">
            <span className={styles.door}>
              {declared === undefined ? kind : label(declared)} {number}
            </span>
            {at === undefined ? null : ` · ${label(at)}`}
          </Link>
        );
      })}
      {reports.map(({ id, number, seq }) => (
        <Link key={id} to={keep(`/flash/${id}/print`)} className={styles.grown} data-testid="grown-report">
          <span className={styles.door}>
            {label(FLASH)} {seq === 1 ? number : t('supplement', { number })}
          </span>
        </Link>
      ))}
    </>
  );
}

const FLASH = { label: '电话快报', labelEn: 'Flash report' };

type Mark = 'latched' | 'retrospective' | 'again' | 'chattering' | 'first' | 'follows' | 'afterFalse';

function marksOf({ marks, latchedAt }: AlarmView): Mark[] {
  if (marks === undefined) return [];
  const found: readonly (readonly [boolean, Mark])[] = [
    [latchedAt != null, 'latched'],
    [marks.retrospective, 'retrospective'],
    [marks.occurrence > 1, 'again'],
    [marks.chattering, 'chattering'],
    [marks.firstOut === 'first', 'first'],
    [marks.firstOut === 'follows', 'follows'],
    [marks.followsId !== null, 'afterFalse'],
  ];
  return found.flatMap(([holds, mark]) => (holds ? [mark] : []));
}

/** Why it rang, what to do, who is near, what else is known. */
export function CardFacts({ detail }: { readonly detail: AlarmDetail }) {
  const t = useWords(WORDS);
  const { alarm } = detail;
  const { language } = useLanguage();
  const why = language === 'en' ? { ...detail.why, ...detail.why.en } : detail.why;
  const rows: readonly (readonly [string, ReactNode])[] = [
    [t('why'), why.condition],
    [t('basis'), why.clause],
    [t('todo'), <b key="todo">{why.response}</b>],
    [
      t('consequence'),
      language === 'en'
        ? `${why.consequence} (${t('cause')}: ${why.cause})`
        : `${why.consequence}（${t('cause')}：${why.cause}）`,
    ],
    [t('near'), <NearWords key="near" alarm={alarm} />],
    ...(alarm.organisationId === null ? [] : [[t('call'), <Call key="call" alarm={alarm} />] as const]),
    [t('related'), t('same30', { n: detail.sameSubject30d })],
    ...((detail.cases ?? []).length + (detail.reports ?? []).length === 0
      ? []
      : [[t('grown'), <GrownOut key="grown" detail={detail} />] as const]),
    ...(alarm.organisationId === null || alarm.plant === undefined
      ? []
      : [[t('plant'), <PlantAnswer key="plant" alarm={alarm} />] as const]),
    ...((detail.notices ?? []).length === 0
      ? []
      : [[t('notices'), <Notices key="notices" detail={detail} />] as const]),
    ...marksOf(alarm).map((mark) => [t('mark'), t(mark)] as const),
  ];
  return (
    <>
      <AlarmCameras alarm={alarm.id} open={alarm.closedAt === null} />
      <AlarmPhotos detail={detail} />
      <CargoOf kind={alarm.subjectKind} id={alarm.subjectId} />
      <dl className={styles.facts}>
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** What has happened to the alarm so far, newest first. */
export function Trail({ detail }: { readonly detail: AlarmDetail }) {
  const t = useWords(WORDS);
  const by = useDoer();
  const { language } = useLanguage();
  const say = (entry: AlarmDetail['trail'][number]) => entryText(detail.alarm.rule, entry, language);
  const entries = [...detail.trail].reverse();
  return (
    <section className={styles.trail} aria-label={t('trail')}>
      <h3>{t('trail')}</h3>
      {entries.length === 0 ? <p>{t('trailEmpty')}</p> : null}
      <ol>
        {entries.map((entry, i) => (
          <li key={`${entry.at}-${i}`}>
            <time>{timeText(entry.at)}</time>
            <span>
              <small>
                {by(entry.by)}
                <HowLong entry={entry} />
              </small>
              {entry.file === null ? (
                say(entry)
              ) : (
                <a
                  href={`/api/alarms/${detail.alarm.id}/evidence/${entry.file.sha256}`}
                  target="_blank"
                  rel="noreferrer"
                >
                  {say(entry)}
                </a>
              )}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
