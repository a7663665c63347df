import type { Signature } from '@anlan/kernel/document';
import { Eraser, Undo2 } from 'lucide-react';
import { useRef, useState, type PointerEvent } from 'react';
import { useWords } from '../language/index.tsx';
import styles from './SignaturePad.module.css';
import { WORDS } from './words.ts';

interface SignaturePadProps {
  readonly value: Signature;
  readonly change: (strokes: Signature) => void;
}

const share = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;

/** A place to sign with finger, pen or mouse; a stroke can be taken back. */
export function SignaturePad({ value, change }: SignaturePadProps) {
  const t = useWords(WORDS);
  const box = useRef<HTMLDivElement>(null);
  const [running, setRunning] = useState<readonly number[] | null>(null);
  const at = (event: PointerEvent): [number, number] => {
    const area = box.current?.getBoundingClientRect();
    if (area === undefined) return [0, 0];
    return [share((event.clientX - area.left) / area.width), share((event.clientY - area.top) / area.height)];
  };
  const end = () => {
    if (running !== null && running.length >= 4) change([...value, [...running].slice(0, 1200)]);
    setRunning(null);
  };
  const strokes = running === null ? value : [...value, running];
  return (
    <div className={styles.pad}>
      <div
        ref={box}
        className={styles.area}
        role="img"
        aria-label={t('here')}
        data-testid="signature-pad"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setRunning(at(event));
        }}
        onPointerMove={(event) => {
          if (running !== null) setRunning([...running, ...at(event)]);
        }}
        onPointerUp={end}
        onPointerCancel={end}
      >
        <svg viewBox="0 0 1000 440" preserveAspectRatio="none" aria-hidden>
          {strokes.map((stroke, index) => (
            <polyline key={index} points={pointsOf(stroke)} vectorEffect="non-scaling-stroke" />
          ))}
        </svg>
        <i aria-hidden />
      </div>
      <footer>
        <span>{t('here')}</span>
        <button type="button" onClick={() => change(value.slice(0, -1))} disabled={value.length === 0}>
          <Undo2 size={18} strokeWidth={1.75} aria-hidden />
          {t('undo')}
        </button>
        <button type="button" onClick={() => change([])} disabled={value.length === 0}>
          <Eraser size={18} strokeWidth={1.75} aria-hidden />
          {t('clear')}
        </button>
      </footer>
    </div>
  );
}

function pointsOf(stroke: readonly number[]): string {
  const points: string[] = [];
  for (let index = 0; index + 1 < stroke.length; index += 2)
    points.push(`${(stroke[index] ?? 0) * 1000},${(stroke[index + 1] ?? 0) * 440}`);
  return points.join(' ');
}

/** What a signature was drawn on, in words of the browser. */
export function deviceName(): string {
  return `${navigator.platform || 'web'} · ${navigator.userAgent}`.slice(0, 190);
}
