import { LENGTHS } from '@anlan/kernel/entity';
import { movingSchema, REGION_PARENTS, type regionNodeSchema } from '@anlan/kernel/registry';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { api, query, useRegions, useSession } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { useRegionName } from '../language/regions.ts';
import { Loading, RefusalNote } from '../parts/index.ts';
import { WORDS } from './tool-words.ts';
import styles from './Tools.module.css';

type Node = z.infer<typeof regionNodeSchema>;

/** May a region of a kind come to lie under another one? */
export function isMovable(kind: string): boolean {
  return kind === 'town' || kind === 'village' || kind === 'grid';
}

/** Moves a town, village or cell under another region: says what goes along before it is done. */
export function MoveRegion({ node, close }: { readonly node: Node; readonly close: () => void }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const nameOf = useRegionName();
  const client = useQueryClient();
  const { message } = App.useApp();
  const session = useSession();
  const regions = useRegions(session.scope.path ?? null);
  const [under, setUnder] = useState<string>();
  const [reason, setReason] = useState('');
  const moving = useQuery({
    queryKey: ['registry', 'moving-region', node.path],
    queryFn: ({ signal }) => api.get(`/registry/regions/move${query({ path: node.path })}`, movingSchema, signal),
  });
  const parents: readonly string[] = REGION_PARENTS[node.kind as keyof typeof REGION_PARENTS] ?? [];
  const places = (regions.data ?? []).filter(({ path, kind }) => parents.includes(kind) && path !== node.parentPath);
  const target = places.find(({ path }) => path === under);
  const move = useMutation({
    mutationFn: () =>
      api.post(
        '/registry/regions/move',
        { path: node.path, under, reason: reason.trim() },
        z.object({ path: z.string() }),
      ),
    onSuccess: () => {
      void message.success(t('movedTo', { name: node.name, under: target?.name ?? '' }));
      // Everything that lies in it has another place now.
      void client.invalidateQueries();
      close();
    },
  });
  return (
    <Modal
      open
      title={`${t('move')} · ${language === 'en' ? node.nameEn : node.name}`}
      okText={t('move')}
      okButtonProps={{
        danger: true,
        disabled: target === undefined || reason.trim() === '' || moving.data === undefined,
      }}
      cancelText={t('back')}
      onCancel={close}
      onOk={() => move.mutate()}
      confirmLoading={move.isPending}
      width={480}
    >
      <div className={styles.formGrid}>
        <label>
          {t('moveUnder')}
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            value={under}
            onChange={setUnder}
            loading={regions.isPending}
            placeholder={t('moveChoose')}
            options={places.map(({ path, name }) => ({ value: path, label: nameOf(name) }))}
          />
        </label>
        {moving.isPending ? <Loading rows={2} /> : null}
        {moving.data === undefined ? null : (
          <p className={styles.warn} role="status">
            {t('movesAlong', { ...moving.data })}
          </p>
        )}
        <label>
          {t('reason')}
          <Input.TextArea
            maxLength={LENGTHS.reason}
            rows={2}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
      </div>
      {move.isError ? <RefusalNote error={move.error} /> : null}
      {moving.isError ? <RefusalNote error={moving.error} /> : null}
    </Modal>
  );
}
