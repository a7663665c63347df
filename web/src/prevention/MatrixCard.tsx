import { LEVELS, type Level } from '@anlan/kernel/entity';
import type { DangerBoard } from '@anlan/systems/prevention';
import { Link, useSearchParams } from 'react-router';
import { kindByKey } from '../case/index.tsx';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { Card, levelWord, numberText, RiskMark, Scroll } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { Ages } from './Ages.tsx';
import styles from './MatrixCard.module.css';
import { WORDS } from './words.ts';

/** Step 0…6 of the quiet shade: by the share of the largest count. */
export function shadeOf(count: number, most: number): number {
  if (count === 0 || most === 0) return 0;
  return Math.min(6, Math.max(1, Math.ceil(Math.sqrt(count / most) * 6)));
}

/** Open dangers by official colour and class of object; every cell opens its list. */
export function MatrixCard({ board }: { readonly board: DangerBoard }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  const keep = useKeepScope();
  const [params] = useSearchParams();
  const field = kindByKey('hidden-danger')?.fields['class'];
  const declared = field?.kind === 'choice' ? field.options : [];
  const unsorted = board.matrix.some((cell) => cell.class === null);
  const ungraded = board.matrix.some((cell) => cell.level === null);
  const classes = declared.map((one) => ({ key: one.value as string | null, name: label(one) }));
  if (unsorted) classes.push({ key: null, name: t('noClass') });
  const levels: readonly (Level | null)[] = ungraded ? [...LEVELS, null] : LEVELS;
  const count = (level: string | null, one?: string | null) =>
    board.matrix
      .filter((cell) => cell.level === level && (one === undefined || cell.class === one))
      .reduce((sum, cell) => sum + cell.count, 0);
  const most = Math.max(0, ...board.matrix.filter((cell) => cell.class !== null).map((cell) => cell.count));
  const name = (level: Level | null) => (level === null ? t('noLevel') : levelWord(level, 'risk', language));
  const sector = params.get('sector');
  const href = (level: Level | null, one?: string | null) => {
    const wish = new URLSearchParams({ level: level ?? 'none' });
    if (one !== undefined) wish.set('class', one ?? 'none');
    if (sector !== null) wish.set('sector', sector);
    return keep(`/cases/hidden-danger?${wish.toString()}`);
  };
  return (
    <Card title={t('matrix')} note={t('matrixNote', { n: numberText(board.figures.open) })} className={styles.card}>
      <Scroll className={styles.scroll}>
        <table className={styles.matrix}>
          <thead>
            <tr>
              <th scope="col">
                <span className="visually-hidden">{t('matrix')}</span>
              </th>
              {classes.map((one) => (
                <th key={one.key ?? ''} scope="col">
                  {one.name}
                </th>
              ))}
              <th scope="col">{t('total')}</th>
            </tr>
          </thead>
          <tbody>
            {levels.map((level) => (
              <tr key={level ?? ''}>
                <th scope="row">
                  {level === null ? <i aria-hidden /> : <RiskMark level={level} size={12} />}
                  {name(level)}
                </th>
                {classes.map((one) => {
                  const n = count(level, one.key);
                  const spoken = t('cellOf', { level: name(level), class: one.name, n });
                  return (
                    <td key={one.key ?? ''}>
                      {n === 0 ? (
                        <span className={styles.nil}>
                          ·<span className="visually-hidden">{spoken}</span>
                        </span>
                      ) : (
                        <Link
                          to={href(level, one.key)}
                          className={styles.cell}
                          data-shade={one.key === null ? 1 : shadeOf(n, most)}
                          aria-label={spoken}
                        >
                          {numberText(n)}
                        </Link>
                      )}
                    </td>
                  );
                })}
                <td className={styles.total}>
                  <Link to={href(level)}>{numberText(count(level))}</Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className={styles.hint}>{t('matrixHint')}</p>
      <Ages board={board} />
    </Card>
  );
}
