import {
  GUARANTOR_DUTIES,
  GUARANTORS,
  type DutyRecord,
  type GuarantorBoard,
  type GuarantorDutyKey,
  type MissedDuty,
  type OpenDuty,
} from '@anlan/systems/monitoring/major-hazard-monitoring';
import { Button, Input, InputNumber } from 'antd';
import { CircleCheck, ClipboardCheck } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useSession } from '../api/index.ts';
import { Evidence } from '../case/Evidence.tsx';
import { newId } from '../case/index.tsx';
import { useFiles } from '../case/use-files.ts';
import { useLabel, useWords } from '../language/index.tsx';
import {
  Card,
  Empty,
  Failed,
  Loading,
  numberText,
  PageHead,
  RefusalNote,
  StatusWord,
  Table,
  whileSlow,
} from '../parts/index.ts';
import { RegionSelect } from '../prevention/Board.tsx';
import { FigureBand, shareText } from '../prevention/Figures.tsx';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import styles from './HazardDuty.module.css';
import { useGuarantors, useKeepDuty } from './queries.ts';
import { WORDS } from './words.ts';

/** 包保履职: what the three persons of each source have still to do in its period, what they missed, what they did (S17). */
export function GuarantorsPage() {
  const t = useWords(WORDS);
  const scope = useScope();
  const [params, setParams] = useSearchParams();
  const source = params.get('source');
  const found = useGuarantors(scope.narrowed ? scope.path : null);
  const board = found.data === undefined ? undefined : narrowed(found.data, source);
  const name =
    board === undefined ? undefined : [...board.open, ...board.missed, ...board.records].find(() => true)?.source;
  return (
    <Page title={t('guarantors')}>
      <PageHead title={t('guarantors')} note={t('guarantorsNote')} actions={<RegionSelect />} />
      {source === null ? null : (
        <p className={styles.hint}>
          {t('oneSource', { name: name ?? '—' })}{' '}
          <button type="button" className={styles.door} onClick={() => setParams({})}>
            {t('all')}
          </button>
        </p>
      )}
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && board === undefined ? <Failed error={found.error} retry={() => void found.refetch()} /> : null}
      {board === undefined ? null : <Answer board={board} />}
    </Page>
  );
}

function narrowed(board: GuarantorBoard, source: string | null): GuarantorBoard {
  if (source === null) return board;
  const own = <T extends { readonly sourceId: string }>(rows: readonly T[]): T[] =>
    rows.filter(({ sourceId }) => sourceId === source);
  return { ...board, open: own(board.open), missed: own(board.missed), records: own(board.records) };
}

const SOON = 7;

function Answer({ board }: { readonly board: GuarantorBoard }) {
  const t = useWords(WORDS);
  return (
    <>
      <FigureBand
        figures={[
          {
            key: 'sources',
            label: t('sources'),
            value: numberText(board.sources),
            note: board.unnamed === 0 ? t('named') : t('unnamed', { n: board.unnamed }),
            href: '/major-hazards',
          },
          {
            key: 'share',
            label: t('dutyShare'),
            value: shareText(board.done, board.due) ?? '—',
            note: `${numberText(board.done)} / ${numberText(board.due)}`,
          },
          {
            key: 'missed',
            label: t('missed'),
            value: numberText(board.missedTotal),
            note: t('missedNote'),
            late: board.missedTotal > 0,
          },
          {
            key: 'open',
            label: t('open'),
            value: numberText(board.openTotal),
            note: t('openNote', { n: numberText(board.open.filter(({ left }) => left <= SOON).length) }),
          },
        ]}
      />
      <div className={styles.columns}>
        <Open board={board} />
        <Missed board={board} />
      </div>
      <Records records={board.records} />
    </>
  );
}

function useDutyWords() {
  const label = useLabel();
  return (duty: GuarantorDutyKey) => {
    const { who, clause } = GUARANTOR_DUTIES[duty];
    return { what: label(GUARANTOR_DUTIES[duty]), who: label(GUARANTORS[who]), clause };
  };
}

function Open({ board }: { readonly board: GuarantorBoard }) {
  const t = useWords(WORDS);
  return (
    <Card title={t('open')} note={numberText(board.openTotal)} flush>
      {board.open.length === 0 ? (
        <Empty icon={<CircleCheck size={20} strokeWidth={1.6} />} title={t('nothingOpen')} />
      ) : (
        <ul className={styles.duties} data-testid="duties-open">
          {board.open.slice(0, 60).map((duty) => (
            <Duty key={`${duty.sourceId} ${duty.duty}`} duty={duty} />
          ))}
          {board.openTotal > 60 && board.open.length > 60 ? (
            <li className={styles.quiet}>{t('onlyFirst', { n: numberText(board.openTotal - 60) })}</li>
          ) : null}
        </ul>
      )}
    </Card>
  );
}

