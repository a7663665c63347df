import { Link } from 'react-router';
import { useWords } from '../language/index.tsx';
import { Card, numberText, Table } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { shareText } from './Figures.tsx';
import styles from './SelfCheckPage.module.css';
import { WORDS } from './words.ts';

interface SharesProps {
  readonly title: string;
  readonly head: string;
  readonly rows: readonly {
    readonly key: string;
    readonly name: string;
    readonly scope: string | null;
    readonly should: number;
    readonly reported: number;
  }[];
}

/** Who reported of who should, lowest share first. */
export function Shares({ title, head, rows }: SharesProps) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const share = (row: SharesProps['rows'][number]) => (row.should === 0 ? 1 : row.reported / row.should);
  return (
    <Card title={title} flush>
      <Table
        heads={[head, { label: t('should'), number: true }, { label: t('reported'), number: true }, t('share')]}
        className={styles.scroll}
      >
        {rows
          .toSorted((a, b) => share(a) - share(b))
          .map((row) => (
            <tr key={row.key}>
              <td title={row.name}>
                {row.scope === null ? (
                  row.name
                ) : (
                  <Link to={keep(`/prevention/self-checks?scope=${row.scope}`)}>{row.name}</Link>
                )}
              </td>
              <td className={table.number}>{numberText(row.should)}</td>
              <td className={table.number}>{numberText(row.reported)}</td>
              <td>
                <span className={styles.share}>
                  <i aria-hidden>
                    <i style={{ width: `${share(row) * 100}%` }} />
                  </i>
                  {shareText(row.reported, row.should) ?? t('notApplicable')}
                </span>
              </td>
            </tr>
          ))}
      </Table>
    </Card>
  );
}
