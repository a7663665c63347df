import type { WarningDetail } from '@anlan/kernel/warning';
import { Button, Input, Popover } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useSession } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, RefusalNote, StatusWord, Table, whileSlow } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { useBoatAnswer } from './queries.ts';
import styles from './Warning.module.css';
import { WORDS } from './words.ts';

type Boat = WarningDetail['boats'][number];

/** Ships in the area: what the air carries to each, and which have not answered yet. */
export function Boats({ id, boats }: { readonly id: string; readonly boats: readonly Boat[] }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { verbs } = useSession();
  if (boats.length === 0) return null;
  const answered = boats.filter(({ state }) => state !== 'given').length;
  return (
    <Card title={t('boats')} note={`${t('boatsNote')} · ${t('answeredOf', { answered, told: boats.length })}`} flush>
      <Table heads={[t('state'), t('boat'), t('owner'), '']} testid="boats">
        {boats.map((boat) => (
          <tr key={boat.order}>
            <td>
              <StatusWord state={boat.state === 'given' ? 'wait' : 'done'}>
                {boat.state === 'given'
                  ? t('unanswered')
                  : t('answeredAt', { at: stampText(boat.changedAt).slice(5, 16) })}
              </StatusWord>
            </td>
            <td title={[boat.mmsi, ...boat.telegrams].join('\n')}>
              <Link to={keep(`/vessels/${boat.vessel}`)}>{boat.name}</Link>
            </td>
            <td title={boat.answer ?? undefined}>{boat.answer ?? boat.owner ?? '—'}</td>
            <td>
              {boat.state === 'given' && verbs.includes('device.command') ? <Answer id={id} boat={boat} /> : null}
            </td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}

function Answer({ id, boat }: { readonly id: string; readonly boat: Boat }) {
  const t = useWords(WORDS);
  const answer = useBoatAnswer(id);
  const [open, setOpen] = useState(false);
  const [words, setWords] = useState('');
  const form = (
    <div className={styles.answer}>
      <Input.TextArea
        rows={2}
        maxLength={300}
        aria-label={t('answer')}
        placeholder={t('answerHint')}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <Button
        type="primary"
        loading={whileSlow(answer.isPending)}
        onClick={() => answer.mutate({ order: boat.order, answer: words.trim() }, { onSuccess: () => setOpen(false) })}
      >
        {t('answered')}
      </Button>
      {answer.isError ? <RefusalNote error={answer.error} /> : null}
    </div>
  );
  return (
    <Popover trigger="click" open={open} onOpenChange={setOpen} content={form} placement="left">
      <Button size="small">{t('answered')}</Button>
    </Popover>
  );
}
