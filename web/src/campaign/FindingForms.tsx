import type { Campaign, Finding } from '@anlan/kernel/campaign';
import { MEASURES } from '@anlan/systems/prevention';
import { useState } from 'react';
import { newId } from '../case/index.tsx';
import { Ask } from '../joint/Ask.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { useSend, useTargets } from './queries.ts';
import { WORDS } from './words.ts';

export function Decide({
  campaign,
  row,
  close,
}: {
  readonly campaign: Campaign;
  readonly row: Finding;
  readonly close: () => void;
}) {
  const t = useWords(WORDS);
  const label = useLabel();
  const send = useSend();
  return (
    <Ask
      title={`${t('decide')} ${row.place}`}
      submit={t('decide')}
      open
      close={close}
      initial={{ violation: row.violation, measure: row.measure ?? 'order', fine: row.fine }}
      fields={[
        {
          key: 'violation',
          label: t('violation'),
          kind: 'pick',
          required: true,
          options: campaign.kinds.map((kind) => ({ value: kind, label: kind })),
        },
        {
          key: 'measure',
          label: t('measure'),
          kind: 'pick',
          required: true,
          options: MEASURES.map((one) => ({ value: one.value, label: label(one) })),
        },
        { key: 'fine', label: t('fine'), kind: 'number' },
      ]}
      send={async (answers) => {
        await send(`/campaigns/findings/${row.id}/decide`, answers);
        // At a place nobody registered there is no rectification to wait for.
        if (row.caseId === null) await send(`/campaigns/findings/${row.id}/settle`, {});
      }}
    />
  );
}

export function Add({ campaign, close }: { readonly campaign: Campaign; readonly close: () => void }) {
  const t = useWords(WORDS);
  const send = useSend();
  const [requestId] = useState(newId);
  const targets = useTargets(campaign.id, { page: 1, size: 200 }).data?.rows ?? [];
  return (
    <Ask
      title={t('addFinding')}
      submit={t('save')}
      open
      close={close}
      fields={[
        {
          key: 'enterpriseId',
          label: t('enterprise'),
          kind: 'pick',
          options: targets.map((row) => ({ value: row.id, label: `${row.name} ${row.region}` })),
        },
        { key: 'place', label: t('illegal'), kind: 'text', max: 120, hint: t('illegalHint') },
        {
          key: 'regionPath',
          label: t('regionOf'),
          kind: 'pick',
          options: campaign.parts.map((part) => ({ value: part.path, label: part.name })),
        },
        {
          key: 'violation',
          label: t('violation'),
          kind: 'pick',
          required: true,
          options: campaign.kinds.map((kind) => ({ value: kind, label: kind })),
        },
        { key: 'what', label: t('what'), kind: 'area', required: true, max: 300 },
      ]}
      send={(answers) => send(`/campaigns/${campaign.id}/findings`, { ...answers, requestId })}
    />
  );
}
