import { Button } from 'antd';
import { Video } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useWords } from '../language/index.tsx';
import { Player } from '../player/index.tsx';
import { useMay } from '../registry/index.tsx';
import styles from './Camera.module.css';
import { useBeside } from './queries.ts';
import { WORDS } from './words.ts';
import { useByName } from '../language/things.ts';

/** Leafing through alarms must not call up a camera each. */
const STAYED_MS = 800;

interface Props {
  readonly alarm: string;
  /** A closed alarm calls up nothing by itself. */
  readonly open: boolean;
}

/** The cameras beside an alarm: the one that watches its place plays by itself, the others at a touch. What is kept is bound to the alarm. */
export function AlarmCameras({ alarm, open }: Props) {
  const t = useWords(WORDS);
  const may = useMay('camera.watch');
  const { data: cameras = [] } = useBeside(alarm, may);
  const [shown, setShown] = useState<string>();
  const first = cameras.find(({ online, metres, why }) => online === true && (metres === null || why !== '就近'))?.id;
  useEffect(() => {
    if (first === undefined || !open) return undefined;
    const stayed = setTimeout(() => setShown((chosen) => chosen ?? first), STAYED_MS);
    return () => clearTimeout(stayed);
  }, [first, open]);
  const name = useByName();
  if (!may || cameras.length === 0) return null;
  return (
    <section className={styles.beside} aria-label={t('beside')} data-testid="alarm-cameras">
      {shown === undefined ? null : <Player key={shown} stream={shown} alarm={alarm} />}
      <div className={styles.chips}>
        {cameras.map((camera) => {
          const near = camera.why === '就近' && camera.metres !== null;
          const said = [
            name(camera.place ?? camera.name),
            ...(camera.online === false ? [t('offline')] : []),
            ...(near ? [t('metres', { n: Math.round(camera.metres ?? 0) })] : []),
          ].join(' · ');
          return (
            <Button
              key={camera.id}
              size="small"
              type={camera.id === shown ? 'primary' : 'default'}
              icon={<Video size={14} aria-hidden />}
              title={camera.why}
              aria-label={`${said}: ${t('look', { name: camera.name })}`}
              onClick={() => setShown(camera.id)}
            >
              {said}
            </Button>
          );
        })}
      </div>
    </section>
  );
}
