import type { RiskAssessment } from '@anlan/systems/prevention';
import { LEVELS, type Level } from '@anlan/kernel/entity';
import { isRefusal } from '@anlan/kernel/refusal';
import { Button, Input, Select } from 'antd';
import { Trash2 } from 'lucide-react';
import { useLanguage } from '../language/index.tsx';
import { levelWord, numberText, RiskMark, RiskTag, Scroll } from '../parts/index.ts';
import { deviations, HAZOP_PARAMETERS, LEC_SCALES, METHODS, scoreRow } from './methods.ts';
import { styles, useT } from './parts.tsx';
import { type Draft } from './draft.ts';

interface RowsProps {
  readonly one: RiskAssessment;
  readonly rows: readonly Draft[];
  readonly change: ((rows: readonly Draft[]) => void) | undefined;
}

export function Rows({ one, rows, change }: RowsProps) {
  const t = useT();
  const { language } = useLanguage();
  const method = METHODS[one.method];
  const hazop = one.method === 'HAZOP';
  const heads = [
    language === 'zh' ? method.row : method.rowEn,
    ...(hazop ? [t('parameter'), t('guideWord')] : []),
    t('hazard'),
    t('consequence'),
    t('existing'),
    t('scale'),
    t('working'),
    t('level'),
    t('reason'),
    t('suggestion'),
    '',
  ];
  const put = (key: number, part: Partial<Draft>) =>
    change?.(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  return (
    <Scroll className={styles.scroll}>
      <table className={styles.rows}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row
              key={row.key}
              one={one}
              row={row}
              hazop={hazop}
              put={change === undefined ? undefined : (part) => put(row.key, part)}
              drop={change === undefined ? undefined : () => change(rows.filter(({ key }) => key !== row.key))}
            />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

interface RowProps {
  readonly one: RiskAssessment;
  readonly row: Draft;
  readonly hazop: boolean;
  readonly put: ((part: Partial<Draft>) => void) | undefined;
  readonly drop: (() => void) | undefined;
}

function Row({ one, row, hazop, put, drop }: RowProps) {
  const t = useT();
  const { language } = useLanguage();
  const scored = scoreRow(row, 'lower');
  const said = isRefusal(scored) ? undefined : scored;
  const text = (key: 'step' | 'hazard' | 'consequence' | 'existing' | 'suggestion' | 'reason', label: string) =>
    put === undefined ? (
      (row[key] ?? '—')
    ) : (
      <Input.TextArea
        maxLength={500}
        autoSize
        aria-label={label}
        value={row[key] ?? ''}
        onChange={(event) =>
          put({
            [key]:
              key === 'step' || key === 'hazard'
                ? event.target.value
                : event.target.value === ''
                  ? null
                  : event.target.value,
          })
        }
      />
    );
  return (
    <tr>
      <td className={styles.wide}>{text('step', t('step'))}</td>
      {hazop ? (
        <>
          <td>
            {put === undefined ? (
              row.parameter
            ) : (
              <Select
                style={{ width: 96 }}
                aria-label={t('parameter')}
                value={row.parameter}
                onChange={(parameter) => put({ parameter, guideWord: null })}
                options={HAZOP_PARAMETERS.map((value) => ({ value }))}
              />
            )}
          </td>
          <td>
            {put === undefined ? (
              row.guideWord
            ) : (
              <Select
                style={{ width: 96 }}
                aria-label={t('guideWord')}
                value={row.guideWord}
                onChange={(guideWord) => put({ guideWord })}
                options={deviations(row.parameter ?? '').map(({ guideWord }) => ({ value: guideWord }))}
              />
            )}
          </td>
        </>
      ) : null}
      <td className={styles.wide}>{text('hazard', t('hazard'))}</td>
      <td className={styles.wide}>{text('consequence', t('consequence'))}</td>
      <td className={styles.wide}>{text('existing', t('existing'))}</td>
      <td>
        <Values one={one} row={row} put={put} />
      </td>
      <td>
        {said === undefined ? (
          '—'
        ) : (
          <>
            <b>{numberText(said.score, 1)}</b>{' '}
            <RiskMark level={said.level} label={levelWord(said.level, 'risk', language)} />
            <small className={styles.formula}>
              {said.working.steps[0]?.clause} · {said.working.steps[0]?.formula}
            </small>
          </>
        )}
      </td>
      <td>
        {put === undefined ? (
          <RiskTag level={row.level ?? said?.level ?? 'blue'} />
        ) : (
          <Select
            style={{ width: 96 }}
            aria-label={t('level')}
            value={row.level ?? said?.level ?? 'blue'}
            onChange={(level: Level) => put({ level: level === said?.level ? null : level })}
            options={LEVELS.map((value) => ({ value, label: levelWord(value, 'risk', language) }))}
          />
        )}
      </td>
      <td className={row.level === null ? '' : (styles.wide ?? '')}>
        {row.level === null ? '—' : text('reason', t('reason'))}
      </td>
      <td className={styles.wide}>{text('suggestion', t('suggestion'))}</td>
      <td>
        {drop === undefined ? null : (
          <Button type="text" aria-label={t('remove')} icon={<Trash2 size={15} aria-hidden />} onClick={drop} />
        )}
      </td>
    </tr>
  );
}

const MATRIX = [1, 2, 3, 4, 5].map((value) => ({ value, label: String(value) }));

/** L, E and C of the scales with their meaning, or L and S of the matrix. */
function Values({
  one,
  row,
  put,
}: {
  readonly one: RiskAssessment;
  readonly row: Draft;
  readonly put: ((part: Partial<Draft>) => void) | undefined;
}) {
  const scales: readonly ('LEC' | 'LS')[] = METHODS[one.method].scales;
  if (put === undefined) return <>{row.scale === 'LEC' ? `L${row.l} E${row.e} C${row.c}` : `L${row.l} S${row.s}`}</>;
  const pick = (key: 'l' | 'e' | 'c' | 's', options: readonly { value: number; label: string }[]) => (
    <Select
      key={key}
      style={{ width: 66 }}
      popupMatchSelectWidth={220}
      aria-label={key.toUpperCase()}
      value={row[key] ?? 1}
      onChange={(value) => put({ [key]: value })}
      options={[...options]}
    />
  );
  const scale = (key: 'L' | 'E' | 'C') =>
    LEC_SCALES[key].map(([value, label]) => ({ value, label: `${value} ${label}` }));
  return (
    <span className={styles.scores}>
      {scales.length < 2 ? null : (
        <Select
          style={{ width: 74 }}
          aria-label="LEC / LS"
          value={row.scale}
          onChange={(next: 'LEC' | 'LS') => put({ scale: next, l: 1 })}
          options={scales.map((value) => ({ value }))}
        />
      )}
      {row.scale === 'LEC'
        ? [pick('l', scale('L')), pick('e', scale('E')), pick('c', scale('C'))]
        : [pick('l', MATRIX), pick('s', MATRIX)]}
    </span>
  );
}
