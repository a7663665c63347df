import { allowedFrequency, type Risk } from '@anlan/kernel/workbench';
import { useWords } from '../language/index.tsx';
import { Plot, type Axis } from './plot.tsx';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';

const exponent = (value: number): string => {
  const superscript = String(Math.round(Math.log10(value)))
    .replace('-', '⁻')
    .replaceAll(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? '');
  return `10${superscript}`;
};

const X: Axis = { min: 1, max: 1000, log: true, ticks: [1, 10, 100, 1000], text: String };
const Y: Axis = {
  min: 1e-9,
  max: 1e-2,
  log: true,
  ticks: [1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2],
  text: exponent,
};
const ENDS = [1, 1000] as const;
const UPPER = ENDS.map((n) => [n, allowedFrequency('GB 36894 upper', n)] as const);
const LOWER = ENDS.map((n) => [n, allowedFrequency('GB 36894 lower', n)] as const);

/** F–N curve against the lines of GB 36894-2018, the region between them shaded. */
export function FnChart({ risk }: { readonly risk: Risk }) {
  const t = useWords(WORDS);
  const steps = risk.fn.points.flatMap(({ deaths, frequency }, i) => [
    [risk.fn.points[i - 1]?.deaths ?? 1, frequency] as const,
    [deaths, frequency] as const,
  ]);
  return (
    <Plot x={X} y={Y} label={t('society')}>
      {(frame) => (
        <>
          <path d={`${frame.path([...UPPER, ...LOWER.toReversed()])}Z`} className={styles.alarpArea} />
          <path d={frame.path(UPPER)} className={styles.upperLine} />
          <path d={frame.path(LOWER)} className={styles.lowerLine} />
          {steps.length === 0 ? null : <path d={frame.path(steps)} className={styles.curve} />}
          <text x={frame.x(30)} y={frame.y(4e-3)} textAnchor="middle">
            {t('intolerable')}
          </text>
          <text x={frame.x(12)} y={frame.y(1.1e-5)} textAnchor="middle">
            {t('alarp')}
          </text>
          <text x={frame.x(4)} y={frame.y(1.2e-8)} textAnchor="middle">
            {t('acceptable')}
          </text>
          <text x={frame.right - 4} y={frame.bottom - 6} textAnchor="end">
            {t('deathsAxis')}
          </text>
        </>
      )}
    </Plot>
  );
}
