import { LENGTHS } from '@anlan/kernel/entity';
import { REGION_KINDS, REGION_PARENTS, regionNodeSchema, type RegionKind } from '@anlan/kernel/registry';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal, Select, Tooltip } from 'antd';
import { ChevronRight, Plus } from 'lucide-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { z } from 'zod';
import { api, query, useSession } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Failed, Loading, PageHead, RefusalNote } from '../parts/index.ts';
import { Page } from '../shell/index.ts';
import { useMay } from './may.ts';
import { isMovable, MoveRegion } from './MoveRegion.tsx';
import { WORDS } from './tool-words.ts';
import styles from './Tools.module.css';

type Node = z.infer<typeof regionNodeSchema>;
type Act = { readonly kind: 'add' | 'rename' | 'move' | 'end'; readonly node: Node };

const CHANGES: Readonly<Record<string, 'renamed' | 'end' | 'moved'>> = {
  renamed: 'renamed',
  ended: 'end',
  moved: 'moved',
};

/** The region tree, one level at a time; grids and villages added, renamed, moved and ended with a reason. */
export function RegionsPage() {
  const t = useWords(WORDS);
  const [params, setParams] = useSearchParams();
  const writes = useMay('region.write');
  const session = useSession();
  const { language } = useLanguage();
  const under = params.get('under');
  const [act, setAct] = useState<Act | null>(null);
  const nodes = useQuery({
    queryKey: ['registry', 'region-nodes', under],
    queryFn: ({ signal }) => api.get(`/registry/regions${query({ under })}`, z.array(regionNodeSchema), signal),
  });
  const open = (path: string) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      next.set('under', path);
      return next;
    });
  const [self, ...below] = nodes.data ?? [];
  return (
    <Page title={t('regions')}>
      <PageHead
        title={t('regions')}
        note={t('regionNote')}
        crumbs={
          self?.parentPath == null || self.path === session.scope.path
            ? []
            : [{ label: t('up'), href: `/registry/regions?under=${self.parentPath}` }]
        }
        actions={
          writes && self !== undefined ? (
            <Button
              type="primary"
              icon={<Plus size={15} aria-hidden />}
              onClick={() => setAct({ kind: 'add', node: self })}
            >
              {t('add')}
            </Button>
          ) : undefined
        }
      />
      {nodes.isPending ? <Loading rows={8} /> : null}
      {nodes.isError ? <Failed error={nodes.error} retry={() => void nodes.refetch()} /> : null}
      {self === undefined ? null : (
        <Card
          title={language === 'en' ? self.nameEn : self.name}
          note={`${REGION_KINDS[self.kind as RegionKind] ?? self.kind} · ${below.filter(({ validTo }) => validTo === null).length}`}
          flush
        >
          <div className={styles.nodes}>
            {below.map((node) => (
              <Row
                key={node.path}
                node={node}
                open={() => open(node.path)}
                act={writes ? (kind) => setAct({ kind, node }) : undefined}
              />
            ))}
          </div>
        </Card>
      )}
      {act === null ? null : act.kind === 'move' ? (
        <MoveRegion node={act.node} close={() => setAct(null)} />
      ) : (
        <Change kind={act.kind} node={act.node} close={() => setAct(null)} />
      )}
    </Page>
  );
}

