import type { ProcessView } from '@anlan/kernel/diagnostics';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Num, numberText, StatusWord, Table } from '../parts/index.ts';
import table from '../parts/Table.module.css';
import { spanText, stampText, useNow } from '../time/index.ts';
import { WORDS } from './diagnostics-words.ts';
import { bytesText, msText } from './units.ts';

const ROLES = new Set(['api', 'ingest', 'work']);

/** Every process of the platform, on whichever machine; those gone within the hour below. */
export function Processes({ processes }: { readonly processes: readonly ProcessView[] }) {
  const t = useWords(WORDS);
  const heads = ['role', 'state', 'uptime', 'restarts', 'memory', 'cpu', 'loop', 'jumps', 'version'] as const;
  return (
    <Card title={t('processes')} note={t('processesNote')} flush>
      <Table testid="processes" heads={heads.map((key, index) => ({ label: t(key), number: index > 1 && index < 8 }))}>
        {processes.map((one) => (
          <Row key={`${one.host} ${one.pid} ${one.startedAt}`} one={one} />
        ))}
      </Table>
    </Card>
  );
}

function Row({ one }: { readonly one: ProcessView }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const now = useNow(10_000);
  const name = ROLES.has(one.role) ? t(one.role as 'api') : one.role;
  const jump = one.lastJump;
  const told =
    jump === null
      ? undefined
      : [[t('jumps'), t('lastJump', { time: stampText(jump.at), ms: msText(jump.ms) })] as const];
  const memory = [
    [t('memory'), bytesText(one.resident)],
    [t('heap'), bytesText(one.heap)],
    [t('alive'), one.alive === null ? '—' : bytesText(one.alive)],
    [t('native'), one.native === null ? '—' : bytesText(one.native)],
    [t('dropped'), numberText(one.dropped)],
    ['Node', one.node],
  ] as const;
  return (
    <tr>
      <td title={one.host}>
        {name} <small>{one.pid}</small>
      </td>
      <td>
        <StatusWord state={one.gone ? 'draft' : 'done'}>{t(one.gone ? 'gone' : 'running')}</StatusWord>
      </td>
      <td className={table.number}>{spanText((one.gone ? one.at : now) - one.startedAt, language)}</td>
      <td className={table.number}>{numberText(one.restarts)}</td>
      <td className={table.number}>
        <Num value={bytesText(one.resident)} explain={memory} title={name} />
      </td>
      <td className={table.number}>{numberText(Math.round(one.cpu * 100))}%</td>
      <td className={table.number}>{msText(one.loopDelay)}</td>
      <td className={table.number}>
        <Num value={one.clockJumps} explain={told} title={t('jumps')} />
      </td>
      <td>{one.version}</td>
    </tr>
  );
}
