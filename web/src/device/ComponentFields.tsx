import { componentAddress } from '@anlan/kernel/telemetry';
import { InputNumber } from 'antd';
import { useState } from 'react';
import { useWords } from '../language/index.tsx';
import { WORDS } from './enrol-words.ts';
import styles from './Enrol.module.css';

const PARTS = ['systemType', 'systemAddress', 'loop', 'number', 'analogue'] as const;
type Parts = Readonly<Record<(typeof PARTS)[number], number | null>>;

/** Two bytes each of loop and number; the others one (GB/T 26875.3-2011 8.2). */
const MOST: Readonly<Record<keyof Parts, number>> = {
  systemType: 255,
  systemAddress: 255,
  loop: 65_535,
  number: 65_535,
  analogue: 255,
};

/** Makes the channel of an analogue value from what stands on the panel: system, loop, number, kind of value. */
export function ComponentFields({ set }: { readonly set: (key: string) => void }) {
  const t = useWords(WORDS);
  const [parts, setParts] = useState<Parts>({
    systemType: 11,
    systemAddress: 1,
    loop: null,
    number: null,
    analogue: null,
  });
  const put = (part: keyof Parts, value: number | null) => {
    const next = { ...parts, [part]: value };
    setParts(next);
    const { systemType, systemAddress, loop, number, analogue } = next;
    if (systemType === null || systemAddress === null || loop === null || number === null || analogue === null) return;
    set([systemType, systemAddress, componentAddress(loop, number), analogue].join('.'));
  };
  return (
    <div className={styles.component}>
      <h4>{t('component')}</h4>
      {PARTS.map((part) => (
        <label key={part}>
          {t(part)}
          <InputNumber
            min={0}
            max={MOST[part]}
            precision={0}
            value={parts[part]}
            onChange={(value) => put(part, value)}
            style={{ width: '100%' }}
          />
        </label>
      ))}
    </div>
  );
}
