import { shownValue, type AlarmView } from '@anlan/kernel/alarm';
import { Button } from 'antd';
import { Bell, CircleCheck, ClipboardCheck, Gavel, Pencil, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import type { RegistryRecord } from '../api/index.ts';
import { caseHref, kindByKey } from '../case/index.tsx';
import { ALARM_WORDS, figure } from '../desk/alarm/index.ts';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { useUnit } from '../language/units.ts';
import { Card, Empty, levelWord, RiskMark, Timeline } from '../parts/index.ts';
import type { TimelineEntry } from '../parts/Timeline.tsx';
import { useHistory } from '../registry/index.tsx';
import { useSpoken } from '../rules/index.ts';
import { useKeepScope } from '../shell/index.ts';
import styles from './EnterprisePage.module.css';
import { type CaseMoment, momentsOf } from './past.ts';
import { useCasesOf } from './queries.ts';
import { WORDS } from './words.ts';

const KINDS = ['alarm', 'case', 'change'] as const;
type Kind = (typeof KINDS)[number];
type Entry = TimelineEntry & { readonly kind: Kind };

const FIRST = 16;
const ICONS = { 'hidden-danger': TriangleAlert, enforcement: Gavel } as const;

/** Everything that happened to an enterprise in one line of time, newest first, all of it or one kind. */
export function Past({ record, alarms }: { readonly record: RegistryRecord; readonly alarms: readonly AlarmView[] }) {
  const t = useWords(WORDS);
  const [only, setOnly] = useState<Kind | null>(null);
  const [shown, setShown] = useState(FIRST);
  const all = useEntries(record, alarms);
  const entries = only === null ? all : all.filter(({ kind }) => kind === only);
  const choose = (kind: Kind | null) => (setOnly(kind), setShown(FIRST));
  return (
    <Card
      title={t('timeline')}
      extra={
        <span className={styles.chips} role="group" aria-label={t('timeline')} data-noprint>
          {[null, ...KINDS].map((kind) => (
            <button key={kind ?? ''} type="button" aria-pressed={kind === only} onClick={() => choose(kind)}>
              {t(kind === null ? 'everything' : `of_${kind}`)}
            </button>
          ))}
        </span>
      }
    >
      {entries.length === 0 ? <Empty title={t('noTimeline')} /> : <Timeline entries={entries.slice(0, shown)} />}
      {entries.length > shown ? (
        <Button type="link" size="small" data-noprint onClick={() => setShown(shown + FIRST)}>
          {t('earlier', { n: entries.length - shown })}
        </Button>
      ) : null}
    </Card>
  );
}

function useEntries(record: RegistryRecord, alarms: readonly AlarmView[]): readonly Entry[] {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const keep = useKeepScope();
  const say = useSpoken();
  const unit = useUnit();
  const alarmWord = useWords(ALARM_WORDS);
  const history = useHistory('enterprises', record.id).data ?? [];
  const cases = useCasesOf(record.organisationId ?? record.id, false)?.rows ?? [];
  const ofCase = useCaseEntry();
  const ofAlarms = alarms.map((alarm): Entry => {
    const { subjectName, label } = say(alarm);
    return {
      key: alarm.id,
      kind: 'alarm',
      at: alarm.raisedAt,
      by: `${levelWord(alarm.level, 'alarm', language)} · ${alarmWord(alarm.response)}`,
      icon: alarm.response === 'closed' ? <Bell size={11} /> : <RiskMark level={alarm.level} size={9} />,
      text: (
        <Link to={keep(`/desk?alarm=${alarm.id}`)}>
          {alarm.value === null
            ? t('silentText', { what: subjectName, label })
            : t('alarmText', {
                what: subjectName,
                value: figure(shownValue(alarm), alarm.limit),
                unit: unit(alarm.unit, shownValue(alarm)),
                label,
              })}
        </Link>
      ),
    };
  });
  const ofHistory = history.map((entry): Entry => ({
    key: `v${entry.version}`,
    kind: 'change',
    at: typeof entry.at === 'number' ? entry.at : Date.parse(entry.at),
    by: entry.by ?? t('platform'),
    icon: <Pencil size={11} />,
    text:
      entry.version === 1 || entry.changes.length === 0
        ? t('registered')
        : t('change', { what: entry.changes.map((change) => change.label).join(language === 'zh' ? '、' : ', ') }),
  }));
  return [...ofAlarms, ...cases.flatMap(momentsOf).map(ofCase), ...ofHistory].toSorted((a, b) => b.at - a.at);
}

function useCaseEntry(): (moment: CaseMoment) => Entry {
  const label = useLabel();
  const keep = useKeepScope();
  return ({ key, at, case: view, ended }) => {
    const kind = kindByKey(view.kind);
    const declared = ended ? kind?.states[view.state] : kind?.opening;
    const Icon = ended ? CircleCheck : (ICONS[view.kind as keyof typeof ICONS] ?? ClipboardCheck);
    return {
      key,
      kind: 'case',
      at,
      by: [kind === undefined ? view.kind : label(kind), declared === undefined ? '' : label(declared)]
        .filter(Boolean)
        .join(' · '),
      icon: <Icon size={11} />,
      text: <Link to={keep(caseHref(view.id))}>{view.title === '' ? view.number : view.title}</Link>,
    };
  };
}
