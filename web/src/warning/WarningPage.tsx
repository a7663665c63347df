import { WARNING_STATES, type WarningDetail } from '@anlan/kernel/warning';
import { BellOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Facts, Failed, Loading, PageHead, RiskMark, Scroll, StatusWord } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { stampText } from '../time/index.ts';
import { AreaMap } from './AreaMap.tsx';
import { Boats } from './Boats.tsx';
import { useWarning } from './queries.ts';
import { STATE_MARKS } from './WarningsPage.tsx';
import styles from './Warning.module.css';
import { WORDS } from './words.ts';

/** One warning: where it holds, what it says, whom it concerns, who was told and who has read it. */
export function WarningPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { language } = useLanguage();
  const { id = '' } = useParams();
  const found = useWarning(id);
  const { data } = found;
  const title = data?.headline ?? t('headline');
  return (
    <Page title={title}>
      <PageHead
        title={title}
        note={
          data === undefined ? undefined : (
            <span className={styles.note}>
              {data.level === null ? t('levelless') : <RiskMark level={data.level} label={data.level} />}
              <StatusWord state={STATE_MARKS[data.state]}>
                {WARNING_STATES[data.state][language === 'zh' ? 0 : 1]}
              </StatusWord>
              {data.senderName ?? data.sender} · {stampText(data.sentAt)}
            </span>
          )
        }
        crumbs={[{ label: t('title'), href: keep('/warnings') }]}
      />
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && data === undefined ? <Failed error={found.error} retry={() => void found.refetch()} /> : null}
      {data === undefined ? null : <Shown warning={data} />}
    </Page>
  );
}

function Shown({ warning }: { readonly warning: WarningDetail }) {
  const t = useWords(WORDS);
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        <Card title={t('map')} note={warning.areaText} flush>
          <AreaMap areas={warning.areas} level={warning.level} />
        </Card>
        <Card title={t('content')}>
          <Text title={t('description')} text={warning.description} />
          <Text title={t('instruction')} text={warning.instruction} />
          <Related warning={warning} />
        </Card>
        <Card title={t('document')} note={t('digest')} className={styles.raw}>
          <code className={styles.digest}>{warning.sha256}</code>
          <pre className={styles.document}>{warning.document}</pre>
        </Card>
      </div>
      <div className={styles.column}>
        <Recipients warning={warning} />
        <Boats id={warning.id} boats={warning.boats} />
        <Card title={t('facts')}>
          <Facts rows={factsOf(warning, t)} />
        </Card>
        {warning.findings.length === 0 ? null : (
          <Card title={t('findings')}>
            <ul className={styles.findings}>
              {warning.findings.map(({ path, detail }) => (
                <li key={`${path} ${detail}`}>
                  <code>{path}</code> {detail}
                </li>
              ))}
            </ul>
          </Card>
        )}
      </div>
    </div>
  );
}

function Text({ title, text }: { readonly title: string; readonly text: string | null }) {
  if (text === null || text === '') return null;
  return (
    <section className={styles.text}>
      <h3>{title}</h3>
      <p>{text}</p>
    </section>
  );
}

function Related({ warning }: { readonly warning: WarningDetail }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { endedBy, replaces } = warning;
  if (endedBy === null && replaces.length === 0) return null;
  return (
    <ul className={styles.findings}>
      {endedBy === null ? null : (
        <li>
          <Link to={keep(`/warnings/${endedBy.id}`)}>
            {t('endedBy', { type: endedBy.msgType, id: endedBy.identifier })}
          </Link>
        </li>
      )}
      {replaces.map(({ id, identifier }) => (
        <li key={id}>
          <Link to={keep(`/warnings/${id}`)}>{t('replaces', { id: identifier })}</Link>
        </li>
      ))}
    </ul>
  );
}

type Word = (key: keyof typeof WORDS) => string;

function factsOf(warning: WarningDetail, t: Word): (readonly [string, ReactNode])[] {
  const { expiresAt, places } = warning;
  return [
    [t('event'), warning.event],
    [t('severity'), warning.severity],
    [t('urgency'), warning.urgency],
    [t('certainty'), warning.certainty],
    [t('effective'), stampText(warning.effectiveAt)],
    [t('until'), expiresAt === null ? t('untilNone') : stampText(expiresAt)],
    [t('received'), stampText(warning.receivedAt)],
    [t('source'), warning.sourceName],
    [t('identifier'), warning.identifier],
    [t('contact'), warning.contact],
    [
      t('concerned'),
      places
        .slice(0, 12)
        .map(({ name }) => name)
        .join('、') + (places.length > 12 ? ` … ${places.length}` : ''),
    ],
  ];
}

function Recipients({ warning }: { readonly warning: WarningDetail }) {
  const t = useWords(WORDS);
  const { recipients } = warning;
  const told = recipients.length;
  const read = recipients.filter(({ readAt }) => readAt !== null).length;
  return (
    <Card
      title={t('recipients')}
      note={told === 0 ? undefined : `${t('recipientsNote')} · ${t('readOf', { read, told })}`}
      flush
    >
      {recipients.length === 0 ? <Empty icon={<BellOff size={20} strokeWidth={1.6} />} title={t('nobody')} /> : null}
      {recipients.length === 0 ? null : (
        <Scroll>
          <table className={table.table} data-testid="recipients">
            <tbody>
              {recipients.map((one) => (
                <tr key={`${one.name} ${one.place}`}>
                  <td className={styles.read}>
                    <StatusWord state={one.readAt === null ? 'wait' : 'done'}>
                      {one.readAt === null ? t('unread') : t('read', { at: stampText(one.readAt).slice(5, 16) })}
                    </StatusWord>
                  </td>
                  <td title={one.name}>{one.name}</td>
                  <td title={one.why}>{one.place}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Card>
  );
}
