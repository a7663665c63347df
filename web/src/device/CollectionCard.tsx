import {
  COLLECTED,
  COLLECTION_STATES,
  collectionViewSchema,
  type Collected,
  type CollectionState,
  type CollectionView,
} from '@anlan/kernel/collection';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Cable, Pencil } from 'lucide-react';
import { useState } from 'react';
import { api } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Facts, Failed, Loading, numberText, StatusWord } from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import { momentText, useNow } from '../time/index.ts';
import { CollectionDrawer } from './CollectionDrawer.tsx';
import { WORDS } from './collection-words.ts';

/** Is the platform the one who asks, or who must be told what a device's names mean? */
export function collectedProtocol(protocol: unknown): Collected | undefined {
  return COLLECTED.find((one) => one === protocol);
}

const WORK = { connected: 'done', connecting: 'wait', waiting: 'late', off: 'draft' } as const;

/** From where a device's values come, how it goes, and the way to change it. */
export function CollectionCard({ id, protocol }: { readonly id: string; readonly protocol: Collected }) {
  const t = useWords(WORDS);
  const writes = useMay('registry.write');
  const [editing, setEditing] = useState(false);
  const found = useQuery({
    queryKey: ['collection', id],
    refetchInterval: 5000,
    queryFn: ({ signal }) => api.get(`/devices/${id}/collection`, collectionViewSchema, signal),
  });
  return (
    <Card
      title={t('title')}
      note={t(`note_${protocol}`)}
      extra={
        writes && found.data !== undefined ? (
          <Button size="small" icon={<Pencil size={14} aria-hidden />} onClick={() => setEditing(true)}>
            {t('edit')}
          </Button>
        ) : null
      }
    >
      {found.isPending ? <Loading rows={3} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : <Shown view={found.data} />}
      {editing && found.data !== undefined ? (
        <CollectionDrawer id={id} protocol={protocol} view={found.data} close={() => setEditing(false)} />
      ) : null}
    </Card>
  );
}

function Shown({ view }: { readonly view: CollectionView }) {
  const t = useWords(WORDS);
  const now = useNow(5000);
  const { language } = useLanguage();
  const { settings, running } = view;
  if (settings === null)
    return <Empty icon={<Cable size={20} strokeWidth={1.6} />} title={t('none')} note={t('noneNote')} />;
  const changed =
    view.updatedAt === null ? null : `${view.updatedBy ?? ''} · ${momentText(view.updatedAt, now, language)}`;
  return (
    <div data-testid="collection">
      <Facts
        rows={[
          ...(speaks(settings)
            ? []
            : [[t('state'), <Standing key="s" enabled={view.enabled} running={running} />] as const]),
          ...placeRows(settings, t),
          [t('points'), numberText(settings.sources.length)],
          ...(running === null || speaks(settings) ? [] : [[t('rounds'), numberText(running.rounds)] as const]),
          ...(running?.trouble == null ? [] : [[t('trouble'), running.trouble] as const]),
          [t('changed'), changed],
        ]}
      />
    </div>
  );
}

/** Devices that speak by themselves: nobody goes there, and there is no state of going. */
const speaks = ({ protocol }: NonNullable<CollectionView['settings']>): boolean =>
  protocol === 'sparkplug' || protocol === 'jt808';

type Word = (key: keyof typeof WORDS, facts?: Readonly<Record<string, string | number>>) => string;

function placeRows(settings: NonNullable<CollectionView['settings']>, t: Word): (readonly [string, string])[] {
  if (settings.protocol === 'modbus') {
    return [
      [t('address'), `${settings.host}:${settings.port} · ${t('unit')} ${settings.unit}`],
      [t('interval'), t('seconds', { n: settings.interval })],
    ];
  }
  if (settings.protocol !== 'opcua') return [];
  return [
    [t('address'), settings.endpoint],
    [t('security'), settings.mode === 'None' ? t('plain') : `${settings.mode} · ${settings.policy}`],
    [t('user'), settings.user ?? t('anonymous')],
    [t('interval'), t('seconds', { n: settings.interval })],
  ];
}

function Standing({ enabled, running }: { readonly enabled: boolean; readonly running: CollectionState | null }) {
  const { language } = useLanguage();
  const state = enabled ? (running?.state ?? 'connecting') : 'off';
  return <StatusWord state={WORK[state]}>{COLLECTION_STATES[state][language === 'zh' ? 0 : 1]}</StatusWord>;
}
