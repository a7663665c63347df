import { DatePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useWords } from '../language/index.tsx';
import { stampText } from '../time/index.ts';
import { WORDS } from './words.ts';

const CHINA_MS = 8 * 3_600_000;

/** A span of time, epoch ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const shown = (at: number): Dayjs => dayjs(stampText(at).slice(0, 16));
const meant = (day: Dayjs): number =>
  Date.UTC(day.year(), day.month(), day.date(), day.hour(), day.minute()) - CHINA_MS;

/** Any two moments, by the minute of the clock in China. */
export function SpanPick({ span, onSpan }: { readonly span: Span; readonly onSpan: (span: Span) => void }) {
  const t = useWords(WORDS);
  return (
    <DatePicker.RangePicker
      aria-label={t('span')}
      allowClear={false}
      size="small"
      showTime={{ format: 'HH:mm' }}
      format="YYYY-MM-DD HH:mm"
      value={[shown(span.from), shown(span.to)]}
      onChange={(days) => {
        const [from, to] = days ?? [];
        if (from != null && to != null) onSpan({ from: meant(from), to: meant(to) });
      }}
    />
  );
}
