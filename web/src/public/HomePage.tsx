import { readCode } from '@anlan/kernel/receipt';
import { QrCode, Search, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useWords } from '../language/index.tsx';
import { Card, Failed } from '../parts/index.ts';
import { useTitle } from '../shell/index.ts';
import styles from './Home.module.css';
import { usePublicPlace } from './place.tsx';
import { useReportFigures } from './queries.ts';
import { WORDS } from './words.ts';

/** First page of the public site: report and verify before everything else, then what became of reports. */
export function PublicHomePage() {
  const t = useWords(WORDS);
  useTitle(t('home'));
  return (
    <>
      <section className={styles.hero}>
        <div className={styles.width}>
          <div className={styles.words}>
            <h1>{t('heroTitle')}</h1>
            <p>{t('heroNote')}</p>
            <CodeBox />
          </div>
          <Door
            icon={<ShieldCheck size={22} strokeWidth={1.75} aria-hidden />}
            title={t('report')}
            note={t('reportNote')}
            href="/public/report"
            go={t('reportGo')}
            primary
          />
          <Door
            icon={<QrCode size={22} strokeWidth={1.75} aria-hidden />}
            title={t('verify')}
            note={t('verifyNote')}
            href="/public/verify"
            go={t('verifyGo')}
          />
        </div>
      </section>
      <div className={`${styles.width} ${styles.cards}`}>
        <Figures />
        <Card title={t('protect')}>
          <ul className={styles.list}>
            {(['protect1', 'protect2', 'protect3', 'protect4'] as const).map((key) => (
              <li key={key}>{t(key)}</li>
            ))}
          </ul>
        </Card>
        <Rewards />
      </div>
    </>
  );
}

function CodeBox() {
  const t = useWords(WORDS);
  const navigate = useNavigate();
  const [code, setCode] = useState('');
  return (
    <form
      className={styles.box}
      onSubmit={(event) => {
        event.preventDefault();
        void navigate(`/public/progress#${readCode(code) ?? ''}`);
      }}
    >
      <Search size={18} strokeWidth={1.75} aria-hidden />
      <input
        aria-label={t('codeHint')}
        placeholder={t('codeHint')}
        autoComplete="off"
        maxLength={16}
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <button type="submit">{t('look')}</button>
    </form>
  );
}

function Door(props: {
  readonly icon: React.ReactNode;
  readonly title: string;
  readonly note: string;
  readonly href: string;
  readonly go: string;
  readonly primary?: boolean;
}) {
  return (
    <div className={styles.door}>
      <h2>
        {props.icon}
        {props.title}
      </h2>
      <p>{props.note}</p>
      <Link to={props.href} data-primary={props.primary === true}>
        {props.go}
      </Link>
    </div>
  );
}

function Figures() {
  const t = useWords(WORDS);
  const { place } = usePublicPlace();
  const figures = useReportFigures(place?.path);
  if (figures.isError) return <Failed error={figures.error} retry={() => void figures.refetch()} />;
  const { data } = figures;
  const rows = [
    { label: t('received'), value: data?.received },
    { label: t('acceptedInTime'), value: data && t('of', { n: data.inTime, d: data.accepted }) },
    { label: t('verified'), value: data && t('of', { n: data.verified, d: data.checked }) },
    { label: t('rewarded'), value: data?.rewarded, note: data && t('yuan', { n: data.yuan.toLocaleString('zh-CN') }) },
  ];
  return (
    <Card title={t('figures')} note={t('figuresNote')}>
      <dl className={styles.figures}>
        {rows.map(({ label, value, note }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {value ?? '—'}
              {note === undefined ? null : <small>{note}</small>}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function Rewards() {
  const t = useWords(WORDS);
  const { place } = usePublicPlace();
  const figures = useReportFigures(place?.path);
  return (
    <Card title={t('rewardTitle')}>
      <ul className={styles.list}>
        <li>{t('reward1')}</li>
        <li>{t('reward2')}</li>
        <li>{t('reward3', { share: figures.data?.insiderShare ?? '…' })}</li>
      </ul>
    </Card>
  );
}
