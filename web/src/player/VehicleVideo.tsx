import { VEHICLE_CHANNELS } from '@anlan/kernel/media';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { VideoOff } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading } from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import { Player } from './Player.tsx';
import styles from './Player.module.css';
import { WORDS } from './words.ts';

const terminalSchema = z.object({ device: z.string().nullable() });

/** What a vehicle's cameras show, on its page. */
export function VehicleVideo({ vehicle }: { readonly vehicle: string }) {
  const t = useWords(WORDS);
  const may = useMay('camera.watch');
  const found = useQuery({
    queryKey: ['vehicle-terminal', vehicle],
    enabled: may,
    queryFn: ({ signal }) => api.get(`/vehicles/${vehicle}/terminal`, terminalSchema, signal),
  });
  if (!may) return null;
  const { device } = found.data ?? {};
  return (
    <Card title={t('channels')} note={t('channelsNote')}>
      {found.isPending ? <Loading rows={2} /> : null}
      {found.isError ? <Failed error={found.error} retry={() => void found.refetch()} /> : null}
      {device === null ? <Empty icon={<VideoOff size={20} strokeWidth={1.6} />} title={t('noTerminal')} /> : null}
      {device == null ? null : <TerminalVideo device={device} />}
    </Card>
  );
}

/** The channels of a terminal; one is asked for when it is chosen, for the alarm whose evidence it may become. */
export function TerminalVideo({ device, alarm }: { readonly device: string; readonly alarm?: string | undefined }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const may = useMay('camera.watch');
  const [channel, setChannel] = useState<string>();
  if (!may) return null;
  return (
    <div className={styles.vehicle} data-testid="vehicle-video">
      <div className={styles.channels} role="group" aria-label={t('channels')}>
        {Object.entries(VEHICLE_CHANNELS).map(([number, { label, labelEn }]) => (
          <Button
            key={number}
            size="small"
            type={channel === number ? 'primary' : 'default'}
            aria-pressed={channel === number}
            onClick={() => setChannel(channel === number ? undefined : number)}
          >
            {t('channel', { n: number, label: language === 'zh' ? label : labelEn })}
          </Button>
        ))}
      </div>
      {channel === undefined ? null : <Player key={channel} stream={`${device}.${channel}`} alarm={alarm} />}
    </div>
  );
}
