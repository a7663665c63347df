import type { DemonstrationIdentity } from '@anlan/kernel/access';
import { Segmented } from 'antd';
import { Info } from 'lucide-react';
import { useState } from 'react';
import { Navigate, useNavigate, useSearchParams } from 'react-router';
import {
  useDemonstrationIdentities,
  usePlatform,
  useSessionQuery,
  useSignIn,
  type Jurisdiction,
} from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { SignInNote } from '../offline/SignInNote.tsx';
import { Empty, Failed, Loading, RefusalNote } from '../parts/index.ts';
import { Elsewhere } from './Elsewhere.tsx';
import { Entrance } from './Entrance.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import styles from './Entrance.module.css';
import { safeNext } from './next.ts';
import { WORDS } from './words.ts';

/** Account and password, or one click on a demonstration identity. */
export function SignInPage() {
  const t = useWords(WORDS);
  const [search] = useSearchParams();
  const platform = usePlatform();
  const session = useSessionQuery();
  const [chosen, choose] = useState<string>();
  const navigate = useNavigate();
  const next = safeNext(search.get('next'));
  if (session.data != null) return <Navigate to={next ?? session.data.lands} replace />;
  const places = platform.data?.jurisdictions ?? [];
  const place = places.find((one) => one.path === chosen) ?? places[0];
  const enter = (lands: string) => void navigate(next ?? lands, { replace: true });
  return (
    <Entrance platform={platform.data} jurisdiction={place} title={t('signIn')}>
      <SignInNote />
      {platform.isPending ? <Loading /> : null}
      {platform.isError ? <Failed error={platform.error} retry={() => void platform.refetch()} /> : null}
      {platform.data?.setupNeeded === true ? (
        <Empty icon={<Info size={20} strokeWidth={1.6} />} title={t('setup')} note={t('setupNeeded')} />
      ) : null}
      <PasswordForm enter={enter}>
        {platform.data === undefined ? null : <Elsewhere platform={platform.data} next={next} enter={enter} />}
      </PasswordForm>
      {platform.data?.demonstration === true ? (
        <Identities places={places} place={place} choose={choose} enter={enter} />
      ) : null}
    </Entrance>
  );
}

interface IdentitiesProps {
  readonly places: readonly Jurisdiction[];
  readonly place: Jurisdiction | undefined;
  readonly choose: (path: string) => void;
  readonly enter: (lands: string) => void;
}

/** Identities of the chosen jurisdiction; each says the question it comes with. */
function Identities({ places, place, choose, enter }: IdentitiesProps) {
  const t = useWords(WORDS);
  const identities = useDemonstrationIdentities(true);
  const signIn = useSignIn('/session/demonstration');
  const go = (identity: DemonstrationIdentity) =>
    signIn.mutate(
      { key: identity.key },
      { onSuccess: (entered) => ('lands' in entered ? enter(entered.lands) : undefined) },
    );
  const shown =
    identities.data?.filter(
      (identity) => place === undefined || identity.jurisdiction === place.path || identity.jurisdiction === place.pack,
    ) ?? [];
  return (
    <section aria-label={t('or')}>
      <p className={styles.or}>{t('or')}</p>
      {places.length < 2 ? null : (
        <div className={styles.places}>
          <Segmented
            block
            aria-label={t('jurisdiction')}
            value={place?.path ?? ''}
            onChange={(path) => choose(path)}
            options={places.map((one) => ({ value: one.path, label: one.name }))}
          />
        </div>
      )}
      {identities.isPending ? <Loading rows={3} /> : null}
      <div className={styles.roles}>
        {shown.map((identity) => (
          <button
            key={identity.key}
            type="button"
            className={styles.role}
            onClick={() => go(identity)}
            disabled={signIn.isPending}
            aria-busy={
              signIn.isPending &&
              signIn.variables !== undefined &&
              'key' in signIn.variables &&
              signIn.variables.key === identity.key
            }
          >
            <i aria-hidden>{identity.mark}</i>
            <span>
              <b>
                {identity.label}
                <em>{identity.place}</em>
              </b>
              <small>{identity.question}</small>
            </span>
          </button>
        ))}
      </div>
      {signIn.isError ? (
        <div className={styles.gap}>
          <RefusalNote error={signIn.error} kept={false} />
        </div>
      ) : null}
      <p className={styles.note}>
        <Info size={14} strokeWidth={1.7} aria-hidden />
        {t('demonstrationNote')}
      </p>
    </section>
  );
}
