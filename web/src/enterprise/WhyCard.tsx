import type { AlarmView } from '@anlan/kernel/alarm';
import { LEVELS, type Level } from '@anlan/kernel/entity';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { RegistryRecord } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, levelWord, numberText, RiskMark } from '../parts/index.ts';
import { entityByPlural, isLevel, useHistory } from '../registry/index.tsx';
import { useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { levelSince, worstCounted, worstOf } from './past.ts';
import { usePrevention } from './queries.ts';
import { useOwned } from './owned.ts';
import { useCover, useTally } from './standing.ts';
import styles from './WhyCard.module.css';
import { WORDS } from './words.ts';

interface Line {
  readonly key: string;
  readonly label: string;
  readonly fact: string;
  readonly href?: string | undefined;
  readonly level?: Level | null;
  /** Something to put right, though it has no level. */
  readonly late?: boolean;
}

/** Grades of GB 18218 in the four official colours, worst first. */
const GRADES = ['one', 'two', 'three', 'four'] as const;

/**
 * Why the enterprise has its colour: who set it and when, and the facts of today beside it. The colour is a registered
 * value and no formula is shown for it; each fact carries the level it has by its own rule.
 */
export function WhyCard({
  record,
  alarms,
}: {
  readonly record: RegistryRecord;
  readonly alarms: readonly AlarmView[] | undefined;
}) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const history = useHistory('enterprises', record.id).data ?? [];
  const lines = useLines(record, alarms);
  const level = isLevel(record['riskLevel']) ? record['riskLevel'] : null;
  const set = levelSince(history, 'riskLevel');
  const source = entityByPlural('enterprises')?.fields['riskLevel']?.source ?? '';
  const said = level === null ? t('noColour') : t('whyColour', { colour: t(`colour_${level}`) });
  return (
    <Card title={said} note={source} flush>
      <ol className={styles.scale} aria-label={t('scale')}>
        {LEVELS.map((one) => (
          <li key={one} data-level={one} data-on={one === level} aria-current={one === level ? 'true' : undefined}>
            <i aria-hidden />
            <span>
              <RiskMark level={one} size={10} />
              {levelWord(one, 'risk', language)}
            </span>
          </li>
        ))}
      </ol>
      <dl className={styles.facts} data-testid="why">
        {lines.map((line) => (
          <Row key={line.key} line={line} />
        ))}
      </dl>
      <p className={styles.foot}>
        {set === undefined
          ? t('registeredColour')
          : t('colourSince', { by: set.by ?? t('platform'), at: stampText(set.at).slice(0, 10) })}
      </p>
    </Card>
  );
}

function Row({ line }: { readonly line: Line }) {
  const { language } = useLanguage();
  const text: ReactNode = line.href === undefined ? line.fact : <Link to={line.href}>{line.fact}</Link>;
  return (
    <div>
      <dt>{line.label}</dt>
      <dd data-late={line.late === true || undefined} title={line.fact}>
        {text}
      </dd>
      <dd>
        {line.level == null ? null : (
          <RiskMark level={line.level} size={12} label={levelWord(line.level, 'risk', language)} />
        )}
      </dd>
    </div>
  );
}

function useLines(record: RegistryRecord, told: readonly AlarmView[] | undefined): readonly Line[] {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const keep = useKeepScope();
  const known = usePrevention(record.id);
  const owned = useOwned('hazard-sources', record.id);
  const sources = owned?.rows ?? [];
  const cover = useCover(record);
  const tally = useTally(record, told);
  const grades = sources.map((row) => GRADES.indexOf(String(row['registeredGrade']) as (typeof GRADES)[number]));
  const worstGrade = LEVELS[Math.min(...grades.filter((at) => at >= 0))] ?? null;
  const spread = (counts: Readonly<Record<string, number>>) =>
    LEVELS.filter((level) => (counts[level] ?? 0) > 0)
      .map((level) => `${levelWord(level, 'risk', language)} ${counts[level]}`)
      .join(' · ');
  const lines: Line[] = [
    {
      key: 'sources',
      label: t('sources'),
      fact: owned === undefined ? '…' : sources.length === 0 ? t('noSources') : t('sourcesFact', { n: sources.length }),
      href: sources.length === 0 ? undefined : keep(`/registry/hazard-sources?enterprise=${record.id}`),
      level: worstGrade,
    },
    {
      key: 'alarms',
      label: t('alarms'),
      fact: told === undefined ? '…' : tally.said,
      href: tally.href,
      level: worstOf(tally.levels),
    },
  ];
  if (known !== undefined) {
    const { riskPoints, dangers, penalties } = known;
    const risks = spread(riskPoints);
    lines.splice(1, 0, {
      key: 'risks',
      label: t('riskPoints'),
      fact: risks === '' ? t('noRisks') : risks,
      href: keep(`/control/${record.id}`),
      level: worstCounted(riskPoints),
    });
    lines.splice(2, 0, {
      key: 'dangers',
      label: t('openDangers'),
      fact: t('dangersFact', { n: dangers.open, l: dangers.overdue }),
      href: keep(`/cases/hidden-danger?organisation=${record.organisationId ?? record.id}`),
      level: worstCounted(dangers.levels),
      late: dangers.overdue > 0,
    });
    lines.push({
      key: 'penalties',
      label: t('penalties'),
      fact:
        penalties.decided === 0
          ? t('noPenalties')
          : t('penaltiesFact', { n: penalties.decided, y: numberText(penalties.fines) }),
      href: keep(`/cases/enforcement?open=all&organisation=${record.organisationId ?? record.id}`),
    });
  }
  lines.push({ key: 'insurance', label: t('insurance'), fact: cover.said, late: cover.late });
  return lines;
}
