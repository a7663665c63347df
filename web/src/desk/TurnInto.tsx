import { type AlarmDetail, type AlarmView, caseInputOf, eventOf } from '@anlan/kernel/alarm';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { kindByKey, OpenForm, useMayOpen } from '../case/index.tsx';
import { useSession } from '../api/index.ts';
import { FlashForm } from '../duty/index.tsx';
import { useWords } from '../language/index.tsx';
import { useByName } from '../language/things.ts';
import { useRecord } from '../registry/index.tsx';
import { useAlarmDetail } from './alarm/index.ts';
import styles from './Desk.module.css';
import { WORDS } from './words.ts';

/** What an alarm can be turned into by hand. */
export type Turned = 'danger' | 'event';

const DANGER = kindByKey('hidden-danger');

/** May the reader turn a standing alarm into a hidden danger, into an event? */
export function useMayTurn(alarm: Pick<AlarmView, 'response'> | null): Readonly<Record<Turned, boolean>> {
  const { verbs, scope } = useSession();
  const danger = useMayOpen(DANGER);
  const open = alarm !== null && alarm.response !== 'closed';
  return { danger: open && danger, event: open && scope.kind === 'region' && verbs.includes('desk.write') };
}

interface TurnButtonsProps {
  readonly alarm: AlarmView;
  readonly onTurn: (into: Turned) => void;
  readonly disabled?: boolean;
}

/** 转隐患 and 转事件 beside the verbs of an alarm. */
export function TurnButtons({ alarm, onTurn, disabled = false }: TurnButtonsProps) {
  const t = useWords(WORDS);
  const may = useMayTurn(alarm);
  return (
    <>
      {may.danger ? (
        <Button size="large" disabled={disabled} onClick={() => onTurn('danger')} data-testid="turn-danger">
          {t('toDanger')}
        </Button>
      ) : null}
      {may.event ? (
        <Button size="large" disabled={disabled} onClick={() => onTurn('event')} data-testid="turn-event">
          {t('toEvent')}
        </Button>
      ) : null}
    </>
  );
}

interface TurnDialogProps {
  readonly into: Turned;
  readonly alarm: AlarmView;
  readonly onClose: () => void;
}

/** The form of what an alarm is turned into, filled in with what the alarm knows. */
export function TurnDialog({ into, alarm, onClose }: TurnDialogProps) {
  const client = useQueryClient();
  // The alarm's card names what grew out of it.
  const close = () => {
    void client.invalidateQueries({ queryKey: ['alarms', 'detail', alarm.id] });
    onClose();
  };
  return into === 'danger' ? (
    <DangerDrawer alarm={alarm} onClose={close} />
  ) : (
    <EventForm alarm={alarm} onClose={close} />
  );
}

function DangerDrawer({ alarm, onClose }: Omit<TurnDialogProps, 'into'>) {
  const t = useWords(WORDS);
  const name = useByName();
  if (DANGER === undefined) return null;
  return (
    <Drawer
      open
      title={t('toDangerTitle', { name: name(alarm.subjectName) })}
      onClose={onClose}
      size={620}
      destroyOnHidden
      styles={{ wrapper: { maxWidth: '100vw' } }}
      data-testid="turn-danger-form"
    >
      <p className={styles.quiet}>{t('toDangerNote')}</p>
      <OpenForm
        kind={DANGER}
        alarm={alarm}
        initial={caseInputOf(alarm, Object.keys(DANGER.opening.asks))}
        done={onClose}
        cancel={onClose}
      />
    </Drawer>
  );
}

/** What has been done about the alarm so far, as its handling records say. */
function doneSoFar(detail: AlarmDetail | undefined): string | undefined {
  const lines = (detail?.trail ?? []).filter(({ kind }) => kind === 'handled');
  return lines.length === 0 ? undefined : lines.map(({ text }) => text).join('；');
}

function EventForm({ alarm, onClose }: Omit<TurnDialogProps, 'into'>) {
  const detail = useAlarmDetail(alarm.id);
  const owner = useRecord('enterprises', alarm.organisationId);
  // The form takes its values once: what they come from is there first, or has failed.
  if (detail.isPending || (alarm.organisationId !== null && owner.isPending)) return null;
  const phone = owner.data?.['phone'];
  const measures = doneSoFar(detail.data);
  const known = {
    ...alarm,
    what: eventOf(alarm),
    ...(measures === undefined ? {} : { measures }),
    ...(typeof phone === 'string' && phone !== '' ? { phone } : {}),
  };
  return <FlashForm alarm={known} onClose={onClose} />;
}
