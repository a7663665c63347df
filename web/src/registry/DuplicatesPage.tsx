import { LENGTHS } from '@anlan/kernel/entity';
import type { Entity } from '@anlan/kernel/entity';
import { duplicateSchema, type DuplicatePair } from '@anlan/kernel/registry';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Modal, Radio } from 'antd';
import { ArrowLeftRight, CopyCheck } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { z } from 'zod';
import { api, query, type RegistryRecord } from '../api/index.ts';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, PageHead, RefusalNote, whileSlow } from '../parts/index.ts';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import { ENTITIES, entityByKey, recordHref } from './entities.ts';
import { useMay } from './may.ts';
import { WORDS } from './tool-words.ts';
import styles from './Tools.module.css';
import { Value } from './Value.tsx';
import { RegionName } from '../language/RegionName.tsx';

/** Pairs of records that may be one, with the evidence side by side. */
export function DuplicatesPage() {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const scope = useScope();
  const [params] = useSearchParams();
  const entity = entityByKey(params.get('entity') ?? 'enterprise') ?? ENTITIES[0]!;
  const found = useInfiniteQuery({
    queryKey: ['registry', entity.plural, 'duplicates', scope.path],
    queryFn: ({ signal, pageParam: after }) =>
      api.get(
        `/registry/duplicates${query({ entity: entity.key, region: scope.narrowed ? scope.path : null, after })}`,
        duplicateSchema,
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: ({ state }) => ((state.data?.pages[0]?.waiting ?? 0) > 0 ? 5000 : false),
  });
  const [first] = found.data?.pages ?? [];
  const pairs = found.data?.pages.flatMap((page) => page.pairs);
  return (
    <Page title={t('duplicates')}>
      <PageHead
        title={t('duplicates')}
        note={
          first === undefined
            ? ''
            : [
                t(first.atLeast ? 'dupAtLeast' : 'dupCount', { n: first.total }),
                t('dupNote'),
                ...(first.waiting > 0 ? [t('dupWaiting', { n: first.waiting })] : []),
              ].join(' · ')
        }
        crumbs={[{ label: label(entity), href: keep(`/registry/${entity.plural}`) }]}
      />
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError ? <Failed error={found.error} retry={() => void found.refetch()} /> : null}
      {pairs?.length === 0 ? (
        <Empty
          icon={<CopyCheck size={20} strokeWidth={1.6} />}
          title={t((first?.waiting ?? 0) > 0 ? 'dupComparing' : 'noDuplicates')}
        />
      ) : null}
      <div className={styles.pairs}>
        {pairs?.map((pair) => (
          <Pair key={`${pair.one.id}${pair.other.id}`} entity={entity} pair={pair} />
        ))}
      </div>
      {found.hasNextPage ? (
        <Button className={styles.more} loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('dupMore')}
        </Button>
      ) : null}
    </Page>
  );
}

function Pair({ entity, pair }: { readonly entity: Entity; readonly pair: DuplicatePair }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const client = useQueryClient();
  const { message } = App.useApp();
  const may = useMay('registry.verify');
  const [merging, setMerging] = useState(false);
  const distinct = useMutation({
    mutationFn: () =>
      api.post(
        '/registry/duplicates/distinct',
        { entity: entity.key, one: pair.one.id, other: pair.other.id },
        z.unknown(),
      ),
    onSuccess: () => (
      void message.success(t('remembered')),
      void client.invalidateQueries({ queryKey: ['registry', entity.plural, 'duplicates'] })
    ),
  });
  const [one, other] = [pair.one as RegistryRecord, pair.other as RegistryRecord];
  const fields = Object.entries(entity.fields).filter(([key]) => one[key] != null || other[key] != null);
  return (
    <Card
      flush
      title={
        <span className={styles.reasons}>
          {pair.reasons.includes('code') ? <span>{t('reasonCode')}</span> : null}
          {pair.reasons.includes('name') ? <span>{t('reasonName')}</span> : null}
          {pair.metres === null ? null : <span>{t('reasonNear', { m: Math.round(pair.metres) })}</span>}
          <span>{t('likeness', { p: Math.round(pair.likeness * 100) })}</span>
        </span>
      }
      extra={
        may ? (
          <>
            <Button size="small" loading={whileSlow(distinct.isPending)} onClick={() => distinct.mutate()}>
              {t('distinct')}
            </Button>
            <Button size="small" type="primary" onClick={() => setMerging(true)}>
              {t('merge')}
            </Button>
          </>
        ) : undefined
      }
    >
      <div className={styles.sides}>
        <span>{entity.nameLabel}</span>
        {[one, other].map((side) => (
          <Link key={side.id} to={keep(recordHref(entity, side.id))}>
            {side.name}
          </Link>
        ))}
        <span>{t('area')}</span>
        {[one, other].map((side) => (
          <span key={side.id} data-differs={one.regionPath !== other.regionPath}>
            <RegionName of={side.regionName} />
          </span>
        ))}
        {fields.map(([key, field]) => [
          <span key={key}>{label(field)}</span>,
          ...[one, other].map((side) => (
            <span key={`${key}${side.id}`} data-differs={one[key] !== other[key]}>
              <Value field={field} value={side[key]} name={side.labels?.[key]} place={side.regionPath} inTable />
            </span>
          )),
        ])}
      </div>
      {distinct.isError ? <RefusalNote error={distinct.error} /> : null}
      {merging ? <MergeDialog entity={entity} pair={[one, other]} close={() => setMerging(false)} /> : null}
    </Card>
  );
}

