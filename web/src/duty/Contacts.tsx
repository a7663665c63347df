import { Button, Input } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, Failed, Loading, RefusalNote, whileSlow } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Duty.module.css';
import { useContacts, useContactTests, useDutyAct } from './queries.ts';
import { WORDS } from './words.ts';

const CHANNELS = ['sms', 'e-mail', 'webhook', 'test'] as const;
type Channel = (typeof CHANNELS)[number];

/** 我的联系方式: where serious alarms reach me outside the platform, each tried with a message to oneself. */
export function ContactsCard() {
  const t = useWords(WORDS);
  const contacts = useContacts();
  return (
    <Card title={t('contacts')} note={t('contactsNote')}>
      {contacts.isPending ? <Loading rows={3} /> : null}
      {contacts.isError && contacts.data === undefined ? (
        <Failed error={contacts.error} retry={() => void contacts.refetch()} />
      ) : null}
      {contacts.data === undefined
        ? null
        : CHANNELS.map((channel) => {
            const address = contacts.data.find((one) => one.channel === channel)?.address ?? '';
            return <Contact key={`${channel}${address}`} channel={channel} address={address} />;
          })}
      <p className={styles.quiet}>{t('contactHint')}</p>
    </Card>
  );
}

function Contact({ channel, address }: { readonly channel: Channel; readonly address: string }) {
  const t = useWords(WORDS);
  const [text, setText] = useState(address);
  const save = useDutyAct();
  const attempt = useDutyAct();
  const last = useContactTests().data?.find((one) => one.channel === channel);
  return (
    <div className={styles.contact} data-testid={`contact-${channel}`}>
      <span>{t(channel)}</span>
      <Input
        value={text}
        maxLength={120}
        placeholder={t('contactNone')}
        aria-label={t(channel)}
        onChange={(event) => setText(event.target.value)}
      />
      <Button
        disabled={text.trim() === address}
        loading={whileSlow(save.isPending)}
        onClick={() => save.mutate(() => api.put(`/contacts/${channel}`, { address: text.trim() }, z.unknown()))}
      >
        {t('saveContact')}
      </Button>
      <Button
        disabled={address === '' || text.trim() !== address}
        loading={whileSlow(attempt.isPending)}
        onClick={() => attempt.mutate(() => api.post(`/contacts/${channel}/test`, {}, z.unknown()))}
      >
        {t('tryContact')}
      </Button>
      {last === undefined ? null : (
        <small role="status">
          {stampText(last.at)} · {t(last.state)}
          {last.error === null ? '' : ` · ${last.error}`}
        </small>
      )}
      <RefusalNote error={save.error ?? attempt.error} />
    </div>
  );
}
