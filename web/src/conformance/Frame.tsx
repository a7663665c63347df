import { useWords } from '../language/index.tsx';
import { Card, StatusWord, Table } from '../parts/index.ts';
import styles from './Conformance.module.css';
import type { Explained, Verdict } from './shapes.ts';
import { WORDS } from './words.ts';

const STATES = { kept: ['done', 'kept'], broken: ['late', 'broken'], note: ['wait', 'note_'] } as const;

/** What a rule says, as a word. */
export function VerdictWord({ state }: { readonly state: Verdict['state'] }) {
  const t = useWords(WORDS);
  const [work, word] = STATES[state];
  return <StatusWord state={work}>{t(word)}</StatusWord>;
}

/** A frame with its fields and the rules it keeps or breaks. */
export function FrameCard({ frame }: { readonly frame: Explained }) {
  const t = useWords(WORDS);
  const verdicts = [...frame.verdicts].sort((a, b) => rank(a) - rank(b));
  return (
    <Card
      title={frame.title}
      extra={
        <StatusWord state={frame.accepted ? 'done' : 'late'}>
          {t(frame.accepted ? 'accepted' : 'notAccepted')}
        </StatusWord>
      }
      flush
    >
      <div className={styles.frame} data-testid="explained-frame">
        {frame.fields.length === 0 ? null : <Fields frame={frame} />}
        <Table heads={[t('rule'), t('result'), t('clause')]}>
          {verdicts.map((verdict) => (
            <tr key={`${verdict.rule} ${verdict.detail}`} data-state={verdict.state}>
              <td title={verdict.detail}>
                {verdict.rule}
                {verdict.detail === '' ? null : <small className={styles.detail}>{verdict.detail}</small>}
              </td>
              <td>
                <VerdictWord state={verdict.state} />
              </td>
              <td className={styles.clause}>{verdict.clause}</td>
            </tr>
          ))}
        </Table>
      </div>
    </Card>
  );
}

const rank = ({ state }: Verdict): number => ['broken', 'note', 'kept'].indexOf(state);

function Fields({ frame }: { readonly frame: Explained }) {
  const t = useWords(WORDS);
  const bytes = frame.fields.some(({ hex }) => hex !== '');
  return (
    <Table heads={[t('field'), t('value'), t('meaning'), ...(bytes ? [t('bytes')] : []), t('clause')]}>
      {frame.fields.map((field, index) => (
        <tr key={index}>
          <td style={{ paddingLeft: 16 + field.depth * 16 }} title={field.name}>
            {field.label === '' ? field.name : field.label}
            {field.label === '' ? null : <small className={styles.code}>{field.name}</small>}
          </td>
          <td title={field.value}>{field.value}</td>
          <td title={field.meaning}>{field.meaning}</td>
          {bytes ? (
            <td className={styles.hex} title={field.hex}>
              {field.hex}
            </td>
          ) : null}
          <td className={styles.clause}>{field.clause}</td>
        </tr>
      ))}
    </Table>
  );
}
