import { useState } from 'react';
import { useWords } from '../language/index.tsx';
import { Failed, Loading } from '../parts/index.ts';
import { ParameterDrawer, ParameterGroup, useParameters } from '../parameters/index.tsx';
import { useScope } from '../shell/index.ts';
import styles from './People.module.css';
import { WORDS } from './words.ts';

/** Rules of signing in: dated parameters of the jurisdiction in view, with who set them and why. */
export function PolicyCard() {
  const t = useWords(WORDS);
  const scope = useScope();
  const [open, setOpen] = useState<string>();
  const found = useParameters(scope.narrowed ? scope.path : null);
  if (found.isPending) return <Loading />;
  if (found.data === undefined) return <Failed error={found.error} />;
  const rules = found.data.filter(({ verb }) => verb === 'people.write');
  const chosen = rules.find(({ key }) => key === open);
  return (
    <>
      <ParameterGroup group={t('policy')} rows={rules} opened={open ?? null} open={setOpen} />
      <p className={styles.note}>{t('policyNote')}</p>
      {chosen === undefined ? null : (
        <ParameterDrawer key={chosen.key} parameter={chosen} close={() => setOpen(undefined)} />
      )}
    </>
  );
}
