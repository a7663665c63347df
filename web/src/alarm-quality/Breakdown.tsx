import type { QualityPart, QualityReport } from '@anlan/kernel/alarm-quality';
import { Segmented } from 'antd';
import { BellOff } from 'lucide-react';
import { useState } from 'react';
import { useWords } from '../language/index.tsx';
import { Card, Empty, numberText, Table } from '../parts/index.ts';
import table from '../parts/Table.module.css';
import styles from './AlarmQuality.module.css';
import { percent } from './text.ts';
import { WORDS } from './words.ts';

const BY = ['enterprises', 'counties', 'rules'] as const;
const SHOWN = 100;
/** Columns: what is said, and from when on it is more than a desk should have. */
const COLUMNS: readonly {
  readonly key: 'count' | 'perDay' | 'peakTen' | 'floods' | 'floodShare' | 'chattering' | 'fleeting' | 'stale';
  readonly text: (part: QualityPart) => string;
  readonly over: (part: QualityPart) => boolean;
}[] = [
  { key: 'count', text: ({ count }) => numberText(count), over: () => false },
  { key: 'perDay', text: ({ perDay }) => numberText(perDay, 1), over: ({ perDay }) => perDay !== null && perDay > 150 },
  { key: 'peakTen', text: ({ peakTen }) => numberText(peakTen), over: ({ peakTen }) => peakTen > 10 },
  { key: 'floods', text: ({ floods }) => numberText(floods), over: ({ floods }) => floods > 0 },
  { key: 'floodShare', text: ({ floodShare }) => percent(floodShare), over: ({ floodShare }) => floodShare > 0.01 },
  { key: 'chattering', text: ({ chattering }) => numberText(chattering), over: ({ chattering }) => chattering > 0 },
  { key: 'fleeting', text: ({ fleeting }) => numberText(fleeting), over: ({ fleeting }) => fleeting > 0 },
  { key: 'stale', text: ({ stale }) => numberText(stale), over: ({ stale }) => stale >= 5 },
];

/** How many of what is judged is met; nothing is judged that was observed too shortly. */
export function Verdict({ part: { met, judged } }: { readonly part: QualityPart }) {
  const t = useWords(WORDS);
  return <>{judged === 0 ? t('tooShort') : `${met} / ${judged}`}</>;
}

interface BreakdownProps {
  readonly report: QualityReport;
  readonly choose: (organisation: string) => void;
}

/** Enterprises, counties and rules beside each other; an enterprise opens as a desk of its own. */
export function Breakdown({ report, choose }: BreakdownProps) {
  const t = useWords(WORDS);
  const [by, setBy] = useState<(typeof BY)[number]>('enterprises');
  const rows = report[by].slice(0, SHOWN);
  const tabs = BY.map((value) => ({ value, label: `${t(value)} ${report[value].length}` }));
  return (
    <Card
      title={t('breakdown')}
      extra={<Segmented size="small" value={by} options={tabs} onChange={(value) => setBy(value)} />}
      flush
    >
      {rows.length === 0 ? (
        <Empty icon={<BellOff size={20} strokeWidth={1.6} />} title={t('noAlarms')} />
      ) : (
        <Table
          heads={[
            t('name'),
            ...COLUMNS.map(({ key }) => ({ label: t(key), number: true })),
            { label: t('met'), number: true },
          ]}
          className={styles.list}
          testid="quality-parts"
        >
          {rows.map((part) => (
            <tr key={part.key}>
              <td title={part.name}>
                {by === 'enterprises' ? (
                  <button type="button" className={styles.door} onClick={() => choose(part.key)}>
                    {part.name}
                  </button>
                ) : (
                  part.name
                )}
              </td>
              {COLUMNS.map(({ key, text, over }) => (
                <td key={key} className={`${table.number} ${over(part) ? styles.over : ''}`}>
                  {text(part)}
                </td>
              ))}
              <td className={table.number}>
                <Verdict part={part} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  );
}
