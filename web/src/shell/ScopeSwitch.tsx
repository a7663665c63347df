import { LENGTHS } from '@anlan/kernel/entity';
import { Input, Popover } from 'antd';
import { ChevronDown, MapPin } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { GRANT_ORIGINS, roleOf } from '@anlan/kernel/access';
import { REGION_KINDS } from '@anlan/kernel/registry';
import { useSession, useSignIn } from '../api/index.ts';
import { useLabel, usePair, useWords, type Words } from '../language/index.tsx';
import { RefusalNote } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import { useScope } from './scope.ts';
import styles from './TopBar.module.css';
import { WORDS } from './words.ts';
import { RegionName } from '../language/RegionName.tsx';
import { regionName } from '../language/regions.ts';

/** The one place that says whose data is on the screen; it is part of the address. */
export function ScopeSwitch() {
  const session = useSession();
  const scope = useScope();
  const t = useWords(WORDS);
  const [open, setOpen] = useState(false);
  // An enterprise or single records have no regions to narrow to; several grants are still to be chosen from.
  const tree = session.scope.kind === 'region' || session.scope.kind === 'all';
  const still = !tree && session.grants.length < 2;
  const button = (
    <button type="button" className={styles.scope} data-narrowed={scope.narrowed} disabled={still}>
      <span className="visually-hidden">{t('scope')}</span>
      <MapPin size={14} strokeWidth={1.7} aria-hidden />
      <b>{scope.label}</b>
      <span>{scope.note}</span>
      {still ? null : <ChevronDown size={12} strokeWidth={1.7} aria-hidden />}
    </button>
  );
  if (still) return button;
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger={['click']}
      placement="bottomLeft"
      arrow={false}
      content={
        <>
          {session.grants.length < 2 ? null : <Grants close={() => setOpen(false)} />}
          {tree ? <RegionTree close={() => setOpen(false)} /> : null}
        </>
      }
    >
      {button}
    </Popover>
  );
}

/** The grants a person holds: one is in use, choosing another goes on in its role and scope. */
function Grants({ close }: { readonly close: () => void }) {
  const session = useSession();
  const t = useWords(WORDS);
  const label = useLabel();
  const navigate = useNavigate();
  const change = useSignIn('/session/grant');
  const choose = (grant: string) =>
    change.mutate(
      { grant },
      {
        onSuccess: (entered) => {
          close();
          if ('lands' in entered) void navigate(entered.lands);
        },
      },
    );
  return (
    <section className={styles.grants} aria-label={t('grants')}>
      <h3>{t('grants')}</h3>
      {session.grants.map((grant) => (
        <button
          type="button"
          key={grant.id}
          aria-current={grant.id === session.grant}
          disabled={change.isPending}
          onClick={() => (grant.id === session.grant ? close() : choose(grant.id))}
        >
          {label(roleOf(grant.role) ?? { label: grant.role })} · {grant.scopeLabel || t('grantEverywhere')}
          <small>
            {label(GRANT_ORIGINS[grant.origin])}
            {grant.to === null ? null : ` · ${t('grantUntil', { time: stampText(grant.to) })}`}
          </small>
        </button>
      ))}
      {change.isError ? <RefusalNote error={change.error} kept={false} /> : null}
    </section>
  );
}

const KINDS_EN: Readonly<Record<string, string>> = {
  country: 'Country',
  province: 'Province',
  municipality: 'Municipality',
  city: 'City',
  county: 'County',
  zone: 'Zone',
  town: 'Town',
  village: 'Village',
};
const KINDS: Words = Object.fromEntries(
  Object.entries(REGION_KINDS).map(([kind, label]) => [kind, [label, KINDS_EN[kind] ?? kind]]),
);

function RegionTree({ close }: { readonly close: () => void }) {
  const scope = useScope();
  const session = useSession();
  const t = useWords(WORDS);
  const pair = usePair();
  const [text, setText] = useState('');
  const found = scope.regions
    .filter(
      (region) =>
        region.path !== session.scope.path &&
        (text === ''
          ? region.kind !== 'town'
          : region.name.includes(text) || regionName(region.name, 'en').toLowerCase().includes(text.toLowerCase())),
    )
    .slice(0, 120);
  const choose = (path: string | null) => (scope.narrow(path), close());
  return (
    <div className={styles.scopeList}>
      <Input
        maxLength={LENGTHS.search}
        allowClear
        placeholder={t('scopeSearch')}
        aria-label={t('scopeSearch')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className={styles.scopeTree}>
        <button type="button" aria-current={!scope.narrowed} onClick={() => choose(null)}>
          <RegionName of={session.scope.label} />
          <small>{t('scopeAll')}</small>
        </button>
        {found.map((region) => (
          <button
            type="button"
            key={region.path}
            aria-current={scope.path === region.path}
            onClick={() => choose(region.path)}
          >
            <RegionName of={region.name} />
            <small>{pair(KINDS, region.kind)}</small>
          </button>
        ))}
      </div>
    </div>
  );
}
