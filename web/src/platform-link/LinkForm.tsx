import { type LinkInput, LINK_ROLES, type LinkRole, type LinkView } from '@anlan/kernel/platform-link';
import { Button, Drawer, Input, InputNumber, Segmented, Switch } from 'antd';
import { type ReactNode, useState } from 'react';
import { useLabel, useWords } from '../language/index.tsx';
import { RefusalNote, whileSlow } from '../parts/index.ts';
import styles from './Links.module.css';
import { useSaveLink } from './queries.ts';
import { WORDS } from './words.ts';

type Draft = Omit<LinkInput, 'constants' | 'password'> & { readonly password: string; readonly constants: string };

const FRESH: Draft = {
  name: '',
  role: 'lower',
  edition: 2019,
  accessCode: 0,
  userId: 0,
  password: '',
  constants: '',
  encrypted: false,
  peerHost: '',
  peerPort: 8809,
  ownHost: '',
  idleSeconds: 60,
  deadSeconds: 180,
  answerMinutes: 10,
  enabled: true,
};

function draftOf(link: LinkView): Draft {
  const { name, role, edition, accessCode, userId, encrypted, peerHost, peerPort, ownHost } = link;
  const { idleSeconds, deadSeconds, answerMinutes, enabled } = link;
  const agreed = {
    name,
    role,
    edition,
    accessCode,
    userId,
    encrypted,
    peerHost,
    peerPort: peerPort ?? null,
    ownHost: ownHost ?? null,
  };
  return { ...agreed, idleSeconds, deadSeconds, answerMinutes, enabled, password: '', constants: '' };
}

/** What is sent of a draft: secrets left empty stay as they are. */
function inputOf({ password, constants, ...rest }: Draft): LinkInput {
  const [m1 = Number.NaN, ia1 = Number.NaN, ic1 = Number.NaN] = constants
    .split(/[\s,，]+/)
    .filter(Boolean)
    .map(Number);
  const upper = rest.role === 'upper';
  return {
    ...rest,
    name: rest.name.trim(),
    peerPort: upper ? null : rest.peerPort,
    ownHost: upper ? null : rest.ownHost,
    ...(password !== '' && { password }),
    // Fewer than three, or no numbers, are refused: they must not pass for "stays as it is".
    ...(constants.trim() !== '' && { constants: { m1, ia1, ic1 } }),
  };
}

function Labelled({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <label>
      {label}
      {children}
    </label>
  );
}

interface FieldsProps {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
  readonly isNew: boolean;
}

/** Enter a link, or change what is agreed. */
export function LinkForm({ known, close }: { readonly known: LinkView | null; readonly close: () => void }) {
  const t = useWords(WORDS);
  const [draft, setDraft] = useState<Draft>(known === null ? FRESH : draftOf(known));
  const save = useSaveLink();
  const change = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));
  return (
    <Drawer open width={440} title={t(known === null ? 'add' : 'edit')} onClose={close}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ known, input: inputOf(draft) }, { onSuccess: close });
        }}
      >
        <Agreed draft={draft} change={change} isNew={known === null} />
        <Secrets draft={draft} change={change} isNew={known === null} />
        <Patience draft={draft} change={change} isNew={known === null} />
        {save.isError ? <RefusalNote error={save.error} kept /> : null}
        <span className={styles.row}>
          <Button type="primary" htmlType="submit" loading={whileSlow(save.isPending)}>
            {t('save')}
          </Button>
          <Button onClick={close}>{t('cancel')}</Button>
        </span>
      </form>
    </Drawer>
  );
}

function Agreed({ draft, change, isNew }: FieldsProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  return (
    <>
      <Labelled label={t('name')}>
        <Input value={draft.name} maxLength={80} onChange={(event) => change({ name: event.target.value })} />
      </Labelled>
      <Segmented<LinkRole>
        block
        disabled={!isNew}
        aria-label={t('role')}
        value={draft.role}
        onChange={(role) => change({ role })}
        options={(['lower', 'upper'] as const).map((value) => ({ value, label: label(LINK_ROLES[value]) }))}
      />
      <Segmented<2011 | 2019>
        aria-label={t('edition')}
        value={draft.edition}
        onChange={(edition) => change({ edition })}
        options={[2019, 2011]}
      />
      <Labelled label={t('code')}>
        <InputNumber
          value={draft.accessCode}
          min={1}
          max={4_294_967_295}
          precision={0}
          onChange={(value) => change({ accessCode: value ?? 0 })}
        />
      </Labelled>
      <Labelled label={t('user')}>
        <InputNumber
          value={draft.userId}
          min={0}
          max={4_294_967_295}
          precision={0}
          onChange={(value) => change({ userId: value ?? 0 })}
        />
      </Labelled>
      <Labelled label={t('peerHost')}>
        <Input value={draft.peerHost} maxLength={32} onChange={(event) => change({ peerHost: event.target.value })} />
      </Labelled>
      {draft.role === 'lower' ? (
        <>
          <Labelled label={t('peerPort')}>
            <InputNumber
              value={draft.peerPort ?? null}
              min={1}
              max={65_535}
              precision={0}
              onChange={(peerPort) => change({ peerPort })}
            />
          </Labelled>
          <Labelled label={t('own')}>
            <Input
              value={draft.ownHost ?? ''}
              maxLength={32}
              onChange={(event) => change({ ownHost: event.target.value })}
            />
          </Labelled>
        </>
      ) : null}
    </>
  );
}

function Secrets({ draft, change, isNew }: FieldsProps) {
  const t = useWords(WORDS);
  return (
    <>
      <Labelled label={t('password')}>
        <Input.Password
          value={draft.password}
          maxLength={8}
          autoComplete="new-password"
          placeholder={isNew ? '' : t('passwordKept')}
          onChange={(event) => change({ password: event.target.value })}
        />
      </Labelled>
      <Labelled label={t('constants')}>
        <Input
          value={draft.constants}
          maxLength={40}
          placeholder={t('constantsHint')}
          onChange={(event) => change({ constants: event.target.value })}
        />
      </Labelled>
      <span className={styles.row}>
        <Switch aria-label={t('encrypted')} checked={draft.encrypted} onChange={(encrypted) => change({ encrypted })} />
        {t('encrypted')}
        <Switch aria-label={t('enabled')} checked={draft.enabled} onChange={(enabled) => change({ enabled })} />
        {t('enabled')}
      </span>
    </>
  );
}

function Patience({ draft, change }: FieldsProps) {
  const t = useWords(WORDS);
  const fields = [
    ['idle', 'idleSeconds'],
    ['dead', 'deadSeconds'],
    ['answerWithin', 'answerMinutes'],
  ] as const;
  return (
    <span className={styles.row}>
      {fields.map(([word, key]) => (
        <Labelled key={key} label={t(word)}>
          <InputNumber
            value={draft[key]}
            min={1}
            max={7200}
            precision={0}
            onChange={(value) => change({ [key]: value ?? 1 })}
          />
        </Labelled>
      ))}
    </span>
  );
}
