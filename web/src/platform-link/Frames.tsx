import type { LinkView } from '@anlan/kernel/platform-link';
import { INTAKE_REFUSALS, type IntakeRefusal } from '@anlan/kernel/telemetry';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Facts, numberText, Scroll, Table } from '../parts/index.ts';
import table from '../parts/Table.module.css';
import { stampText } from '../time/index.ts';
import styles from './Links.module.css';
import { WORDS } from './words.ts';

/** Counts by kind and by reason of refusal, and the last frames as they stood on the line. */
export function Frames({ link }: { readonly link: LinkView }) {
  const t = useWords(WORDS);
  const { standing } = link;
  if (standing === null) return null;
  const titles = [...new Set([...Object.keys(standing.received), ...Object.keys(standing.sent)])];
  const refused = Object.entries(standing.refused);
  return (
    <>
      <Card title={t('counts')} flush>
        <Table heads={[t('message'), t('received'), t('sent')]}>
          {titles.map((title) => (
            <tr key={title}>
              <td>{title}</td>
              <td>{numberText(standing.received[title] ?? 0)}</td>
              <td>{numberText(standing.sent[title] ?? 0)}</td>
            </tr>
          ))}
        </Table>
      </Card>
      <Card title={t('refused')}>
        {refused.length === 0 ? (
          t('noRefused')
        ) : (
          <Facts
            rows={refused.map(([key, count]) => [INTAKE_REFUSALS[key as IntakeRefusal] ?? key, numberText(count)])}
          />
        )}
      </Card>
      <Card title={t('frames')} flush>
        {standing.frames.length === 0 ? (
          <Empty title={t('noFrames')} />
        ) : (
          <Scroll>
            <table className={table.table}>
              <tbody>
                {standing.frames.map((frame, index) => (
                  <tr key={`${frame.at}-${index}`}>
                    <td>{stampText(frame.at)}</td>
                    <td>
                      {t(frame.channel)} · {t(frame.direction)}
                    </td>
                    <td>
                      {frame.title} <small>{frame.type}</small>
                    </td>
                    <td className={styles.hex} title={frame.hex}>
                      {frame.hex}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
      </Card>
    </>
  );
}
