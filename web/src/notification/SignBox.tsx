import type { Signature } from '@anlan/kernel/document';
import { Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import { deviceName, SignaturePad } from '../document/SignaturePad.tsx';
import { useWords } from '../language/index.tsx';
import { RefusalNote, whileSlow } from '../parts/index.ts';
import styles from './Notification.module.css';
import { WORDS } from './words.ts';

export interface Given {
  readonly signature?: Signature;
  readonly pin?: string;
  readonly newPin?: string;
  readonly device: string;
}

interface SignBoxProps {
  readonly heading: string;
  /** May the person sign by PIN, and set one? */
  readonly pins: 'none' | 'set' | 'both';
  readonly pending: boolean;
  readonly error: unknown;
  readonly send: (given: Given) => void;
  readonly cancel: () => void;
}

/** Somebody without an account signs on this device: by hand, or by a PIN of their own. */
export function SignBox({ heading, pins, pending, error, send, cancel }: SignBoxProps) {
  const t = useWords(WORDS);
  const [way, setWay] = useState<'hand' | 'pin'>('hand');
  const [strokes, setStrokes] = useState<Signature>([]);
  const [pin, setPin] = useState('');
  const fits = /^\d{4,6}$/.test(pin);
  const ready = way === 'hand' ? strokes.length > 0 && (pin === '' || fits) : fits;
  const device = deviceName();
  return (
    <form
      className={styles.sign}
      onSubmit={(event) => {
        event.preventDefault();
        send(way === 'pin' ? { pin, device } : { signature: strokes, device, ...(pin !== '' && { newPin: pin }) });
      }}
    >
      <b>{heading}</b>
      {pins === 'both' ? (
        <Segmented<'hand' | 'pin'>
          value={way}
          onChange={(value) => (setWay(value), setPin(''))}
          options={[
            { value: 'hand', label: t('byHand') },
            { value: 'pin', label: t('byPin') },
          ]}
        />
      ) : null}
      <p>{t('told')}</p>
      {way === 'hand' ? <SignaturePad value={strokes} change={setStrokes} /> : null}
      {pins === 'none' ? null : (
        <Input.Password
          inputMode="numeric"
          autoComplete="off"
          maxLength={6}
          aria-label={t(way === 'pin' ? 'pin' : 'newPin')}
          placeholder={t(way === 'pin' ? 'pin' : 'newPin')}
          value={pin}
          onChange={(event) => setPin(event.target.value)}
        />
      )}
      {error == null ? null : <RefusalNote error={error} kept />}
      <div className={styles.signActions}>
        <Button onClick={cancel}>{t('cancel')}</Button>
        <Button type="primary" htmlType="submit" disabled={!ready} loading={whileSlow(pending)}>
          {t('confirm')}
        </Button>
      </div>
    </form>
  );
}
