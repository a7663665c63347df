import { type TerminalParameter, TERMINAL_PARAMETERS, type TerminalValue } from '@anlan/kernel/terminal';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Drawer, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { RefusalNote, Table, whileSlow } from '../parts/index.ts';
import table from '../parts/Table.module.css';
import styles from './DevicePage.module.css';
import { WORDS } from './words.ts';

const answeredSchema = z.looseObject({
  state: z.string(),
  parameters: z.array(z.object({ id: z.number(), value: z.union([z.number(), z.string()]) })).optional(),
});
const STATES = {
  sent: 'stateSent',
  acknowledged: 'stateDone',
  refused: 'stateRefused',
  'timed-out': 'stateTimeout',
} as const;

interface Sent {
  readonly kind: 'parameters' | 'set-parameters';
  readonly parameters?: readonly { readonly id: number; readonly value: TerminalValue }[];
  readonly confirmed?: boolean;
}

const hexId = (id: number): string => `0x${id.toString(16).toUpperCase().padStart(4, '0')}`;

/** What a vehicle terminal has set, and what it is to set instead; grave ones are asked for twice. */
export function ParametersDrawer({ device, close }: { readonly device: string; readonly close: () => void }) {
  const t = useWords(WORDS);
  const { message, modal } = App.useApp();
  const { language } = useLanguage();
  const client = useQueryClient();
  const [present, setPresent] = useState<ReadonlyMap<number, TerminalValue>>(new Map());
  const [wanted, setWanted] = useState<ReadonlyMap<number, TerminalValue>>(new Map());
  const send = useMutation({
    mutationFn: (body: Sent) => api.post(`/devices/${device}/instruction`, body, answeredSchema),
    onSuccess: ({ state, parameters }, body) => {
      void message.info(t(STATES[state as keyof typeof STATES] ?? 'stateSent'));
      if (parameters !== undefined) setPresent(new Map(parameters.map(({ id, value }) => [id, value])));
      if (body.kind === 'set-parameters' && state === 'acknowledged') {
        setPresent(new Map([...present, ...wanted]));
        setWanted(new Map());
      }
    },
    onSettled: () => void client.invalidateQueries({ queryKey: ['instructions', device] }),
  });
  const nameOf = ({ label, labelEn }: TerminalParameter): string => (language === 'zh' ? label : labelEn);
  const submit = (): void => {
    const parameters = [...wanted].map(([id, value]) => ({ id, value }));
    const grave = parameters.filter(({ id }) => TERMINAL_PARAMETERS.get(id)?.grave === true);
    if (grave.length === 0) return send.mutate({ kind: 'set-parameters', parameters });
    void modal.confirm({
      title: t('graveTitle'),
      okText: t('graveSend'),
      cancelText: t('cancel'),
      okButtonProps: { danger: true },
      content: (
        <>
          <p>{t('graveNote')}</p>
          <ul>
            {grave.map(({ id, value }) => (
              <li key={id}>
                {nameOf(TERMINAL_PARAMETERS.get(id)!)}：{present.get(id) ?? t('notTold')} → <b>{value}</b>
              </li>
            ))}
          </ul>
        </>
      ),
      onOk: () => send.mutate({ kind: 'set-parameters', parameters, confirmed: true }),
    });
  };
  const change = (id: number, value: TerminalValue | null): void => {
    const next = new Map(wanted);
    if (value === null || value === '' || value === present.get(id)) next.delete(id);
    else next.set(id, value);
    setWanted(next);
  };
  const others = [...present].filter(([id]) => !TERMINAL_PARAMETERS.has(id));
  return (
    <Drawer
      title={t('parametersTitle')}
      open
      onClose={close}
      size={720}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      footer={
        <div className={styles.acts}>
          <Button loading={whileSlow(send.isPending)} onClick={() => send.mutate({ kind: 'parameters' })}>
            {t('readParameters')}
          </Button>
          <Button type="primary" disabled={wanted.size === 0} loading={whileSlow(send.isPending)} onClick={submit}>
            {t('setParameters')}
          </Button>
        </div>
      }
    >
      <p className={styles.none}>{t('parametersNote')}</p>
      {send.isError ? <RefusalNote error={send.error} /> : null}
      <Table heads={[t('parameter'), t('present'), t('newValue')]}>
        {[...TERMINAL_PARAMETERS.values()].map((parameter) => {
          const { id, unit, min, max, kind, choices } = parameter;
          const value = present.get(id);
          return (
            <tr key={id} data-changed={wanted.has(id)}>
              <td title={hexId(id)}>
                {nameOf(parameter)}
                <small className={styles.range}>
                  {hexId(id)} {kind === 'number' ? `· ${t('range', { low: min, high: max })} ${unit}` : ''}
                </small>
              </td>
              <td className={table.number}>
                {value === undefined ? '—' : (choices?.[Number(value)] ?? `${value} ${unit}`)}
              </td>
              <td>
                <NewValue parameter={parameter} value={wanted.get(id)} change={(given) => change(id, given)} />
              </td>
            </tr>
          );
        })}
      </Table>
      {others.length === 0 ? null : (
        <details className={styles.others}>
          <summary>{t('others', { n: others.length })}</summary>
          <ul>
            {others.map(([id, value]) => (
              <li key={id}>
                <code>{hexId(id)}</code> {value}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Drawer>
  );
}

function NewValue({
  parameter,
  value,
  change,
}: {
  readonly parameter: TerminalParameter;
  readonly value: TerminalValue | undefined;
  readonly change: (value: TerminalValue | null) => void;
}) {
  const { label, min, max, kind, choices } = parameter;
  if (choices !== undefined)
    return (
      <Select
        className={styles.value ?? ''}
        value={typeof value === 'number' ? value : null}
        allowClear
        aria-label={label}
        options={choices.map((text, index) => ({ value: index, label: text }))}
        onChange={(given: number | undefined) => change(given ?? null)}
      />
    );
  if (kind === 'text')
    return (
      <Input
        className={styles.value ?? ''}
        value={value ?? ''}
        maxLength={max}
        aria-label={label}
        onChange={(event) => change(event.target.value)}
      />
    );
  return (
    <InputNumber
      className={styles.value ?? ''}
      value={typeof value === 'number' ? value : null}
      min={min}
      max={max}
      precision={0}
      aria-label={label}
      onChange={change}
    />
  );
}
