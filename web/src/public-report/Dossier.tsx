import { Button, Image } from 'antd';
import type { PublicReport, ReportDossier } from '@anlan/systems/prevention';
import { Link } from 'react-router';
import { kindByKey } from '../case/index.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Facts, RefusalNote, whileSlow } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { useDone } from './done.ts';
import styles from './Desk.module.css';
import { photoHref, useReportAct } from './queries.ts';
import { WORDS } from './words.ts';

/** What the reporter said and showed. */
export function DossierCard({ id, dossier }: { readonly id: string; readonly dossier: ReportDossier }) {
  const t = useWords(WORDS);
  return (
    <Card title={t('dossier')} note={t('dossierNote')}>
      <p className={styles.statement}>{dossier.statement}</p>
      {dossier.photos.length === 0 ? null : (
        <div className={styles.photos}>
          <Image.PreviewGroup>
            {dossier.photos.map(({ sha256 }) => (
              <Image key={sha256} width={104} height={104} src={photoHref(id, sha256)} alt={t('photos')} />
            ))}
          </Image.PreviewGroup>
        </div>
      )}
      <Facts
        columns={3}
        rows={[
          [t('place'), dossier.placeName],
          [t('channel'), t(`channel.${dossier.channel}`)],
          [
            t('identity'),
            [t(dossier.named ? 'named' : 'anonymous'), ...(dossier.insider ? [t('insider')] : [])].join(' · '),
          ],
        ]}
      />
      {dossier.words.length === 0 ? null : (
        <ul className={styles.words} aria-label={t('additions')}>
          {dossier.words.map((word) => (
            <li key={word.at}>
              <small>
                {t(word.kind)} · {stampText(word.at)}
              </small>
              <p>{word.text}</p>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** Earlier reports that may be of the same matter, and those already merged into this one. */
export function LikeCard({ report, dossier }: { readonly report: PublicReport; readonly dossier: ReportDossier }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const done = useDone();
  const { case: view } = report.detail;
  const merge = useReportAct(view.id, 'merge');
  const states = kindByKey('public-report')?.states ?? {};
  const mayMerge = ['received', 'accepted'].includes(view.state) && report.may.handle;
  return (
    <Card title={t('like')}>
      <ul className={styles.like}>
        {dossier.like.map((one) => (
          <li key={one.id}>
            <span>
              <Link to={keep(`/public-reports/${one.id}`)}>{one.title}</Link>
              <small>
                {one.number} · {label(states[one.state] ?? { label: one.state })} ·{' '}
                {one.because.map((key) => t(`because.${key}`)).join('、')}
              </small>
            </span>
            {mayMerge ? (
              <Button
                size="small"
                loading={whileSlow(merge.isPending)}
                onClick={() => merge.mutate({ version: view.version, into: one.number }, { onSuccess: done })}
              >
                {t('merge')}
              </Button>
            ) : null}
          </li>
        ))}
        {dossier.merged.map((one) => (
          <li key={one.id}>
            <span>
              <Link to={keep(`/public-reports/${one.id}`)}>{one.number}</Link>
              <small>
                {t('merged')} · {stampText(one.openedAt)}
              </small>
            </span>
          </li>
        ))}
      </ul>
      {merge.isError ? <RefusalNote error={merge.error} kept={false} /> : null}
    </Card>
  );
}

/** Who looked, newest first: what the reporter is told in numbers. */
export function ReadingsCard({ dossier }: { readonly dossier: ReportDossier }) {
  const t = useWords(WORDS);
  return (
    <Card title={t('readings')} note={`${dossier.readings.length}`}>
      <ul className={styles.like}>
        {dossier.readings.slice(0, 12).map((one) => (
          <li key={`${one.at}-${one.by}`}>
            <span>
              {one.by} · {t(`what.${one.what}`)}
              <small>
                {stampText(one.at)}
                {one.reason === null ? '' : ` · ${one.reason}`}
              </small>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
