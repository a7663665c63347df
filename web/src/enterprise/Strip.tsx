import type { AlarmView } from '@anlan/kernel/alarm';
import { creditRecordSchema } from '@anlan/kernel/case';
import { writeDaySpan } from '@anlan/kernel/registry';
import { staleAfter } from '@anlan/kernel/telemetry';
import { useQuery } from '@tanstack/react-query';
import { api, type RegistryRecord } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Num, numberText } from '../parts/index.ts';
import { usePoints } from '../points/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { useNow } from '../time/index.ts';
import styles from './EnterprisePage.module.css';
import { useOwned } from './owned.ts';
import { papersBetween } from './papers.ts';
import { usePrevention } from './queries.ts';
import { useCover, useTally } from './standing.ts';
import { WORDS } from './words.ts';

interface StripProps {
  readonly record: RegistryRecord;
  readonly organisation: string;
  readonly alarms: readonly AlarmView[] | undefined;
}

interface Cell {
  readonly label: string;
  readonly value: number | string | undefined;
  readonly note?: string | undefined;
  readonly href?: string | undefined;
  readonly late?: boolean;
  /** Its note counts more of the list than its value: the door is open at 0 too. */
  readonly more?: boolean;
}

/** What was taken off an enterprise's credit; undefined for who may not read cases. */
export function useCredit(enterprise: string) {
  return useQuery({
    queryKey: ['enterprise', enterprise, 'credit'],
    retry: false,
    queryFn: ({ signal }) => api.get(`/enterprises/${enterprise}/credit`, creditRecordSchema, signal),
  }).data;
}

/** The figures of an enterprise, each a door to its records. */
export function Strip(props: StripProps) {
  const cells = [...useWatched(props), ...useHandled(props), ...useStandings(props)];
  return (
    <dl className={styles.strip} data-testid="strip">
      {cells.map(({ label, value, note, href, late, more = false }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <b data-late={late === true || undefined}>
              <Num value={value} href={value === undefined || (value === 0 && !more) ? undefined : href} />
            </b>
            <small title={note}>{note === undefined || value === undefined ? '\u00a0' : note}</small>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function useWatched({ record, organisation, alarms: known }: StripProps): readonly Cell[] {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const now = useNow(5000);
  const points = usePoints('organisation', organisation).data;
  const { active, note, href } = useTally(record, known);
  const silent = points?.filter(
    ({ latest, expectedPeriod }) => latest === null || now - latest.at > staleAfter(expectedPeriod),
  ).length;
  return [
    {
      label: t('sources'),
      value: useOwned('hazard-sources', record.id)?.total,
      href: keep(`/registry/hazard-sources?enterprise=${record.id}`),
    },
    {
      label: t('points'),
      value: points?.length,
      note: points?.length === 0 ? undefined : silent === 0 ? t('allLive') : t('silent', { n: silent ?? 0 }),
      href: keep(`/registry/enterprises/${record.id}/points`),
    },
    {
      label: t('alarms'),
      value: known === undefined ? undefined : active,
      note,
      href,
      more: note !== undefined,
    },
  ];
}

function useHandled({ record, organisation }: StripProps): readonly Cell[] {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const known = usePrevention(record.id);
  if (known === undefined) return [];
  const { dangers, checks, penalties } = known;
  return [
    {
      label: t('openDangers'),
      value: dangers.open,
      note: dangers.overdue === 0 ? t('noneLate') : t('overdueN', { n: dangers.overdue }),
      href: keep(`/cases/hidden-danger?organisation=${organisation}`),
      late: dangers.overdue > 0,
    },
    {
      label: t('checks'),
      value: checks.done,
      note: checks.done === 0 ? undefined : t('checksNote', { n: checks.found }),
      href: keep(`/checks/runs?organisation=${organisation}`),
    },
    {
      label: t('penalties'),
      value: penalties.decided,
      note: penalties.decided === 0 ? undefined : t('finesNote', { y: numberText(penalties.fines) }),
      href: keep(`/cases/enforcement?open=all&organisation=${organisation}`),
    },
  ];
}

function useStandings({ record, organisation }: StripProps): readonly Cell[] {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const days = writeDaySpan(papersBetween(useNow(60_000)).expired);
  const certificates = useOwned('certificates', record.id, 200);
  const expired = useOwned('certificates', record.id, 1, { days })?.total ?? 0;
  const cover = useCover(record);
  const credit = useCredit(organisation);
  const { year } = credit ?? {};
  return [
    {
      label: t('certified'),
      value: certificates?.total,
      note: certificates?.total === 0 ? undefined : expired === 0 ? t('allValid') : t('certifiedNote', { n: expired }),
      href: keep(`/registry/certificates?enterprise=${record.id}`),
    },
    { label: t('insurance'), value: cover.word, note: cover.said, late: cover.late },
    ...(year === undefined
      ? []
      : [
          {
            label: t('creditTaken'),
            value: year.points === 0 ? 0 : `−${numberText(year.points)}`,
            note: year.events === 0 ? undefined : t('creditTimes', { n: year.events }),
            href: '#credit',
          },
        ]),
  ];
}
