import { Button, Modal } from 'antd';
import { QrCode } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useWords } from '../language/index.tsx';
import styles from './Offline.module.css';
import { codeIn, codeReader, recordIn, type Scanned } from './scan.ts';
import { WORDS } from './words.ts';

interface ScanProps {
  /** Takes what a code leads to; a text says why it does not fit here. */
  readonly found: (record: Scanned) => string | undefined;
  /** The sign alone, where the place says what it is for. */
  readonly bare?: boolean;
}

/** Scans the code on a gate, a tank or a risk card; where there is no camera, reads it from a picture. */
export function ScanButton({ found, bare = false }: ScanProps) {
  const t = useWords(WORDS);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="large"
        shape={bare ? 'circle' : 'default'}
        icon={<QrCode size={18} aria-hidden />}
        aria-label={bare ? t('scan') : undefined}
        title={bare ? t('scan') : undefined}
        onClick={() => setOpen(true)}
      >
        {bare ? null : t('scan')}
      </Button>
      <Modal title={t('scan')} open={open} footer={null} destroyOnHidden onCancel={() => setOpen(false)}>
        <Scanner found={found} done={() => setOpen(false)} />
      </Modal>
    </>
  );
}

const EVERY = 200;

function Scanner({ found, done }: ScanProps & { readonly done: () => void }) {
  const t = useWords(WORDS);
  const video = useRef<HTMLVideoElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [camera, setCamera] = useState(true);
  const [problem, setProblem] = useState<string>();
  const take = useEffectEvent((text: string | undefined): boolean => {
    const record = text === undefined ? undefined : recordIn(text);
    const why = record === undefined ? t(text === undefined ? 'noCode' : 'strangeCode') : found(record);
    setProblem(why);
    if (why === undefined) done();
    return why === undefined;
  });
  useEffect(() => {
    const watching = watch(video.current, take);
    void watching.started.catch(() => setCamera(false));
    return watching.stop;
  }, []);
  return (
    <div className={styles.scanner}>
      <video ref={video} muted playsInline hidden={!camera} aria-label={t('scanNote')} />
      <p className={styles.note}>{t(camera ? 'scanNote' : 'noCamera')}</p>
      {problem === undefined ? null : <p role="alert">{problem}</p>}
      <Button size="large" onClick={() => input.current?.click()}>
        {t('scanPicture')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept="image/*"
        aria-label={t('scanPicture')}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          if (file !== undefined) void codeIn(file).then(take, () => take(undefined));
        }}
      />
    </div>
  );
}

/** Looks through the camera until a code was taken; `stop` lets go of the camera. */
function watch(video: HTMLVideoElement | null, take: (text: string) => boolean) {
  let timer: ReturnType<typeof setInterval> | undefined;
  let stream: MediaStream | undefined;
  let over = false;
  const stop = () => {
    over = true;
    clearInterval(timer);
    for (const track of stream?.getTracks() ?? []) track.stop();
  };
  const start = async (): Promise<void> => {
    const opened = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
    stream = opened;
    if (over || video === null) return stop();
    video.srcObject = opened;
    await video.play();
    const reader = await codeReader();
    timer = setInterval(() => {
      void reader.detect(video).then(
        ([code]) => (!over && code !== undefined && take(code.rawValue) ? stop() : undefined),
        () => undefined,
      );
    }, EVERY);
  };
  return { started: start(), stop };
}
