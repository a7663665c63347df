import { Input, Popover } from 'antd';
import { ChevronDown, MapPin } from 'lucide-react';
import { useState } from 'react';
import { REGION_KINDS, type RegionKind } from '@anlan/kernel/registry';
import { useSession } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { useScope } from './scope.ts';
import styles from './TopBar.module.css';
import { WORDS } from './words.ts';

/** The one place that says whose data is on the screen; it is part of the address. */
export function ScopeSwitch() {
  const session = useSession();
  const scope = useScope();
  const t = useWords(WORDS);
  const [open, setOpen] = useState(false);
  const button = (
    <button
      type="button"
      className={styles.scope}
      data-narrowed={scope.narrowed}
      aria-label={`${t('scope')} ${scope.label}`}
      disabled={session.scope.kind === 'organisation'}
    >
      <MapPin size={14} strokeWidth={1.7} aria-hidden />
      <b>{scope.label}</b>
      <span>{scope.note}</span>
      {session.scope.kind === 'organisation' ? null : <ChevronDown size={12} strokeWidth={1.7} aria-hidden />}
    </button>
  );
  if (session.scope.kind === 'organisation') return button;
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger={['click']}
      placement="bottomLeft"
      arrow={false}
      content={<RegionTree close={() => setOpen(false)} />}
    >
      {button}
    </Popover>
  );
}

function RegionTree({ close }: { readonly close: () => void }) {
  const scope = useScope();
  const session = useSession();
  const t = useWords(WORDS);
  const [text, setText] = useState('');
  const found = scope.regions
    .filter(
      (region) =>
        region.path !== session.scope.path && (text === '' ? region.kind !== 'town' : region.name.includes(text)),
    )
    .slice(0, 120);
  const choose = (path: string | null) => (scope.narrow(path), close());
  return (
    <div className={styles.scopeList}>
      <Input
        allowClear
        placeholder={t('scopeSearch')}
        aria-label={t('scopeSearch')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className={styles.scopeTree}>
        <button type="button" aria-current={!scope.narrowed} onClick={() => choose(null)}>
          {session.scope.label}
          <small>{t('scopeAll')}</small>
        </button>
        {found.map((region) => (
          <button
            type="button"
            key={region.path}
            aria-current={scope.path === region.path}
            onClick={() => choose(region.path)}
          >
            {region.name}
            <small>{REGION_KINDS[region.kind as RegionKind] ?? region.kind}</small>
          </button>
        ))}
      </div>
    </div>
  );
}
