import { Button, Progress } from 'antd';
import { DownloadCloud } from 'lucide-react';
import { useState } from 'react';
import { useLanguage, useWords } from '../language/index.tsx';
import { RefusalNote } from '../parts/index.ts';
import { momentText, useNow } from '../time/index.ts';
import styles from './Offline.module.css';
import { prepareToday, type Progress as Step } from './prepare.ts';
import { changed, StorageFull } from './queue.ts';
import { sizeText } from './size.ts';
import { useOnline, useQueue } from './use-offline.ts';
import { WORDS } from './words.ts';

/** 为今天准备: an explicit download with its size; how old what is here is. */
export function PrepareCard() {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const { prepared, reload } = useQueue();
  const online = useOnline();
  const now = useNow(60_000);
  const [step, setStep] = useState<Step>();
  const [error, setError] = useState<unknown>();
  const go = async () => {
    setError(undefined);
    try {
      await prepareToday(setStep);
    } catch (failure) {
      setError(failure);
    } finally {
      setStep(undefined);
      changed();
      reload();
    }
  };
  const [zh, en] = step?.what ?? ['', ''];
  return (
    <section className={styles.card} aria-label={t('prepare')}>
      <div className={styles.row}>
        <i>
          <DownloadCloud size={20} strokeWidth={1.75} aria-hidden />
        </i>
        <div>
          <b>{t('prepare')}</b>
          <small>
            {prepared === undefined
              ? t('prepareNote')
              : t('preparedAt', {
                  time: momentText(prepared.at, now, language),
                  size: sizeText(prepared.bytes),
                  n: prepared.answers,
                })}
          </small>
        </div>
        {step === undefined ? (
          <Button
            type={prepared === undefined ? 'primary' : 'default'}
            size="large"
            disabled={!online}
            onClick={() => void go()}
          >
            {t(prepared === undefined ? 'prepare' : 'prepareAgain')}
          </Button>
        ) : null}
      </div>
      {step === undefined ? null : (
        <div role="status">
          <Progress percent={Math.round((step.done / step.total) * 100)} size="small" showInfo={false} />
          <small>{t('preparing', { what: language === 'zh' ? zh : en, done: step.done, total: step.total })}</small>
        </div>
      )}
      {error instanceof StorageFull ? (
        <p className={styles.problem} role="alert">
          {t('prepareFull')}
        </p>
      ) : null}
      {error !== undefined && !(error instanceof StorageFull) ? <RefusalNote error={error} kept={false} /> : null}
    </section>
  );
}
