import { Map as MapIcon } from 'lucide-react';
import { Link } from 'react-router';
import { Told } from '../duty/index.tsx';
import { useWords } from '../language/index.tsx';
import { Empty, Failed, Loading, RefusalNote } from '../parts/index.ts';
import { useKeepScope } from '../shell/scope.ts';
import {
  CardFacts,
  CardHead,
  CardTrend,
  CardValue,
  type DialogVerb,
  Escalation,
  type Target,
  Trail,
  useAlarmDetail,
  type useVerb,
  VerbBar,
} from './alarm/index.ts';
import styles from './Desk.module.css';
import { NoticeBar, useOwnNotice } from './NoticeBar.tsx';
import { TurnButtons, type Turned } from './TurnInto.tsx';
import { WORDS } from './words.ts';
import { useSpoken } from '../rules/index.ts';

interface DeskCardProps {
  readonly id: string | null;
  readonly target: Target | null;
  readonly mutation: ReturnType<typeof useVerb>;
  readonly onDialog: (verb: DialogVerb) => void;
  readonly onTurn: (into: Turned) => void;
}

/** The card of the chosen alarm: value, trend, clock and ladder, why and what to do, trail, verbs. */
export function DeskCard({ id, target, mutation, onDialog, onTurn }: DeskCardProps) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const detail = useAlarmDetail(id);
  const notice = useOwnNotice(detail.data);
  const say = useSpoken();
  if (id === null) return <Empty title={t('pick')} note={t('pickNote')} />;
  const alarm = target?.alarm ?? detail.data?.alarm;
  if (alarm === undefined)
    return detail.isError ? <Failed error={detail.error} retry={() => void detail.refetch()} /> : <Loading rows={8} />;
  const shown = detail.data === undefined ? undefined : { ...detail.data, alarm };
  return (
    <article
      className={styles.card}
      aria-label={say(alarm).subjectName}
      data-testid="alarm-card"
      data-alarm={alarm.id}
      data-response={alarm.response}
    >
      <CardHead
        alarm={alarm}
        aside={
          <>
            {alarm.number}
            <Link to={keep(`/map?alarm=${alarm.id}`)} title={t('map')} aria-label={t('map')}>
              <MapIcon size={15} strokeWidth={1.7} />
            </Link>
          </>
        }
      />
      <div className={styles.cardBody}>
        <CardValue alarm={alarm} />
        <CardTrend alarm={alarm} limits={shown?.limits ?? []} width={416} height={176} />
        <Escalation alarm={alarm} />
        {shown === undefined ? <Loading rows={4} /> : <CardFacts detail={shown} />}
        <Told subject={alarm.id} />
        {shown === undefined ? null : <Trail detail={shown} />}
      </div>
      <footer className={styles.cardFoot}>
        <RefusalNote error={mutation.error} kept={false} />
        {shown === undefined ? null : <NoticeBar detail={shown} />}
        <VerbBar
          target={target ?? { alarm, members: [alarm] }}
          mutation={mutation}
          onDialog={onDialog}
          quiet={notice !== undefined && notice.seenAt === null}
          more={<TurnButtons alarm={alarm} onTurn={onTurn} />}
        />
      </footer>
    </article>
  );
}
