import type { AlarmView } from '@anlan/kernel/alarm';
import { Modal } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { FlashForm, HandOverBanner, HandOverDialog, HolderLine } from '../duty/index.tsx';
import { useWords } from '../language/index.tsx';
import { useSession } from '../api/index.ts';
import { Empty, Failed, Loading } from '../parts/index.ts';
import { useNow } from '../time/index.ts';
import { useTitle } from '../shell/title.ts';
import {
  type AlarmRow,
  ALARM_WORDS,
  type DialogVerb,
  figure,
  isRinging,
  isWaiting,
  type Level,
  LEVELS,
  levelCounts,
  useAlarmDetail,
  useVerb,
  VerbDialog,
} from './alarm/index.ts';
import styles from './Desk.module.css';
import { DeskCard } from './DeskCard.tsx';
import { DeskHead } from './DeskHead.tsx';
import { DeskList } from './DeskList.tsx';
import { afterLeaving, type DeskAct, KEY_HELP } from './keys.ts';
import { LogPanel } from './LogPanel.tsx';
import { PhoneAlarm } from './PhoneAlarm.tsx';
import { QualityPanel } from './QualityPanel.tsx';
import { TurnDialog, type Turned, useMayTurn } from './TurnInto.tsx';
import { useDesk, useDeskKeys, usePhone, useReveal } from './use-desk.ts';
import { useSound } from './use-sound.ts';
import { WORDS } from './words.ts';
import { useByName } from '../language/things.ts';
import { useUnit } from '../language/units.ts';

/** The duty desk: list, card, log; usable by keyboard alone. */
export function DeskPage() {
  const t = useWords(WORDS);
  const phone = usePhone();
  const { verbs, scope } = useSession();
  const writes = verbs.includes('desk.write') && scope.kind === 'region';
  const rung = useRef<(levels: readonly Level[]) => void>(undefined);
  const desk = useDesk((levels) => rung.current?.(levels));
  const { alarms, lines, row } = desk;
  const now = useNow(30_000);
  const waiting = [...alarms.book.values()].filter((alarm) => isWaiting(alarm, now));
  const sound = useSound(waiting.filter((alarm) => alarm.level === 'red' && isRinging(alarm, now)).length);
  rung.current = sound.ring;
  useTitle(waiting.length > 0 ? `(${waiting.length}) ${t('desk')}` : t('desk'));
  const mutation = useVerb(alarms.put);
  const [dialog, setDialog] = useState<DialogVerb | Turned | 'help' | 'hand-over' | 'flash' | null>(null);
  const [writing, setWriting] = useState(false);
  const [wide, setWide] = useState(false);
  const [reveal, show] = useReveal();
  const search = useRef<HTMLInputElement>(null);
  const open = (verb: DialogVerb) => {
    mutation.reset();
    setDialog(verb);
  };
  const verb = (kind: DialogVerb) => () => (row === null ? undefined : open(kind));
  const mayTurn = useMayTurn(row?.alarm ?? null);
  const turn = (into: Turned) => () => (mayTurn[into] ? setDialog(into) : undefined);
  const does: { [K in DeskAct['kind']]: (act: Extract<DeskAct, { kind: K }>) => void } = {
    select: ({ key }) => (mutation.reset(), desk.select(key), show()),
    acknowledge: () => {
      const members = row?.members.filter((alarm) => alarm.response === 'unacknowledged') ?? [];
      if (members.length > 0 && !mutation.isPending)
        mutation.mutate({ alarms: members, body: { verb: 'acknowledge' } });
    },
    expand: () => setWide(!wide),
    shelve: verb('shelve'),
    handle: verb('handle'),
    close: verb('close'),
    danger: turn('danger'),
    event: turn('event'),
    'hand-over': () => (writes ? setDialog('hand-over') : undefined),
    flash: () => (writes ? setDialog('flash') : undefined),
    log: () => setWriting(writes),
    search: () => search.current?.focus(),
    help: () => setDialog('help'),
    dismiss: () => (document.activeElement instanceof HTMLElement && document.activeElement.blur(), setWide(false)),
  };
  useDeskKeys(lines, row?.key ?? null, dialog !== null, (act) => (does[act.kind] as (act: DeskAct) => void)(act));
  const first = lines[0]?.key;
  useEffect(() => {
    // Once, when the list has arrived: the most urgent alarm is open. Later arrivals never take the selection.
    if (!phone && desk.selectedId === null && first !== undefined) desk.select(first);
  }, [alarms.loaded, first === undefined]); // eslint-disable-line react-hooks/exhaustive-deps
  const done = () => {
    if (dialog === 'close' && row !== null)
      desk.select(
        afterLeaving(
          lines.map((line) => line.key),
          row.key,
        ),
      );
    setDialog(null);
  };
  const card = { id: row?.alarm.id ?? desk.selectedId, target: row, mutation, onDialog: open, onTurn: setDialog };
  const onSelect = (line: AlarmRow) => (mutation.reset(), desk.select(line.key));
  const showsCard = phone && desk.selectedId !== null;
  return (
    <div
      className={`${styles.desk} ${wide ? styles.wide : ''}`}
      data-testid="desk"
      data-unacknowledged={waiting.length}
    >
      {showsCard ? (
        <PhoneAlarm {...card} id={desk.selectedId ?? ''} onBack={() => desk.select(null)} />
      ) : (
        <section className={styles.left}>
          <DeskHead
            desk={desk}
            sound={sound}
            counts={alarms.loaded ? levelCounts(alarms.book.values()) : undefined}
            search={search}
            phone={phone}
            onHelp={() => setDialog('help')}
          />
          <HandOverBanner onAccept={() => setDialog('hand-over')} />
          {phone ? <HolderLine onOffer={() => setDialog('hand-over')} /> : null}
          <ListOrState desk={desk} onSelect={onSelect} reveal={reveal} phone={phone} />
        </section>
      )}
      {phone ? null : (
        <>
          <section className={styles.middle}>
            <DeskCard {...card} />
          </section>
          <aside className={styles.side}>
            <LogPanel
              alarm={row === null ? null : row.alarm}
              writing={writing}
              setWriting={setWriting}
              onFlash={() => setDialog('flash')}
            />
            <HolderLine onOffer={() => setDialog('hand-over')} />
            <QualityPanel />
          </aside>
        </>
      )}
      <Announcer alarms={waiting.filter((alarm) => isRinging(alarm, now))} />
      {row === null || (dialog !== 'danger' && dialog !== 'event') ? null : (
        <TurnDialog into={dialog} alarm={row.alarm} onClose={() => setDialog(null)} />
      )}
      {row === null || !isVerb(dialog) ? null : (
        <VerbDialog
          key={dialog}
          verb={dialog}
          target={row}
          mutation={mutation}
          onDone={done}
          onCancel={() => (setDialog(null), mutation.reset())}
        />
      )}
      {dialog === 'hand-over' ? <HandOverDialog onClose={() => setDialog(null)} /> : null}
      {dialog === 'flash' ? <Flash alarm={row?.alarm ?? null} onClose={() => setDialog(null)} /> : null}
      {dialog === 'help' ? <HelpDialog onClose={() => setDialog(null)} /> : null}
    </div>
  );
}