function Duty({ duty }: { readonly duty: OpenDuty }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const session = useSession();
  const words = useDutyWords()(duty.duty);
  const [open, setOpen] = useState(false);
  const own = session.scope.organisationId !== null && session.verbs.includes('check.answer');
  return (
    <li>
      <div className={styles.duty}>
        <span>
          <b title={words.clause}>{words.what}</b>
          <small>
            <Link to={keep(`/major-hazards/${duty.sourceId}`)}>{duty.source}</Link> · {words.who}{' '}
            {duty.person ?? t('noPerson')}
            {own ? '' : ` · ${duty.enterprise.name}`}
          </small>
        </span>
        <span className={styles.due}>
          <StatusWord state={duty.missed > 0 ? 'late' : duty.left <= 1 ? 'doing' : 'wait'}>
            {duty.left === 0 ? t('lastDayLeft') : t('left', { n: duty.left })}
          </StatusWord>
          {duty.missed > 0 ? <small>{t('missedBefore')}</small> : null}
        </span>
        {own && !open ? <Button onClick={() => setOpen(true)}>{t('doIt')}</Button> : null}
      </div>
      {open ? <DoneForm duty={duty} close={() => setOpen(false)} /> : null}
    </li>
  );
}

function DoneForm({ duty, close }: { readonly duty: OpenDuty; readonly close: () => void }) {
  const t = useWords(WORDS);
  const files = useFiles();
  const keeping = useKeepDuty();
  const [id] = useState(newId);
  const [note, setNote] = useState('');
  const [found, setFound] = useState(0);
  const photos = files.held.flatMap(({ sha256, name }) =>
    sha256 === null ? [] : [{ sha256, name: name.slice(0, 120) }],
  );
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        keeping.mutate(
          { id, source: duty.sourceId, duty: duty.duty, note: note.trim(), found, files: photos },
          { onSuccess: close },
        );
      }}
    >
      <Input.TextArea
        rows={2}
        maxLength={500}
        value={note}
        aria-label={t('note')}
        placeholder={t('note')}
        onChange={(event) => setNote(event.target.value)}
      />
      <label>
        <span>{t('found')}</span>
        <InputNumber min={0} max={999} precision={0} value={found} onChange={(value) => setFound(value ?? 0)} />
      </label>
      <Evidence files={files} />
      {keeping.isError ? <RefusalNote error={keeping.error} /> : null}
      <div className={styles.foot}>
        <Button onClick={close}>{t('cancel')}</Button>
        <Button
          type="primary"
          htmlType="submit"
          disabled={note.trim() === ''}
          loading={whileSlow(keeping.isPending)}
          style={{ fontWeight: 700 }}
        >
          {t('send')}
        </Button>
      </div>
    </form>
  );
}

function Missed({ board }: { readonly board: GuarantorBoard }) {
  const t = useWords(WORDS);
  return (
    <Card title={t('missed')} note={t('missedNote')} flush>
      {board.missed.length === 0 ? (
        <Empty icon={<CircleCheck size={20} strokeWidth={1.6} />} title={t('nothingMissed')} />
      ) : (
        <Table heads={[t('duty'), t('source'), t('period')]} testid="duties-missed" className={styles.list}>
          {board.missed.map((row) => (
            <MissedRow key={`${row.sourceId} ${row.duty} ${row.from}`} row={row} />
          ))}
        </Table>
      )}
    </Card>
  );
}

function MissedRow({ row }: { readonly row: MissedDuty }) {
  const keep = useKeepScope();
  const t = useWords(WORDS);
  const { what, who, clause } = useDutyWords()(row.duty);
  return (
    <tr>
      <td className={styles.what} title={clause}>
        {what}
        <small>
          {who} {row.person ?? t('noPerson')}
        </small>
      </td>
      <td className={styles.what} title={row.source}>
        <Link to={keep(`/major-hazards/${row.sourceId}`)}>{row.source}</Link>
        <small>{row.enterprise.name}</small>
      </td>
      <td>
        {row.from.slice(5)}～{row.until.slice(5)}
      </td>
    </tr>
  );
}

function Records({ records }: { readonly records: readonly DutyRecord[] }) {
  const t = useWords(WORDS);
  return (
    <Card title={t('records')} flush>
      {records.length === 0 ? (
        <Empty icon={<ClipboardCheck size={20} strokeWidth={1.6} />} title={t('noRecords')} />
      ) : (
        <Table
          heads={[t('at'), t('duty'), t('source'), t('person'), t('result')]}
          testid="duty-records"
          className={styles.list}
        >
          {records.map((row) => (
            <RecordRow key={row.id} row={row} />
          ))}
        </Table>
      )}
    </Card>
  );
}

function RecordRow({ row }: { readonly row: DutyRecord }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { what, who } = useDutyWords()(row.duty);
  return (
    <tr>
      <td>{stampText(row.doneAt).slice(5, 16)}</td>
      <td className={styles.what} title={what}>
        {what}
        <small>
          {row.from.slice(5)}～{row.until.slice(5)}
        </small>
      </td>
      <td className={styles.what} title={row.source}>
        <Link to={keep(`/major-hazards/${row.sourceId}`)}>{row.source}</Link>
        <small>{row.enterprise.name}</small>
      </td>
      <td>
        {row.person}
        <small className={styles.quiet}> {who}</small>
      </td>
      <td className={styles.work} title={row.note}>
        {row.note}
        {row.found > 0 ? ` · ${t('foundN', { n: row.found })}` : ''}
        {row.photos > 0 ? ` · ${t('photos', { n: row.photos })}` : ''}
      </td>
    </tr>
  );
}
