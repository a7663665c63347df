import type { FloodDetail, QualityReport } from '@anlan/kernel/alarm-quality';
import { Drawer } from 'antd';
import { Waves } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, RiskMark, Table } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { spanText, stampText, timeText } from '../time/index.ts';
import styles from './AlarmQuality.module.css';
import { useFlood, type Asked } from './queries.ts';
import { WORDS } from './words.ts';
import { useSpoken } from '../rules/index.ts';

type Flood = QualityReport['floods'][number];

/** Floods of the enterprises' desks; each opens with its alarms under their likely first causes. */
export function Floods({ report, asked }: { readonly report: QualityReport; readonly asked: Asked }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const [open, setOpen] = useState<Flood | null>(null);
  return (
    <Card title={t('floodsTitle')} note={t('floodsNote')} flush>
      {report.floods.length === 0 ? (
        <Empty icon={<Waves size={20} strokeWidth={1.6} />} title={t('noFloods')} />
      ) : (
        <Table
          heads={[
            t('name'),
            t('begin'),
            t('length'),
            { label: t('count'), number: true },
            { label: t('peak'), number: true },
          ]}
          className={styles.list}
          testid="quality-floods"
        >
          {report.floods.map((flood) => (
            <tr key={`${flood.key} ${flood.from}`}>
              <td title={flood.name}>
                <button type="button" className={styles.door} onClick={() => setOpen(flood)}>
                  {flood.name}
                </button>
              </td>
              <td>{stampText(flood.from).slice(5, 16)}</td>
              <td>{flood.lasting ? t('lasting') : spanText(flood.to - flood.from, language)}</td>
              <td className={table.number}>{numberText(flood.count)}</td>
              <td className={table.number}>{numberText(flood.peak)}</td>
            </tr>
          ))}
        </Table>
      )}
      <Opened flood={open} asked={asked} close={() => setOpen(null)} />
    </Card>
  );
}

interface OpenedProps {
  readonly flood: Flood | null;
  readonly asked: Asked;
  readonly close: () => void;
}

function Opened({ flood, asked, close }: OpenedProps) {
  const t = useWords(WORDS);
  const detail = useFlood(
    flood === null ? null : { ...asked, from: flood.from, to: flood.to, organisation: flood.key },
  );
  const title = flood === null ? '' : t('groups', { name: flood.name, at: stampText(flood.from).slice(5, 16) });
  return (
    <Drawer open={flood !== null} onClose={close} title={title} size={560}>
      {detail.isPending ? <Loading rows={6} /> : null}
      {detail.isError ? <Failed error={detail.error} retry={() => void detail.refetch()} /> : null}
      {detail.data === undefined ? null : (
        <>
          <p>{t('groupsNote', { n: numberText(detail.data.count), groups: numberText(detail.data.groups.length) })}</p>
          {detail.data.groups.map((group) => (
            <Group key={group.first.id} group={group} />
          ))}
        </>
      )}
    </Drawer>
  );
}

function Group({ group }: { readonly group: FloodDetail['groups'][number] }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const say = useSpoken();
  const first = say(group.first);
  const followers = group.followers.map((one) => say(one));
  return (
    <section className={styles.group}>
      <header>
        <RiskMark level={first.level} />
        {followers.length === 0 ? <i /> : <span className={styles.first}>{t('firstOut')}</span>}
        <span>
          <Link to={keep(`/desk?state=all&alarm=${first.id}`)}>{first.subjectName}</Link>{' '}
          <small>
            {t('ruleAndLimit', { rule: first.ruleLabel, limit: first.label })} · {timeText(first.since)}
          </small>
        </span>
        <small>{followers.length === 0 ? null : t('followed', { n: followers.length })}</small>
      </header>
      {followers.length === 0 ? null : (
        <ol>
          {followers.map((alarm) => (
            <li key={alarm.id}>
              <span className={styles.number}>{timeText(alarm.since)}</span>
              <RiskMark level={alarm.level} />
              <span>
                {alarm.subjectName} <small>{t('ruleAndLimit', { rule: alarm.ruleLabel, limit: alarm.label })}</small>
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
