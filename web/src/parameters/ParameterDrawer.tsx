import type { ParameterView } from '@anlan/kernel/parameter';
import { Button, Drawer } from 'antd';
import { Lock } from 'lucide-react';
import { useState } from 'react';
import { useSession } from '../api/index.ts';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { useRegionName } from '../language/regions.ts';
import { Empty, Facts, Failed, Loading } from '../parts/index.ts';
import { stampText, useNow } from '../time/index.ts';
import styles from './ParametersPage.module.css';
import { useSettings } from './queries.ts';
import { SettingForm } from './SettingForm.tsx';
import { standingOf } from './value.ts';
import { ValueText } from './ValueText.tsx';
import { WORDS } from './words.ts';
import { useUnit } from '../language/units.ts';

interface DrawerProps {
  readonly parameter: ParameterView;
  readonly close: () => void;
}

/** One parameter: what holds and why, what held and will hold, and the form for a new value. */
export function ParameterDrawer({ parameter, close }: DrawerProps) {
  const inUnit = useUnit();
  const t = useWords(WORDS);
  const region = useRegionName();
  const label = useLabel();
  const { language } = useLanguage();
  const help = language === 'zh' ? parameter.help : parameter.helpEn;
  const bounds =
    parameter.min === null || parameter.max === null
      ? null
      : `${t('bounds', { min: parameter.min, max: parameter.max })} ${inUnit(parameter.unit ?? '')}`;
  return (
    <Drawer title={label(parameter)} open onClose={close} size={560} styles={{ wrapper: { maxWidth: '100vw' } }}>
      <div className={styles.now}>
        <b>
          <ValueText parameter={parameter} value={parameter.value} full />
        </b>
        <span>
          {parameter.setBy === null
            ? t('platformFirst')
            : t('since', { who: region(parameter.setBy.regionName), at: stampText(parameter.setBy.from).slice(0, 16) })}
        </span>
      </div>
      {help === null ? null : <p className={styles.quiet}>{help}</p>}
      <Facts
        rows={[
          [t('first'), <ValueText key="first" parameter={parameter} value={parameter.first} full />],
          ...(bounds === null ? [] : [[t('bounded'), bounds] as const]),
          ...(parameter.inherits === 'union' ? [[t('inherits'), t('addsUp')] as const] : []),
          [t('source'), language === 'zh' ? parameter.source : parameter.sourceEn],
          [t('system'), parameter.system ?? t('platform')],
          [t('key'), <code key="key">{parameter.key}</code>],
        ]}
      />
      <Setting parameter={parameter} />
      <History parameter={parameter} />
    </Drawer>
  );
}

/** The two things that can be done, or why not. */
function Setting({ parameter }: { readonly parameter: ParameterView }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { verbs, role } = useSession();
  const [doing, setDoing] = useState<'set' | 'withdraw' | null>(null);
  if (!verbs.includes(parameter.verb))
    return (
      <div className={styles.barred}>
        <Lock size={16} strokeWidth={1.7} aria-hidden />
        <div>
          <b>{t('mayNot')}</b>
          <p>{t('mayNotWhy', { role: label(role) })}</p>
        </div>
      </div>
    );
  if (doing === null)
    return (
      <div className={styles.acts}>
        <Button type="primary" style={{ fontWeight: 700 }} onClick={() => setDoing('set')}>
          {t('setNew')}
        </Button>
        {parameter.setBy === null ? null : <Button onClick={() => setDoing('withdraw')}>{t('withdraw')}</Button>}
      </div>
    );
  return <SettingForm parameter={parameter} withdraw={doing === 'withdraw'} close={() => setDoing(null)} />;
}

/** Every value that was or will be set, with who, when and why. */
function History({ parameter }: { readonly parameter: ParameterView }) {
  const t = useWords(WORDS);
  const region = useRegionName();
  const now = useNow(60_000);
  const found = useSettings(parameter.key);
  const rows = standingOf(found.data ?? [], now);
  return (
    <section className={styles.history}>
      <h3>{t('history')}</h3>
      {found.isPending ? <Loading rows={3} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data !== undefined && rows.length === 0 ? <Empty title={t('noHistory')} /> : null}
      <ol>
        {rows.map((row) => (
          <li key={`${row.regionPath}${row.from}`} data-standing={row.standing}>
            <span>{t(row.standing)}</span>
            <div>
              <b>{row.value === null ? t('withdrawn') : <ValueText parameter={parameter} value={row.value} full />}</b>
              <em>{t('since', { who: region(row.regionName), at: stampText(row.from).slice(0, 16) })}</em>
              <p>{row.reason}</p>
              <small>{t('by', { by: row.by, at: stampText(row.at).slice(0, 16) })}</small>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
