import { LENGTHS } from '@anlan/kernel/entity';
import { Input, Segmented, type InputRef } from 'antd';
import { Keyboard, Search, Volume2, VolumeX } from 'lucide-react';
import type { RefObject } from 'react';
import { useWords } from '../language/index.tsx';
import { RiskMark } from '../parts/index.ts';
import { type Level, LEVELS } from './alarm/index.ts';
import styles from './Desk.module.css';
import columns from './DeskList.module.css';
import type { Tab, useDesk } from './use-desk.ts';
import type { Sound } from './use-sound.ts';
import { WORDS } from './words.ts';

interface DeskHeadProps {
  readonly desk: ReturnType<typeof useDesk>;
  readonly sound: Sound;
  /** Undefined until the alarms are known: before that nobody may read that there are none. */
  readonly counts: Readonly<Record<Level, number>> | undefined;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly phone: boolean;
  readonly onHelp: () => void;
}

const NOT_KNOWN = '–';

/** Title, sound, what is listed, search and the level filter. */
export function DeskHead({ desk, sound, counts, search, phone, onHelp }: DeskHeadProps) {
  const t = useWords(WORDS);
  const active = counts === undefined ? NOT_KNOWN : LEVELS.reduce((sum, level) => sum + counts[level], 0);
  const tabs = [
    { value: 'active', label: t('active', { n: active }) },
    { value: 'mine', label: t('mine', { n: counts === undefined ? NOT_KNOWN : desk.mine }) },
    { value: 'all', label: t('all') },
  ];
  const takeInput = (ref: InputRef | null) => {
    search.current = ref?.input ?? null;
  };
  return (
    <header className={styles.listHead}>
      <div className={styles.titleLine}>
        <h1>{t('desk')}</h1>
        <SoundButtons sound={sound} />
        {phone ? null : (
          <button type="button" className={styles.icon} onClick={onHelp} title={t('help')} aria-label={t('help')}>
            <Keyboard size={15} strokeWidth={1.7} />
          </button>
        )}
        <Segmented
          className={styles.tabs}
          size="small"
          value={desk.tab}
          options={tabs}
          onChange={(tab) => desk.setTab(tab as Tab)}
        />
      </div>
      <div className={styles.filters}>
        <Input
          maxLength={LENGTHS.search}
          ref={takeInput}
          className={styles.search}
          size="small"
          prefix={<Search size={14} aria-hidden />}
          value={desk.text}
          placeholder={t('search')}
          aria-label={t('search')}
          allowClear
          onChange={(event) => desk.setText(event.target.value)}
          data-testid="desk-search"
        />
        <div role="group" aria-label={t('levels')} className={styles.chips}>
          {LEVELS.map((level) => (
            <button
              key={level}
              type="button"
              className={styles.chip}
              aria-pressed={desk.filter.levels.has(level)}
              onClick={() => desk.toggleLevel(level)}
              data-testid={`level-${level}`}
            >
              <RiskMark level={level} /> {t(level)} {counts?.[level] ?? NOT_KNOWN}
            </button>
          ))}
        </div>
      </div>
      {phone ? null : (
        <div className={columns.columns} aria-hidden>
          <span />
          <span>{t('time')}</span>
          <span>{t('alarm')}</span>
          <span className={columns.right}>{t('value')}</span>
          <span className={columns.state}>{t('state')}</span>
          <span>{t('next')}</span>
        </div>
      )}
    </header>
  );
}

function SoundButtons({ sound }: { readonly sound: Sound }) {
  const t = useWords(WORDS);
  return (
    <span className={styles.sound}>
      <button type="button" className={styles.icon} aria-pressed={sound.on} onClick={sound.toggle} data-testid="sound">
        {sound.on ? (
          <Volume2 size={15} strokeWidth={1.7} aria-hidden />
        ) : (
          <VolumeX size={15} strokeWidth={1.7} aria-hidden />
        )}
        {t(sound.blocked ? 'soundBlocked' : sound.on ? 'soundOn' : 'soundOff')}
      </button>
      <button
        type="button"
        className={styles.link}
        onClick={sound.test}
        title={t('soundTestNote')}
        data-testid="sound-test"
      >
        {t('soundTest')}
      </button>
    </span>
  );
}
