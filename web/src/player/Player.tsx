import { keptMediaSchema, keptMediumSchema, type Past } from '@anlan/kernel/media';
import { App, Button, Tooltip } from 'antd';
import { Camera, Film as FilmIcon, Maximize2, Pause, Play, RotateCw, VideoOff } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { api, query } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { stampText } from '../time/index.ts';
import { problemOf } from './problem.ts';
import styles from './Player.module.css';
import { useFilm } from './use-film.ts';
import { WORDS } from './words.ts';

interface PlayerProps {
  /** Id of a camera, or `<device id>.<channel>` of a vehicle's terminal. */
  readonly stream: string;
  /** Pictures and clips are put to this alarm or case. */
  readonly alarm?: string | undefined;
  readonly case?: string | undefined;
  /** What its device recorded then, instead of what it sees now. */
  readonly past?: Past | undefined;
  /** Is told when the picture shown was made. */
  readonly onTime?: ((at: number) => void) | undefined;
}

const JPEG_QUALITY = 0.92;

/** Pictures of one camera, live or recorded: how old they are, why there are none, and what can be kept of them. */
export function Player({ stream, alarm, case: caseId, past, onTime }: PlayerProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const frame = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const { state, name, age, at, end, retryIn, retry } = useFilm(stream, past, video);
  const [stopped, setStopped] = useState(false);
  const keep = useKeep(stream, video, { alarm, case: caseId, ...past }, at);
  useEffect(() => {
    if (at !== undefined) onTime?.(at);
  }, [at, onTime]);

  const pause = (): void => {
    const element = video.current;
    if (element === null) return;
    if (element.paused) void element.play().catch(() => {});
    else element.pause();
    setStopped(element.paused);
  };
  const full = (): void => {
    if (document.fullscreenElement === null) void frame.current?.requestFullscreen().catch(() => {});
    else void document.exitFullscreen().catch(() => {});
  };
  const ACTS: Readonly<Record<string, () => void>> = { s: keep.snapshot, c: keep.clip, f: full, r: retry };
  const press = (event: KeyboardEvent): void => {
    const act = ACTS[event.key.toLowerCase()];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    // The page has acts by the same keys: on the desk S shelves an alarm.
    event.stopPropagation();
    if (event.key === 'r' || event.key === 'f' || state === 'showing') act();
  };
  const showing = state === 'showing';
  return (
    <div ref={frame} className={styles.player} data-testid="player" data-state={state}>
      <video ref={video} muted autoPlay playsInline aria-hidden="true" />
      <button
        type="button"
        className={styles.surface}
        aria-label={t(past === undefined ? 'player' : 'recorded', { name })}
        aria-keyshortcuts="s c f r"
        onClick={showing ? pause : retry}
        onKeyDown={press}
      />
      {showing ? null : (
        <div className={styles.cover} role="status">
          <VideoOff size={28} strokeWidth={1.5} aria-hidden />
          <b>{end === undefined ? t('asking') : end[language]}</b>
          {state === 'over' && retryIn !== undefined ? <span>{t('again', { seconds: retryIn })}</span> : null}
          {state === 'over' ? (
            <Button size="small" icon={<RotateCw size={14} aria-hidden />} onClick={retry}>
              {t('retry')}
            </Button>
          ) : null}
        </div>
      )}
      <div className={styles.bar}>
        <span className={styles.name}>{name}</span>
        {showing && past === undefined && age !== undefined ? (
          <Tooltip title={t('ageHelp')}>
            <span className={styles.age} data-testid="player-age">
              {t('age', { seconds: age.toFixed(1) })}
            </span>
          </Tooltip>
        ) : null}
        {showing && past !== undefined && at !== undefined ? (
          <span className={styles.age} data-testid="player-past">
            {t('past', { at: stampText(at) })}
          </span>
        ) : null}
        <span className={styles.acts} title={t('keys')}>
          <Act label={stopped ? t('go') : t('stop')} icon={stopped ? Play : Pause} act={pause} off={!showing} />
          <Act label={t('snapshot')} icon={Camera} act={keep.snapshot} off={!showing || keep.busy} />
          <Act label={t('clip')} icon={FilmIcon} act={keep.clip} off={!showing || keep.busy} />
          <Act label={t('full')} icon={Maximize2} act={full} off={false} />
        </span>
      </div>
    </div>
  );
}

interface ActProps {
  readonly label: string;
  readonly icon: typeof Camera;
  readonly act: () => void;
  readonly off: boolean;
}

function Act({ label, icon: Icon, act, off }: ActProps) {
  return (
    <Tooltip title={label}>
      <button type="button" aria-label={label} onClick={act} disabled={off}>
        <Icon size={16} strokeWidth={1.7} aria-hidden />
      </button>
    </Tooltip>
  );
}

/** Keeps the picture that is shown, or what was shown before and comes after; bound to the alarm or case of the page. */
function useKeep(
  stream: string,
  video: React.RefObject<HTMLVideoElement | null>,
  of: { readonly alarm?: string | undefined; readonly case?: string | undefined } & Partial<Past>,
  at: number | undefined,
): { readonly busy: boolean; readonly snapshot: () => void; readonly clip: () => void } {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const told = of.alarm === undefined ? (of.case === undefined ? 'kept' : 'boundCase') : 'bound';
  const doing = async (act: () => Promise<string | undefined>): Promise<void> => {
    setBusy(true);
    try {
      const name = await act();
      if (name !== undefined) void message.success(t(told, { name }));
    } catch (error) {
      void message.error(problemOf(error)[language]);
    } finally {
      setBusy(false);
    }
  };
  return {
    busy,
    snapshot: () =>
      void doing(async () => {
        const picture = await pictureOf(video.current);
        if (picture === undefined) return undefined;
        const moment = of.from === undefined || at === undefined ? {} : { at: Math.round(at) };
        const kept = await api.post(
          `/streams/${stream}/snapshots${query({ ...of, ...moment })}`,
          picture,
          keptMediaSchema,
        );
        return kept[0]?.name;
      }),
    clip: () =>
      void doing(async () => {
        void message.info(t('clipping'));
        return (await api.post(`/streams/${stream}/clips`, of, keptMediumSchema)).name;
      }),
  };
}

/** The picture that is shown, as JPEG; undefined when there is none. */
async function pictureOf(video: HTMLVideoElement | null): Promise<Blob | undefined> {
  if (video === null || video.videoWidth === 0) return undefined;
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/jpeg', JPEG_QUALITY));
}
