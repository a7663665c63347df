import { deviceMediaSchema, type DeviceMedia } from '@anlan/kernel/attachment';
import { useQuery } from '@tanstack/react-query';
import { ImageOff } from 'lucide-react';
import { Link } from 'react-router';
import { api } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, Photos } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import styles from './DevicePage.module.css';
import { WORDS } from './words.ts';

const MOST_PHOTOS = 20;
const MOST_EVENTS = 10;

/** What a vehicle's instruments saw, and the pictures it sent. */
export function MediaCard({ id }: { readonly id: string }) {
  const t = useWords(WORDS);
  const found = useQuery({
    queryKey: ['media', id],
    refetchInterval: 10_000,
    queryFn: ({ signal }) => api.get(`/devices/${id}/media`, deviceMediaSchema, signal),
  });
  return (
    <Card title={t('media')} note={t('mediaNote')}>
      {found.isPending ? <Loading rows={3} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : <Shown {...found.data} />}
    </Card>
  );
}

function Shown({ media, events }: DeviceMedia) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const photos = media.filter(({ type }) => type.startsWith('image/')).slice(0, MOST_PHOTOS);
  const others = media.filter(({ type }) => !type.startsWith('image/'));
  if (media.length + events.length === 0)
    return <Empty icon={<ImageOff size={20} strokeWidth={1.6} />} title={t('noMedia')} />;
  return (
    <div className={styles.media} data-testid="device-media">
      <Photos
        label={t('media')}
        photos={photos.map(({ id, label, name, orderedBy, takenAt }) => ({
          key: id,
          src: `/api/media/${id}`,
          label: label ?? (orderedBy === null ? name : t('orderedBy', { by: orderedBy })),
          at: takenAt,
        }))}
      />
      <ul>
        {others.map(({ id, name, size }) => (
          <li key={id}>
            <a href={`/api/media/${id}`} download={name}>
              {name} · {Math.ceil(size / 1024)} KB
            </a>
          </li>
        ))}
        {events.slice(0, MOST_EVENTS).map((event) => (
          <li key={event.id}>
            {event.alarmId === null ? (
              event.label
            ) : (
              <Link to={keep(`/desk?alarm=${event.alarmId}`)}>{event.label}</Link>
            )}
            {event.degree === null ? '' : ` · ${t('degree', { n: event.degree })}`} · {stampText(event.at)}
            <small> {t('files', { here: event.arrived, all: event.attachments })}</small>
          </li>
        ))}
      </ul>
    </div>
  );
}
