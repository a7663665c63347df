import { RESOURCE_KINDS, type MutualAid } from '@anlan/kernel/joint';
import { Button } from 'antd';
import { HandHelping } from 'lucide-react';
import { useState } from 'react';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, Reveal, StatusWord } from '../parts/index.ts';
import { Ask } from './Ask.tsx';
import { dayText } from './day.ts';
import styles from './Joint.module.css';
import { AGREEMENTS, useAgreements, useMayJoint, usePartners, useSend } from './queries.ts';
import { WORDS } from './words.ts';
import { Unit } from '../language/units.ts';

const LOOK = { valid: 'done', expiring: 'wait', expired: 'late', ended: 'draft' } as const;
const WORD = { valid: 'valid', expiring: 'expiring', expired: 'expired', ended: 'endedAid' } as const;

/** Mutual-aid agreements: who signed, until when, and what each party brings. */
export function Aid() {
  const t = useWords(WORDS);
  const found = useAgreements();
  if (found.data === undefined) return found.isError ? <Failed error={found.error} /> : <Loading rows={6} />;
  return (
    <div className={styles.stack}>
      {found.data.rows.length === 0 ? (
        <Card>
          <Empty icon={<HandHelping size={20} strokeWidth={1.6} />} title={t('noAid')} />
        </Card>
      ) : null}
      {found.data.rows.map((one) => (
        <Agreement key={one.id} one={one} />
      ))}
    </div>
  );
}

function Agreement({ one }: { readonly one: MutualAid }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const send = useSend();
  const live = one.state === 'valid' || one.state === 'expiring';
  const may = useMayJoint() && one.own && live;
  const [form, setForm] = useState<{ party?: string }>();
  return (
    <Card
      title={one.name}
      note={[one.number, `${one.signedOn} — ${one.validTo}`].filter(Boolean).join(' · ')}
      extra={
        <>
          <Reveal path="/joint/agreements" queryKey={AGREEMENTS} />
          <StatusWord state={LOOK[one.state]}>{t(WORD[one.state])}</StatusWord>
          {may ? (
            <Button size="small" type="text" danger onClick={() => setForm({})}>
              {t('endAid')}
            </Button>
          ) : null}
        </>
      }
    >
      <p style={{ margin: '0 0 8px', color: 'var(--ink-2)' }}>{one.terms}</p>
      {one.parties.map((party) => (
        <div key={party.id} className={styles.party}>
          <h3>
            {party.name}
            {party.phone === null ? null : <small>{party.phone}</small>}
            {may && party.own ? (
              <Button size="small" onClick={() => setForm({ party: party.id })}>
                {t('addResource')}
              </Button>
            ) : null}
          </h3>
          <ul className={styles.resources}>
            {party.resources.map((resource) => (
              <li key={resource.id}>
                <span>
                  {resource.name} <small>{label(RESOURCE_KINDS[resource.kind])}</small>
                </span>
                <span>
                  {numberText(resource.quantity)} <Unit of={resource.unit} n={resource.quantity} />
                  {resource.minutes === null ? null : <small> · {t('min', { n: resource.minutes })}</small>}
                </span>
              </li>
            ))}
          </ul>
        </div>
      ))}
      {form === undefined ? null : form.party === undefined ? (
        <Ask
          title={`${t('endAid')} ${one.name}`}
          submit={t('endAid')}
          open
          close={() => setForm(undefined)}
          fields={[{ key: 'because', label: t('because'), kind: 'area', required: true, max: 300 }]}
          send={(answers) => send(`/joint/agreements/${one.id}/end`, answers)}
        />
      ) : (
        <Ask
          title={t('addResource')}
          submit={t('save')}
          open
          close={() => setForm(undefined)}
          initial={{ kind: 'team' }}
          fields={[
            {
              key: 'kind',
              label: t('kind'),
              kind: 'pick',
              required: true,
              options: Object.entries(RESOURCE_KINDS).map(([value, words]) => ({ value, label: label(words) })),
            },
            { key: 'name', label: t('resourceName'), kind: 'text', required: true, max: 80 },
            { key: 'quantity', label: t('quantity'), kind: 'number', required: true },
            { key: 'unit', label: t('unit'), kind: 'text', required: true, max: 10 },
            { key: 'minutes', label: t('minutes'), kind: 'number', unit: 'min' },
            { key: 'place', label: t('place'), kind: 'text', max: 120 },
          ]}
          send={(answers) => send(`/joint/agreements/parties/${form.party}/resources`, answers)}
        />
      )}
    </Card>
  );
}

/** The form that registers an agreement. */
export function NewAid({ open, close }: { readonly open: boolean; readonly close: () => void }) {
  const t = useWords(WORDS);
  const send = useSend();
  const partners = usePartners(open).data ?? [];
  return (
    <Ask
      title={t('newAid')}
      submit={t('save')}
      open={open}
      close={close}
      initial={{ signedOn: dayText(Date.now()) }}
      fields={[
        { key: 'name', label: t('aidName'), kind: 'text', required: true, max: 120 },
        { key: 'number', label: t('number'), kind: 'text', max: 40 },
        {
          key: 'partners',
          label: t('parties'),
          kind: 'picks',
          required: true,
          hint: t('partnersHint'),
          options: partners.map(({ path, name }) => ({ value: path, label: name })),
        },
        { key: 'signedOn', label: t('signedOn'), kind: 'date', required: true },
        { key: 'validTo', label: t('validTo'), kind: 'date', required: true },
        { key: 'phone', label: t('phone'), kind: 'text', max: 20 },
        { key: 'terms', label: t('terms'), kind: 'area', required: true, max: 1000 },
      ]}
      send={(answers) => send('/joint/agreements', answers)}
    />
  );
}
