import { scenarioSchema, scenariosSchema, type Outlook, type SavedScenario, type Setup } from '@anlan/kernel/workbench';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Input, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Empty, Failed, RefusalNote, RiskMark, whileSlow } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import { engine } from './engine.ts';
import { metresText, rateText } from './text.ts';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';

export const useScenarios = () =>
  useQuery({
    queryKey: ['workbench', 'scenarios'],
    queryFn: ({ signal }) => api.get('/workbench/scenarios', scenariosSchema, signal),
  });

interface SaveDialogProps {
  readonly setup: Setup;
  readonly known: SavedScenario | null;
  readonly onClose: () => void;
  readonly onSaved: (saved: SavedScenario) => void;
}

/** Names and keeps a scenario; one that is open may be changed instead. Sent twice it is one. */
export function SaveDialog({ setup, known, onClose, onSaved }: SaveDialogProps) {
  const t = useWords(WORDS);
  const cache = useQueryClient();
  const [id] = useState(() => crypto.randomUUID());
  const [name, setName] = useState(known?.name ?? '');
  const [note, setNote] = useState(known?.note ?? '');
  const [update, setUpdate] = useState(known?.mine === true);
  const save = useMutation({
    mutationFn: () =>
      update && known !== null
        ? api.patch(
            `/workbench/scenarios/${known.id}`,
            scenarioWish(name, note, setup, { version: known.version }),
            scenarioSchema,
          )
        : api.post('/workbench/scenarios', scenarioWish(name, note, setup, { id }), scenarioSchema),
    onSuccess: (saved) => {
      void cache.invalidateQueries({ queryKey: ['workbench', 'scenarios'] });
      onSaved(saved);
    },
  });
  return (
    <Modal
      open
      title={t('saveAs')}
      okText={t('save')}
      cancelText={t('cancel')}
      onCancel={onClose}
      onOk={() => save.mutate()}
      okButtonProps={{ disabled: name.trim() === '', loading: whileSlow(save.isPending), className: 'save-ok' }}
    >
      <div className={styles.dialog}>
        <label htmlFor="wb-name">{t('name')}</label>
        <Input
          id="wb-name"
          value={name}
          maxLength={80}
          onChange={(event) => setName(event.target.value)}
          data-testid="save-name"
        />
        <label htmlFor="wb-note">{t('note')}</label>
        <Input.TextArea
          id="wb-note"
          value={note}
          maxLength={1000}
          rows={2}
          onChange={(event) => setNote(event.target.value)}
        />
        {known?.mine === true ? (
          <label className={styles.check}>
            <input type="checkbox" checked={update} onChange={(event) => setUpdate(event.target.checked)} />{' '}
            {t('update', { name: known.name })}
          </label>
        ) : null}
        {save.isError ? <RefusalNote error={save.error} /> : null}
      </div>
    </Modal>
  );
}

const scenarioWish = (name: string, note: string, setup: Setup, more: object) => ({ name, note, setup, ...more });

interface CompareProps {
  readonly setup: Setup;
  readonly outlook: Outlook | undefined;
  readonly onOpen: (saved: SavedScenario) => void;
}

/** Saved scenarios: open one, or set several beside the present one. */
export function Compare({ setup, outlook, onOpen }: CompareProps) {
  const t = useWords(WORDS);
  const cache = useQueryClient();
  const scenarios = useScenarios();
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const [outlooks, setOutlooks] = useState<ReadonlyMap<string, Outlook>>(new Map());
  useEffect(() => {
    let gone = false;
    void Promise.all(
      (scenarios.data ?? [])
        .filter(({ id }) => ticked.includes(id))
        .map(
          async ({ id, setup: other }) =>
            [id, (await engine.ask<'assess'>({ kind: 'assess', setup: other })).value] as const,
        ),
    ).then((found) => {
      if (!gone) setOutlooks(new Map(found.flatMap(([id, one]) => (one.ok ? [[id, one] as const] : []))));
    });
    return () => {
      gone = true;
    };
  }, [ticked, scenarios.data]);
  const retire = useMutation({
    mutationFn: (id: string) => api.remove(`/workbench/scenarios/${id}`, z.undefined()),
    onSuccess: () => void cache.invalidateQueries({ queryKey: ['workbench', 'scenarios'] }),
  });
  if (scenarios.isError) return <Failed error={scenarios.error} />;
  const rows = scenarios.data ?? [];
  const chosen = rows.filter(({ id }) => outlooks.has(id));
  return (
    <div className={styles.compare} data-testid="compare">
      {rows.length === 0 ? <Empty title={t('none')} /> : <p className={styles.small}>{t('compareNote')}</p>}
      <ul>
        {rows.map((row) => (
          <li key={row.id} data-testid="scenario">
            <label>
              <input
                type="checkbox"
                checked={ticked.includes(row.id)}
                onChange={(event) =>
                  setTicked(event.target.checked ? [...ticked, row.id].slice(-3) : ticked.filter((id) => id !== row.id))
                }
              />
              <b>{row.name}</b>
              <small>
                {row.by} · {row.region} · {stampText(row.updatedAt)}
              </small>
            </label>
            <button type="button" className={styles.link} onClick={() => onOpen(row)} data-testid="open-scenario">
              {t('open')}
            </button>
            {row.mine ? (
              <button type="button" className={styles.link} onClick={() => retire.mutate(row.id)}>
                {t('remove')}
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {chosen.length === 0 || outlook === undefined ? null : (
        <table className={styles.zones} data-testid="compared">
          <thead>
            <tr>
              <th aria-label={t('level')} />
              {[{ id: '', name: t('current') }, ...chosen].map(({ id, name }) => (
                <th key={id} title={name}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <td>{t('source')}</td>
              {[outlook, ...chosen.map(({ id }) => outlooks.get(id))].map((one, i) => (
                <td key={i}>
                  {one === undefined
                    ? '—'
                    : one.release.size.kind === 'continuous'
                      ? rateText(one.release.size.rate)
                      : t('rupture')}
                </td>
              ))}
            </tr>
            <tr>
              <td>{t('wind')}</td>
              {[setup, ...chosen.map((one) => one.setup)].map(({ weather }, i) => (
                <td key={i}>
                  {weather.wind10} m/s {weather.stability}
                </td>
              ))}
            </tr>
            {(['red', 'orange', 'yellow'] as const).map((colour) => (
              <tr key={colour}>
                <td>
                  <RiskMark level={colour} size={12} />
                </td>
                {[outlook, ...chosen.map(({ id }) => outlooks.get(id))].map((one, i) => {
                  const zone = one?.zones.find(({ level }) => level.colour === colour);
                  return (
                    <td key={i}>
                      <b>{zone === undefined || zone.distance === 0 ? '—' : metresText(zone.distance)}</b>
                      <small>{zone?.name}</small>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
