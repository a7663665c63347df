import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { IdCard } from 'lucide-react';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Facts, Failed, RefusalNote, StatusWord, whileSlow } from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import { stampText } from '../time/index.ts';
import styles from './Transport.module.css';
import { WORDS } from './words.ts';

const driversSchema = z.object({
  terminal: z.string().nullable(),
  reports: z.array(
    z.object({
      state: z.enum(['on', 'off', 'unreadable']),
      at: z.number(),
      problem: z.string().nullable(),
      name: z.string().nullable(),
      qualification: z.string().nullable(),
      issuer: z.string().nullable(),
      validUntil: z.string().nullable(),
      expired: z.boolean(),
      registered: z.boolean().nullable(),
    }),
  ),
});
export type Report = z.infer<typeof driversSchema>['reports'][number];
const sentSchema = z.looseObject({ state: z.string() });

/** Who drives a vehicle by the cards put into its terminal, and the terminal itself. */
export function useDrivers(vehicle: string) {
  return useQuery({
    queryKey: ['vehicles', 'drivers', vehicle],
    refetchInterval: 15_000,
    queryFn: ({ signal }) => api.get(`/vehicles/${vehicle}/drivers`, driversSchema, signal),
  });
}

/** Who drives now, with the certificate and whether it holds; earlier cards below. */
export function Driver({ vehicle }: { readonly vehicle: string }) {
  const t = useWords(WORDS);
  const client = useQueryClient();
  const { message } = App.useApp();
  const commands = useMay('device.command');
  const drivers = useDrivers(vehicle);
  const terminal = drivers.data?.terminal ?? null;
  const ask = useMutation({
    mutationFn: () => api.post(`/devices/${terminal}/instruction`, { kind: 'driver' }, sentSchema),
    onSuccess: ({ state }) => void message.info(t(state === 'acknowledged' ? 'driverAsked' : 'driverSilent')),
    onSettled: () => void client.invalidateQueries({ queryKey: ['vehicles', 'drivers', vehicle] }),
  });
  const [latest, ...earlier] = drivers.data?.reports ?? [];
  return (
    <Card
      title={t('driverCard')}
      extra={
        commands && terminal !== null ? (
          <Button
            size="small"
            icon={<IdCard size={14} aria-hidden />}
            loading={whileSlow(ask.isPending)}
            onClick={() => ask.mutate()}
          >
            {t('askDriver')}
          </Button>
        ) : null
      }
    >
      {ask.isError ? <RefusalNote error={ask.error} /> : null}
      {drivers.isError && drivers.data === undefined ? <Failed error={drivers.error} /> : null}
      {latest === undefined ? (
        <Empty title={t('noDriver')} note={t('noDriverNote')} />
      ) : (
        <div data-testid="driver">
          <Facts columns={2} rows={factsOf(latest, t)} />
          {earlier.length === 0 ? null : (
            <ul className={styles.tick}>
              {earlier.slice(0, 5).map((report) => (
                <li key={`${report.at} ${report.state}`}>
                  {stampText(report.at).slice(0, 16)} {t(`driver_${report.state}`)}{' '}
                  {report.name ?? report.problem ?? ''}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </Card>
  );
}

function factsOf(report: Report, t: ReturnType<typeof useWords<typeof WORDS>>) {
  const { state, at, name, problem, qualification, issuer, validUntil, expired, registered } = report;
  const work = state === 'on' ? 'done' : state === 'off' ? 'wait' : 'late';
  return [
    [
      t('driverState'),
      <StatusWord key="state" state={work}>{`${t(`driver_${state}`)} · ${stampText(at).slice(0, 16)}`}</StatusWord>,
    ],
    [t('driverName'), name ?? problem],
    [
      t('qualification'),
      qualification === null ? null : `${qualification}${registered === false ? `（${t('notRegistered')}）` : ''}`,
    ],
    [t('issuer'), issuer],
    [
      t('validUntil'),
      validUntil === null ? null : (
        <StatusWord
          key="until"
          state={expired ? 'late' : 'done'}
        >{`${validUntil}${expired ? ` ${t('expired')}` : ''}`}</StatusWord>
      ),
    ],
  ] as const;
}