/** Chooses the surviving record, and field by field whose value it keeps. */
function MergeDialog({
  entity,
  pair,
  close,
}: {
  readonly entity: Entity;
  readonly pair: readonly [RegistryRecord, RegistryRecord];
  readonly close: () => void;
}) {
  const t = useWords(WORDS);
  const label = useLabel();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [swapped, setSwapped] = useState(false);
  const [survivor, merged] = swapped ? [pair[1], pair[0]] : pair;
  const blank = (value: unknown) => value === null || value === undefined || value === '';
  const members = ['name', 'regionPath', ...Object.keys(entity.fields), ...(entity.located ? ['lon', 'lat'] : [])];
  const differing = members.filter((key) => (survivor[key] ?? null) !== (merged[key] ?? null));
  const [chosen, setChosen] = useState<Record<string, boolean>>({});
  const [reason, setReason] = useState('');
  // What the survivor lacks is taken from the other unless somebody says no.
  const takes = (key: string) => chosen[key] ?? (blank(survivor[key]) && !blank(merged[key]));
  const merge = useMutation({
    mutationFn: () =>
      api.post(
        `/${entity.plural}/${survivor.id}/merge`,
        {
          merged: merged.id,
          versions: [survivor.version, merged.version],
          take: differing.filter(takes),
          reason: reason.trim(),
        },
        z.object({ moved: z.number() }),
      ),
    onSuccess: ({ moved }) => {
      void message.success(t('mergedDone', { n: moved }));
      close();
      void client.invalidateQueries({ queryKey: ['registry'] });
    },
  });
  const nameOf = (key: string) => {
    const field = entity.fields[key];
    return field === undefined
      ? ({ name: entity.nameLabel, regionPath: t('area'), lon: '经度', lat: '纬度' }[key] ?? key)
      : label(field);
  };
  const show = (side: RegistryRecord, key: string) => {
    const field = entity.fields[key];
    if (key === 'regionPath') return <RegionName of={side.regionName} />;
    return field === undefined ? (
      String(side[key] ?? '—')
    ) : (
      <Value field={field} value={side[key]} name={side.labels?.[key]} place={side.regionPath} inTable />
    );
  };
  return (
    <Modal
      open
      width={760}
      title={t('mergeTitle')}
      okText={t('merge')}
      cancelText={t('back')}
      onCancel={close}
      onOk={() => merge.mutate()}
      confirmLoading={merge.isPending}
      okButtonProps={{ disabled: reason.trim() === '' }}
    >
      <p style={{ color: 'var(--ink-2)' }}>{t('mergeNote')}</p>
      <div className={styles.sides}>
        <Button
          type="text"
          size="small"
          icon={<ArrowLeftRight size={14} aria-hidden />}
          onClick={() => (setSwapped(!swapped), setChosen({}))}
        >
          {t('swap')}
        </Button>
        <b>{t('survivor')}</b>
        <b>{t('mergedOne')}</b>
        {differing.map((key) => [
          <span key={key}>{nameOf(key)}</span>,
          <Radio key={`${key}s`} checked={!takes(key)} onChange={() => setChosen({ ...chosen, [key]: false })}>
            {show(survivor, key)}
          </Radio>,
          <Radio key={`${key}m`} checked={takes(key)} onChange={() => setChosen({ ...chosen, [key]: true })}>
            {show(merged, key)}
          </Radio>,
        ])}
      </div>
      <Input.TextArea
        maxLength={LENGTHS.reason}
        rows={2}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        placeholder={t('mergeReason')}
        aria-label={t('mergeReason')}
        style={{ marginTop: 12 }}
      />
      {merge.isError ? <RefusalNote error={merge.error} /> : null}
    </Modal>
  );
}
