import { useQueryClient } from '@tanstack/react-query';
import { Button, ConfigProvider } from 'antd';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useDemonstrationIdentities, usePlatform, useSession, useSignIn, useSignOut } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { RefusalNote } from '../parts/index.ts';
import styles from './Again.module.css';
import { Elsewhere } from './Elsewhere.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import { WORDS } from './words.ts';

const stays = (): void => undefined;

/**
 * The session ended under a page that stands: covers it wholly, so that nobody reads or uses it, until the same person
 * is back and finds it as it was. Somebody else gets a page of their own.
 */
export function SignInAgain() {
  const t = useWords(WORDS);
  const { person } = useSession();
  const platform = usePlatform();
  const client = useQueryClient();
  const out = useSignOut();
  const box = useRef<HTMLDialogElement>(null);
  const look = useEffectEvent(() => void client.invalidateQueries({ queryKey: ['session'] }));
  useEffect(() => {
    // Above everything, windows of the page among it; what is below can be neither seen nor reached.
    box.current?.showModal?.();
    // Meanwhile the person may have signed in beside it.
    window.addEventListener('focus', look);
    // A window of the page would close by Escape, and take along what was typed in it; the desk has keys of its own.
    const guard = (event: KeyboardEvent) => {
      if (event.key === 'Escape') event.preventDefault();
      if (event.key === 'Escape' || !(box.current?.contains(event.target as Node) ?? false))
        event.stopImmediatePropagation();
    };
    window.addEventListener('keydown', guard, true);
    return () => {
      window.removeEventListener('focus', look);
      window.removeEventListener('keydown', guard, true);
    };
  }, []);
  return (
    <dialog
      ref={box}
      className={styles.again}
      aria-labelledby="again-title"
      data-testid="sign-in-again"
      onKeyDown={(event) => event.stopPropagation()}
      onCancel={(event) => event.preventDefault()}
      // Some browsers close it by a second press of Escape all the same.
      onClose={() => box.current?.showModal()}
    >
      <h1 id="again-title">{t('ended')}</h1>
      <p>{t('endedNote', { name: person.name, account: person.account })}</p>
      <ConfigProvider getPopupContainer={() => box.current ?? document.body}>
        <Demonstration account={person.account} />
        <PasswordForm enter={stays}>
          {platform.data === undefined ? null : (
            <Elsewhere platform={platform.data} next={undefined} enter={stays} beside />
          )}
        </PasswordForm>
      </ConfigProvider>
      <Button type="link" onClick={() => out.mutate()}>
        {t('leave')}
      </Button>
    </dialog>
  );
}

/** Whoever came by one click comes back by one. */
function Demonstration({ account }: { readonly account: string }) {
  const t = useWords(WORDS);
  const offered = usePlatform().data?.demonstration === true;
  const identities = useDemonstrationIdentities(offered);
  const signIn = useSignIn('/session/demonstration');
  const identity = identities.data?.find(({ key }) => key === account);
  if (identity === undefined) return null;
  return (
    <>
      <Button block size="large" loading={signIn.isPending} onClick={() => signIn.mutate({ key: identity.key })}>
        {t('goOnAs', { label: identity.label, place: identity.place })}
      </Button>
      {signIn.isError ? <RefusalNote error={signIn.error} kept={false} /> : null}
    </>
  );
}
