import { LEVEL_LABELS, type Level } from '@anlan/kernel/entity';
import { useLanguage } from '../language/index.tsx';
import styles from './Mark.module.css';

const SHAPES = {
  red: <rect x="1" y="1" width="10" height="10" rx="1" fill="currentColor" />,
  orange: <path d="M6 .6L11.800 11.200H.2z" fill="currentColor" />,
  yellow: <path d="M6 .2L11.800 6 6 11.800.2 6z" fill="currentColor" stroke="var(--yellow-edge)" strokeWidth=".9" />,
  blue: <circle cx="6" cy="6" r="5.300" fill="currentColor" />,
};

const ENGLISH: Record<Level, string> = { red: 'major', orange: 'considerable', yellow: 'moderate', blue: 'low' };

/** The word of a level: its risk grade or its alarm colour. */
export function levelWord(level: Level, kind: 'risk' | 'alarm', language: 'zh' | 'en' = 'zh'): string {
  if (language === 'en') return kind === 'risk' ? ENGLISH[level] : `${LEVEL_LABELS[level].en} alarm`;
  return LEVEL_LABELS[level][kind];
}

/** ■ ▲ ◆ ●: the shape of an official level. `label` is read aloud; leave it out only where the word stands beside it. */
export function RiskMark({
  level,
  size = 11,
  label,
}: {
  readonly level: Level;
  readonly size?: number;
  readonly label?: string;
}) {
  const spoken =
    label === undefined ? ({ 'aria-hidden': true } as const) : ({ role: 'img', 'aria-label': label } as const);
  return (
    <svg className={`${styles.mark} ${styles[level]}`} viewBox="0 0 12 12" width={size} height={size} {...spoken}>
      {SHAPES[level]}
    </svg>
  );
}

/** Mark and word of a level in its soft fill: 重大 for a risk, 红色报警 for an alarm. */
export function RiskTag({ level, kind = 'risk' }: { readonly level: Level; readonly kind?: 'risk' | 'alarm' }) {
  const { language } = useLanguage();
  return (
    <span className={`${styles.tag} ${styles[`${level}Tag`]}`}>
      <RiskMark level={level} size={9} />
      {levelWord(level, kind, language)}
    </span>
  );
}
