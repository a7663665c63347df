import { Camera, ChevronRight, ClipboardCheck, UserCheck } from 'lucide-react';
import { useRef } from 'react';
import { Link, useNavigate } from 'react-router';
import { useSession } from '../api/index.ts';
import { CaseClock, caseHref, kindByKey, useCases, useMayOpen, useSide } from '../case/index.tsx';
import { useWords } from '../language/index.tsx';
import { APPROVAL_WORDS } from '../people/approval-words.ts';
import { useMyApprovals } from '../people/use-approvals.ts';
import { leavePhotos } from '../prevention/photo.ts';
import { useKeepScope } from '../shell/index.ts';
import { usePhone } from '../shell/phone.ts';
import styles from './Entries.module.css';
import { WORDS } from './words.ts';

/** What the role does most, before the list: the camera on a phone, the month's self-check of an enterprise. */
export function Entries() {
  const phone = usePhone();
  const { verbs } = useSession();
  const mayReport = useMayOpen(kindByKey('hidden-danger'));
  const own = useSide() === 'organisation' && verbs.includes('case.rectify');
  return (
    <>
      {phone && mayReport ? <ReportEntry /> : null}
      {own ? <MonthTask /> : null}
      <ApprovalTask />
    </>
  );
}

/** Opens the camera at once; the page for the rest comes after the picture. */
function ReportEntry() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const go = (files: FileList | null) => {
    leavePhotos([...(files ?? [])]);
    void navigate(keep('/prevention/report'));
  };
  return (
    <div className={styles.report}>
      <button type="button" className={styles.shoot} onClick={() => input.current?.click()}>
        <Camera size={26} strokeWidth={1.75} aria-hidden />
        <span>
          <b>{t('report')}</b>
          <small>{t('reportNote')}</small>
        </span>
      </button>
      <input
        ref={input}
        type="file"
        style={{ display: 'none' }}
        tabIndex={-1}
        aria-label={t('report')}
        accept="image/*"
        capture="environment"
        onChange={(event) => go(event.target.files)}
      />
      <Link to={keep('/prevention/report')}>{t('reportWithout')}</Link>
    </div>
  );
}

/** What waits for an administrator as the second person, or as the one who hands the link on. */
function ApprovalTask() {
  const t = useWords(APPROVAL_WORDS);
  const keep = useKeepScope();
  const mine = useMyApprovals();
  if (mine.length === 0) return null;
  return (
    <ul className={styles.tasks}>
      <li>
        <Link to={keep('/people')}>
          <UserCheck size={20} strokeWidth={1.6} aria-hidden />
          <span>
            <b>{t('turn', { n: mine.length })}</b>
            <small>{t('turnNote')}</small>
          </span>
          <em>
            {t('turnDo')}
            <ChevronRight size={14} aria-hidden />
          </em>
        </Link>
      </li>
    </ul>
  );
}

/** 本月自查: the enterprise's own task, until it is reported. */
function MonthTask() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { data } = useCases({ kind: 'self-check', state: 'due', sort: 'due', size: 3 });
  if (data === undefined || data.rows.length === 0) return null;
  return (
    <ul className={styles.tasks}>
      {data.rows.map((view) => (
        <li key={view.id}>
          <Link to={keep(`${caseHref(view.id)}?act=report`)}>
            <ClipboardCheck size={20} strokeWidth={1.6} aria-hidden />
            <span>
              <b>{view.title}</b>
              <small>{t('monthNote')}</small>
            </span>
            <CaseClock view={view} />
            <em>
              {t('monthDo')}
              <ChevronRight size={14} aria-hidden />
            </em>
          </Link>
        </li>
      ))}
    </ul>
  );
}
