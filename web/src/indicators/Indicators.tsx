import { figureSchema, type Figure, type Indicator } from '@anlan/kernel/indicator';
import { SYSTEMS } from '@anlan/systems';
import { useQuery } from '@tanstack/react-query';
import { Popover } from 'antd';
import { Link } from 'react-router';
import { z } from 'zod';
import { api, query } from '../api/index.ts';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { Card, Failed, Loading, numberText, StatusWord } from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import { useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Indicators.module.css';
import { WORDS } from './words.ts';

const figures = z.array(figureSchema);

/** The figures by which a monitoring system is judged, each with its parts, its target and who is missing. */
export function Indicators({ system, region }: { readonly system: string; readonly region?: string | undefined }) {
  const t = useWords(WORDS);
  const may = useMay('telemetry.read');
  const found = useQuery({
    queryKey: ['indicators', system, region],
    enabled: may,
    refetchInterval: 300_000,
    staleTime: 60_000,
    queryFn: ({ signal }) => api.get(`/indicators${query({ system, region })}`, figures, signal),
  });
  const declared = SYSTEMS.find(({ id }) => id === system)?.indicators ?? [];
  if (!may) return null;
  return (
    <Card title={t('title')} note={t('note')} flush>
      {found.isPending ? <Loading rows={2} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : (
        <ul className={styles.figures} data-testid={`indicators-${system}`}>
          {declared.map((indicator) => {
            const figure = found.data.find(({ key }) => key === indicator.key);
            return figure === undefined ? null : <Tile key={indicator.key} indicator={indicator} figure={figure} />;
          })}
        </ul>
      )}
    </Card>
  );
}

function Tile({ indicator, figure }: { readonly indicator: Indicator; readonly figure: Figure }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  const { days, target, better, denominator } = indicator;
  const unit = language === 'zh' ? indicator.unit : indicator.unitEn;
  const span = days === 0 ? t('now') : days === 1 ? t('lastDay') : t('lastDays', { n: days });
  const since = figure.observedFrom === null ? null : stampText(figure.observedFrom).slice(0, 16);
  const unjudged = since !== null && figure.met === null && figure.value !== null && target !== null;
  const parts =
    language === 'zh' ? [indicator.numerator, denominator] : [indicator.numeratorEn, indicator.denominatorEn];
  const whole =
    figure.value !== null && (figure.value >= 100 || (denominator === null && Number.isInteger(figure.value)));
  const digits = unit !== '%' && whole ? 0 : 1;
  return (
    <li data-testid={`figure-${figure.key}`} data-met={figure.met ?? 'none'}>
      <span>{label(indicator)}</span>
      <b>
        {figure.value === null ? (
          t(figure.numerator === null ? 'unrecorded' : 'none')
        ) : (
          <>
            {numberText(figure.value, digits)} <small>{unit}</small>
          </>
        )}
      </b>
      <small title={parts.filter((part) => part !== null).join(' / ')}>
        {figure.numerator === null
          ? parts.filter((part) => part !== null).join(' / ')
          : denominator === null
            ? parts[0]
            : `${numberText(figure.numerator, 0)} / ${numberText(figure.denominator, 0)} · ${parts[0]}`}
      </small>
      <span className={styles.foot}>
        {figure.met === null ? null : (
          <StatusWord state={figure.met ? 'done' : 'late'}>{t(figure.met ? 'met' : 'unmet')}</StatusWord>
        )}
        <span>
          {[
            target === null ? null : t('target', { n: `${better === 'higher' ? '≥' : '≤'} ${target} ${unit}` }),
            since === null ? span : t(unjudged ? 'unjudged' : 'since', { since }),
          ]
            .filter((part) => part !== null)
            .join(' · ')}
        </span>
        {figure.missingTotal === 0 ? null : (
          <Missing figure={figure} sum={denominator === null || better === 'lower'} />
        )}
      </span>
    </li>
  );
}

/** Who is behind a figure, each a door. */
function Missing({ figure, sum }: { readonly figure: Figure; readonly sum: boolean }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const list = (
    <ul className={styles.missing}>
      {figure.missing.map(({ id, name, href }) => (
        <li key={id}>{href === null ? name : <Link to={keep(href)}>{name}</Link>}</li>
      ))}
    </ul>
  );
  return (
    <Popover trigger={['click']} arrow={false} title={t('first', { n: figure.missing.length })} content={list}>
      <button type="button" className={styles.door}>
        {t(sum ? 'concerns' : 'missing', { n: numberText(figure.missingTotal) })}
      </button>
    </Popover>
  );
}