function Row({
  node,
  open,
  act,
}: {
  readonly node: Node;
  readonly open: () => void;
  readonly act: ((kind: Act['kind']) => void) | undefined;
}) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const [latest] = node.changes;
  const said = (change: Node['changes'][number]) =>
    `${new Date(change.at).toISOString().slice(0, 10)} ${change.by} ${t(CHANGES[change.kind] ?? 'addedOn', { before: change.before ?? '', after: change.after ?? '' })}：${change.reason}`;
  return (
    <div className={styles.node} data-ended={node.validTo !== null}>
      <span>
        <button type="button" className={styles.link} onClick={open}>
          {language === 'en' ? node.nameEn : node.name}
        </button>
        {node.validTo === null ? null : <small>{t('ended', { on: node.validTo })}</small>}
        {latest === undefined ? null : (
          <Tooltip title={node.changes.map(said).join('\n')} styles={{ root: { whiteSpace: 'pre-line' } }}>
            <small>{said(latest)}</small>
          </Tooltip>
        )}
      </span>
      <span>{REGION_KINDS[node.kind as RegionKind] ?? node.kind}</span>
      <span>{node.code ?? '—'}</span>
      <span>{node.children === 0 ? '' : `${t('below')} ${node.children}`}</span>
      <span className={styles.acts}>
        {act === undefined || node.validTo !== null ? null : (
          <>
            <Button size="small" type="text" disabled={addable(node.kind).length === 0} onClick={() => act('add')}>
              {t('add')}
            </Button>
            <Button size="small" type="text" onClick={() => act('rename')}>
              {t('rename')}
            </Button>
            {isMovable(node.kind) ? (
              <Button size="small" type="text" onClick={() => act('move')}>
                {t('move')}
              </Button>
            ) : null}
            <Button size="small" type="text" danger onClick={() => act('end')}>
              {t('end')}
            </Button>
          </>
        )}
        <Button
          size="small"
          type="text"
          aria-label={node.name}
          icon={<ChevronRight size={15} aria-hidden />}
          onClick={open}
        />
      </span>
    </div>
  );
}

/** What may be added under a region of a kind. */
function addable(kind: string): ('grid' | 'village' | 'zone')[] {
  return (['grid', 'village', 'zone'] as const).filter((one) => REGION_PARENTS[one].some((parent) => parent === kind));
}

function Change({
  kind,
  node,
  close,
}: {
  readonly kind: 'add' | 'rename' | 'end';
  readonly node: Node;
  readonly close: () => void;
}) {
  const t = useWords(WORDS);
  const client = useQueryClient();
  const [name, setName] = useState(kind === 'rename' ? node.name : '');
  const [nameEn, setNameEn] = useState(kind === 'rename' ? node.nameEn : '');
  const [type, setType] = useState<string | undefined>(addable(node.kind)[0]);
  const [on, setOn] = useState(() => new Date().toISOString().slice(0, 10));
  const [reason, setReason] = useState('');
  const done = z.object({ path: z.string() });
  const send = useMutation({
    mutationFn: () => {
      const why = reason.trim();
      // Left as it was, the English name follows the new one.
      const english = nameEn.trim() === '' || nameEn.trim() === node.nameEn ? {} : { nameEn: nameEn.trim() };
      if (kind === 'add')
        return api.post(
          '/registry/regions',
          { parent: node.path, name: name.trim(), ...english, kind: type, reason: why },
          done,
        );
      if (kind === 'rename')
        return api.patch('/registry/regions', { path: node.path, name: name.trim(), ...english, reason: why }, done);
      return api.post('/registry/regions/end', { path: node.path, on, reason: why }, done);
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['registry', 'region-nodes'] });
      void client.invalidateQueries({ queryKey: ['regions'] });
      close();
    },
  });
  const ready = reason.trim() !== '' && (kind === 'end' || name.trim() !== '');
  return (
    <Modal
      open
      title={kind === 'add' ? t('addUnder', { name: node.name }) : `${t(kind)} · ${node.name}`}
      okText={t('save')}
      cancelText={t('back')}
      onCancel={close}
      onOk={() => send.mutate()}
      confirmLoading={send.isPending}
      okButtonProps={{ disabled: !ready }}
      width={420}
    >
      <div className={styles.formGrid}>
        {kind !== 'add' ? null : (
          <label>
            {t('kind')}
            <Select
              value={type}
              onChange={setType}
              options={addable(node.kind).map((value) => ({ value, label: t(value) }))}
            />
          </label>
        )}
        {kind === 'end' ? (
          <label>
            {t('endOn')}
            <Input type="date" value={on} onChange={(event) => setOn(event.target.value)} />
          </label>
        ) : (
          <>
            <label>
              {t('name')}
              <Input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
            </label>
            <label>
              {t('nameEn')}
              <Input
                value={nameEn}
                maxLength={120}
                placeholder={t('romanised')}
                onChange={(event) => setNameEn(event.target.value)}
              />
            </label>
          </>
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
      {send.isError ? <RefusalNote error={send.error} /> : null}
    </Modal>
  );
}
