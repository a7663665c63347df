import { Button, Input } from 'antd';
import { RotateCcw, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState, type PointerEvent } from 'react';
import { useWords } from '../language/index.tsx';
import styles from './Inspection.module.css';
import { WORDS } from './words.ts';

type Stroke = readonly (readonly [x: number, y: number])[];

/** A signature by finger: undo a stroke, write anew; what comes out is a picture of the strokes alone. */
export function SignaturePad({ done }: { readonly done: (picture: Blob, who: string) => void }) {
  const t = useWords(WORDS);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [strokes, setStrokes] = useState<readonly Stroke[]>([]);
  const [who, setWho] = useState('');
  const drawing = useRef<[number, number][]>([]);
  useEffect(() => {
    if (canvas.current !== null) draw(canvas.current, strokes);
  }, [strokes]);
  const at = (event: PointerEvent<HTMLCanvasElement>): [number, number] => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    return [(event.clientX - left) / width, (event.clientY - top) / height];
  };
  const down = (event: PointerEvent<HTMLCanvasElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drawing.current = [at(event)];
  };
  const move = (event: PointerEvent<HTMLCanvasElement>) => {
    if (drawing.current.length === 0) return;
    drawing.current.push(at(event));
    draw(event.currentTarget, [...strokes, drawing.current]);
  };
  const up = () => {
    if (drawing.current.length > 1) setStrokes([...strokes, drawing.current]);
    drawing.current = [];
  };
  const confirm = () =>
    canvas.current?.toBlob((picture) => {
      if (picture === null) return;
      done(picture, who.trim());
      setStrokes([]);
      setWho('');
    }, 'image/png');
  return (
    <div className={styles.pad}>
      <label className={styles.field}>
        {t('signer')}
        <Input size="large" maxLength={60} value={who} onChange={(event) => setWho(event.target.value)} />
      </label>
      <canvas
        ref={canvas}
        width={716}
        height={320}
        role="img"
        aria-label={t('signHere')}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
      />
      <div className={styles.tools}>
        <span>{t('signHere')}</span>
        <button type="button" onClick={() => setStrokes(strokes.slice(0, -1))}>
          <RotateCcw size={18} aria-hidden /> {t('undoStroke')}
        </button>
        <button type="button" onClick={() => setStrokes([])}>
          <Trash2 size={18} aria-hidden /> {t('clear')}
        </button>
      </div>
      <Button size="large" block disabled={strokes.length === 0 || who.trim() === ''} onClick={confirm}>
        {t('signConfirm')}
      </Button>
    </div>
  );
}

function draw(canvas: HTMLCanvasElement, strokes: readonly Stroke[]): void {
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.strokeStyle = getComputedStyle(canvas).color;
  pen.lineWidth = 6;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  for (const [first, ...rest] of strokes) {
    if (first === undefined) continue;
    pen.beginPath();
    pen.moveTo(first[0] * canvas.width, first[1] * canvas.height);
    for (const [x, y] of rest) pen.lineTo(x * canvas.width, y * canvas.height);
    pen.stroke();
  }
}
