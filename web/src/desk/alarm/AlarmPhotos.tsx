import type { AlarmDetail } from '@anlan/kernel/alarm';
import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { Camera } from 'lucide-react';
import { z } from 'zod';
import { api } from '../../api/index.ts';
import { useWords } from '../../language/index.tsx';
import { Photos, RefusalNote, whileSlow } from '../../parts/index.ts';
import { TerminalVideo } from '../../player/index.tsx';
import { useMay } from '../../registry/index.tsx';
import styles from './AlarmCard.module.css';
import { WORDS } from './words.ts';

const sentSchema = z.looseObject({ state: z.string() });

/** The photos and clips in an alarm's trail; of a vehicle's alarm more can be taken now, and its cameras watched, by those who may. */
export function AlarmPhotos({ detail }: { readonly detail: AlarmDetail }) {
  const t = useWords(WORDS);
  const { alarm, trail } = detail;
  const filesOf = (kind: string) =>
    trail.flatMap(({ file, text, at }) => {
      if (file === null || !file.type.startsWith(kind)) return [];
      const { sha256 } = file;
      return [
        { key: `${sha256}${at}`, src: `/api/alarms/${alarm.id}/evidence/${sha256}`, label: text.split(' ')[0]!, at },
      ];
    });
  const photos = filesOf('image/');
  const clips = filesOf('video/');
  const vehicle = alarm.subjectKind === 'vehicle' && alarm.deviceId !== null;
  if (photos.length + clips.length === 0 && !vehicle) return null;
  return (
    <section className={styles.photos} aria-label={t('photos')} data-testid="alarm-photos">
      {photos.length === 0 ? null : <Photos photos={photos} label={t('photos')} />}
      {clips.length === 0 ? null : (
        <div className={styles.clips}>
          {clips.map(({ key, src, label }) => (
            <video key={key} src={src} controls muted preload="metadata" aria-label={label} />
          ))}
        </div>
      )}
      {vehicle && alarm.closedAt === null ? (
        <>
          <TakePhoto device={alarm.deviceId ?? ''} />
          <TerminalVideo device={alarm.deviceId ?? ''} alarm={alarm.id} />
        </>
      ) : null}
    </section>
  );
}

/** Has the driver's camera take a picture now; who asked is in the device's instructions and the audit. */
function TakePhoto({ device }: { readonly device: string }) {
  const t = useWords(WORDS);
  const { message } = App.useApp();
  const commands = useMay('device.command');
  const shoot = useMutation({
    mutationFn: () => api.post(`/devices/${device}/instruction`, { kind: 'photo' }, sentSchema),
    onSuccess: ({ state }) =>
      void message[state === 'acknowledged' ? 'success' : 'warning'](
        t(state === 'acknowledged' ? 'photoTaken' : 'photoRefused'),
      ),
  });
  if (!commands) return null;
  return (
    <div>
      <Button
        size="small"
        icon={<Camera size={14} aria-hidden />}
        loading={whileSlow(shoot.isPending)}
        onClick={() => shoot.mutate()}
      >
        {t('takePhoto')}
      </Button>
      {shoot.isError ? <RefusalNote error={shoot.error} /> : null}
    </div>
  );
}
