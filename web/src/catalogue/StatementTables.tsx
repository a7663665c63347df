import type { Statement } from '@anlan/kernel/catalogue';
import { EVENTS } from '@anlan/systems/prevention';
import { Link } from 'react-router';
import { caseHref } from '../case/index.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { numberText, Table } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { stampText } from '../time/index.ts';
import { WORDS } from './rule-words.ts';
import styles from './Rules.module.css';

/** Signed and with two places only where there are any: +30, −100.5. */
export function money(value: number): string {
  const sign = value > 0 ? '+' : value < 0 ? '−' : '';
  return `${sign}${numberText(Math.abs(value), Number.isInteger(value) ? 0 : 2)}`;
}

interface SumRow {
  readonly key: string;
  readonly name: string;
  readonly lines: number;
  readonly points: number;
  readonly amount: number;
}

/** Sums by rule or by person with their total. */
export function SumTable({
  head,
  rows,
  total,
}: {
  readonly head: string;
  readonly rows: readonly SumRow[];
  readonly total: Omit<SumRow, 'key' | 'name'>;
}) {
  const t = useWords(WORDS);
  return (
    <Table
      heads={[
        head,
        { label: t('count'), number: true },
        { label: t('points'), number: true },
        { label: t('amount'), number: true },
      ]}
    >
      {[...rows, { key: '', name: t('total'), ...total }].map((row) => (
        <tr key={row.key} style={row.key === '' ? { fontWeight: 700 } : {}}>
          <td title={row.name}>{row.name}</td>
          <td className={table.number}>{numberText(row.lines)}</td>
          <td className={table.number}>{money(row.points)}</td>
          <td className={`${table.number} ${row.amount < 0 ? styles.minus : ''}`}>{money(row.amount)}</td>
        </tr>
      ))}
    </Table>
  );
}

/** Every line with its case. */
export function LinesTable({
  statement,
  className = '',
}: {
  readonly statement: Statement;
  readonly className?: string | undefined;
}) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const event = (key: string) => {
    const found = EVENTS.find((one) => one.value === key);
    return found === undefined ? key : label(found);
  };
  return (
    <table className={className} data-testid="reward-lines">
      <thead>
        <tr>
          {[t('at'), t('rewards'), t('event'), t('danger'), t('person'), t('points'), t('amount')].map((head) => (
            <th key={head}>{head}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {statement.lines.map((line, index) => (
          <tr key={index}>
            <td>{stampText(line.at).slice(5)}</td>
            <td title={line.ruleTitle}>
              {line.ruleCode} {line.ruleTitle}
            </td>
            <td>{event(line.event)}</td>
            <td title={line.caseTitle}>
              <Link to={keep(caseHref(line.caseId))}>{line.caseNumber}</Link> {line.caseTitle}
            </td>
            <td>{line.person}</td>
            <td>{money(line.points)}</td>
            <td className={line.amount < 0 ? styles.minus : ''}>{money(line.amount)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
