import type { PtzMove } from '@anlan/kernel/camera';
import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, ZoomIn, ZoomOut } from 'lucide-react';
import { useRef, type KeyboardEvent } from 'react';
import { useWords } from '../language/index.tsx';
import { Card, RefusalNote } from '../parts/index.ts';
import styles from './Camera.module.css';
import { useMove } from './queries.ts';
import { WORDS } from './words.ts';

const MOVES = [
  ['up', ArrowUp],
  ['left', ArrowLeft],
  ['right', ArrowRight],
  ['down', ArrowDown],
  ['zoom-in', ZoomIn],
  ['zoom-out', ZoomOut],
] as const;

/** Moves a camera while a button, or its key, is held. Letting go, leaving it or losing the focus stops. */
export function Pad({ id }: { readonly id: string }) {
  const t = useWords(WORDS);
  const move = useMove(id);
  const moving = useRef(false);
  const begin = (way: PtzMove): void => {
    if (moving.current) return;
    moving.current = true;
    move.mutate(way);
  };
  const stop = (): void => {
    if (!moving.current) return;
    moving.current = false;
    move.mutate('stop');
  };
  const held = (event: KeyboardEvent, way: PtzMove): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    begin(way);
  };
  return (
    <Card title={t('ptz')} note={t('ptzNote')}>
      <div className={styles.pad} role="group" aria-label={t('ptz')} data-testid="ptz">
        {MOVES.map(([way, Icon]) => (
          <button
            key={way}
            type="button"
            data-move={way}
            aria-label={t(way)}
            title={t(way)}
            onPointerDown={() => begin(way)}
            onPointerUp={stop}
            onPointerLeave={stop}
            onPointerCancel={stop}
            onKeyDown={(event) => held(event, way)}
            onKeyUp={stop}
            onBlur={stop}
          >
            <Icon size={18} aria-hidden />
          </button>
        ))}
      </div>
      {move.error === null ? null : <RefusalNote error={move.error} />}
    </Card>
  );
}
