import { Mic, Square } from 'lucide-react';
import { useWords } from '../language/index.tsx';
import { useNow } from '../time/index.ts';
import { useVoice, voiceName } from './capture.ts';
import { WORDS } from './words.ts';

interface VoiceButtonProps {
  readonly className?: string | undefined;
  readonly size?: number;
  /** A finished note, named with its length. */
  readonly done: (voice: Blob, name: string) => void;
}

/** Tap to speak, tap to stop; where nothing can be recorded it says why and what to do instead. */
export function VoiceButton({ className, size = 20, done }: VoiceButtonProps) {
  const t = useWords(WORDS);
  const voice = useVoice((blob, seconds) => done(blob, voiceName(t('voice'), seconds)));
  const now = useNow(1000);
  return (
    <>
      <button
        type="button"
        className={className}
        aria-pressed={voice.since !== null}
        data-testid="voice"
        onClick={() => void (voice.since === null ? voice.start() : voice.stop())}
      >
        {voice.since === null ? <Mic size={size} aria-hidden /> : <Square size={size - 2} aria-hidden />}
        {voice.since === null
          ? t('record')
          : t('recording', { s: Math.max(0, Math.floor((now - voice.since) / 1000)) })}
      </button>
      {voice.failed === null ? null : <p role="alert">{t(`voice-${voice.failed}`)}</p>}
    </>
  );
}
