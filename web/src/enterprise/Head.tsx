import { Button, Popover } from 'antd';
import { ClipboardPen, Map as MapIcon, Pencil, Printer, QrCode } from 'lucide-react';
import { Link } from 'react-router';
import type { RegistryRecord } from '../api/index.ts';
import { FollowButton } from '../follow/index.tsx';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { levelWord, PageHead, RiskMark } from '../parts/index.ts';
import { entityByPlural, isLevel, Standing, useMay, Value } from '../registry/index.tsx';
import { useKeepScope } from '../shell/index.ts';
import styles from './EnterprisePage.module.css';
import { WORDS } from './words.ts';
import { useRegionName } from '../language/regions.ts';

/** Risk colour, name and identity of an enterprise, and what one may do. */
export function Head({
  record,
  crumbs,
}: {
  readonly record: RegistryRecord;
  readonly crumbs: readonly { label: string; href?: string }[];
}) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const { language } = useLanguage();
  const writes = useMay('registry.write');
  const inspects = useMay('case.verify');
  const fields = entityByPlural('enterprises')?.fields ?? {};
  const level = record['riskLevel'];
  const line = ['creditCode', 'sector', 'park', 'employees', 'standardisation'].flatMap((key) => {
    const field = fields[key];
    return field === undefined || record[key] == null
      ? []
      : [
          <span key={key}>
            {label(field)} <Value field={field} value={record[key]} />
          </span>,
        ];
  });
  const region = useRegionName();
  const onMap =
    record.lon == null || record.lat == null
      ? undefined
      : keep(`/map?at=${record.lon},${record.lat}&open=enterprise:${record.id}`);
  return (
    <>
      <PageHead title={<span className="visually-hidden">{record.name}</span>} crumbs={crumbs} />
      <section className={styles.head}>
        {isLevel(level) ? (
          <div className={styles.plate} data-level={level}>
            <b>
              <RiskMark level={level} size={16} />
              {t(`colour_${level}`).slice(0, language === 'zh' ? 1 : undefined)}
            </b>
            <span>{t('riskOf', { level: levelWord(level, 'risk', language) })}</span>
          </div>
        ) : null}
        <div className={styles.name}>
          <b aria-hidden title={record.name}>
            {record.name}
          </b>
          <p>{line}</p>
          <p>
            {[
              region(record.regionName ?? ''),
              record['address'],
              record['phone'] == null ? undefined : `${t('duty')} ${String(record['phone'])}`,
            ]
              .filter(Boolean)
              .map((text) => (
                <span key={String(text)}>{String(text)}</span>
              ))}
          </p>
          <Standing entity={entityByPlural('enterprises')!} record={record} />
        </div>
        <img className={styles.printedCode} src={`/api/enterprises/${record.id}/qr.svg`} alt="" aria-hidden />
        <div className={styles.acts} data-noprint>
          <Popover
            trigger={['click']}
            placement="bottomRight"
            content={
              <img
                src={`/api/enterprises/${record.id}/qr.svg`}
                alt={t('qrOf', { name: record.name })}
                width={180}
                height={180}
              />
            }
          >
            <Button icon={<QrCode size={15} aria-hidden />} aria-label={t('qrCode')} title={t('qrCode')} />
          </Popover>
          <FollowButton id={record.id} />
          <Button icon={<Printer size={15} aria-hidden />} onClick={() => window.print()}>
            {t('print')}
          </Button>
          {onMap === undefined ? null : (
            <Link to={onMap}>
              <Button icon={<MapIcon size={15} aria-hidden />}>{t('onMap')}</Button>
            </Link>
          )}
          {writes ? (
            <Link to={keep(`/registry/enterprises?open=${record.id}&edit=1`)}>
              <Button icon={<Pencil size={15} aria-hidden />}>{t('edit')}</Button>
            </Link>
          ) : null}
          {inspects ? (
            <Link to={keep(`/inspections?enterprise=${record.id}`)}>
              <Button type="primary" className={styles.primary ?? ''} icon={<ClipboardPen size={15} aria-hidden />}>
                {t('inspect')}
              </Button>
            </Link>
          ) : null}
        </div>
      </section>
    </>
  );
}