const OTHERS: ReadonlySet<string | null> = new Set([null, 'danger', 'event', 'help', 'hand-over', 'flash']);
const isVerb = (dialog: string | null): dialog is DialogVerb => !OTHERS.has(dialog);

/** A call is taken down with the chosen alarm, unless that is reported already: then it is about something else. */
function Flash({ alarm, onClose }: { readonly alarm: AlarmView | null; readonly onClose: () => void }) {
  const { data } = useAlarmDetail(alarm?.id ?? null);
  const free = alarm !== null && (data?.reports ?? []).length === 0;
  return <FlashForm {...(free ? { alarm } : {})} onClose={onClose} />;
}

interface ListOrStateProps {
  readonly desk: ReturnType<typeof useDesk>;
  readonly onSelect: (row: AlarmRow) => void;
  readonly reveal: number;
  readonly phone: boolean;
}

function ListOrState({ desk, onSelect, reveal, phone }: ListOrStateProps) {
  const t = useWords(WORDS);
  const { alarms, rows, row } = desk;
  if (alarms.error !== null && !alarms.loaded) return <Failed error={alarms.error} retry={alarms.retry} />;
  if (!alarms.loaded) return <Loading rows={10} />;
  if (rows.length > 0)
    return (
      <DeskList
        rows={rows}
        selected={row?.key ?? null}
        onSelect={onSelect}
        onUnfold={desk.unfold}
        reveal={reveal}
        phone={phone}
      />
    );
  if (alarms.book.size > 0 && (desk.text !== '' || desk.filter.levels.size < LEVELS.length)) {
    return (
      <Empty
        title={t('noMatch')}
        action={
          <button type="button" className={styles.link} onClick={desk.clear}>
            {t('clear')}
          </button>
        }
      />
    );
  }
  return <Empty title={t('none')} note={t('noneNote')} />;
}

/** Says newly raised alarms to screen readers; the newest one, politely unless it is red. */
function Announcer({
  alarms,
}: {
  readonly alarms: readonly {
    readonly id: string;
    readonly level: Level;
    readonly subjectName: string;
    readonly value: number | null;
    readonly unit: string;
    readonly raisedAt: number;
  }[];
}) {
  const inUnit = useUnit();
  const t = useWords(WORDS);
  const a = useWords(ALARM_WORDS);
  const subject = useByName();
  const newest = alarms.reduce<(typeof alarms)[number] | undefined>(
    (late, next) => (late === undefined || next.raisedAt > late.raisedAt ? next : late),
    undefined,
  );
  return (
    <div className="visually-hidden" aria-live={newest?.level === 'red' ? 'assertive' : 'polite'}>
      {newest === undefined
        ? ''
        : t('raised', {
            level: a(`${newest.level}Word`),
            name: subject(newest.subjectName),
            value: `${figure(newest.value)} ${inUnit(newest.unit, newest.value)}`,
          })}
    </div>
  );
}

function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useWords(WORDS);
  return (
    <Modal open title={t('help')} footer={null} onCancel={onClose} width={420}>
      <p className={styles.quiet}>{t('helpNote')}</p>
      <dl className={styles.keys}>
        {KEY_HELP.map(([key, word]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(word)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
