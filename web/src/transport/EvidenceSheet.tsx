import { Button } from 'antd';
import { createPortal } from 'react-dom';
import { useWords } from '../language/index.tsx';
import { numberText } from '../parts/index.ts';
import { spanText, stampText } from '../time/index.ts';
import type { Journey } from '@anlan/systems/monitoring/vehicle-supervision';
import { JourneyChart } from './JourneyChart.tsx';
import styles from './Picture.module.css';
import { PICTURE_WORDS } from './words-picture.ts';

const PRINTED = `@page { size: A4 landscape; margin: 10mm } @media print { body[data-printing='evidence'] > :not([data-testid='evidence']) { display: none !important } html, body { height: auto !important; overflow: visible !important } }`;
const place = ([lon, lat]: readonly [number, number]): string => `${lon.toFixed(5)}, ${lat.toFixed(5)}`;

/** What was found on a track, to be printed or kept: figures, chart, each violation, and the hash of the fixes judged. */
export function EvidenceSheet({ journey, onClose }: { readonly journey: Journey; readonly onClose: () => void }) {
  const t = useWords(PICTURE_WORDS);
  const { vehicle, violations } = journey;
  const print = (): void => {
    document.body.dataset['printing'] = 'evidence';
    window.print();
    delete document.body.dataset['printing'];
  };
  const heads = [
    'number',
    'begins',
    'ends',
    'lasts',
    'road',
    'limit',
    'max',
    'mean',
    'distance',
    'placeFrom',
    'placeTo',
  ] as const;
  return createPortal(
    <div className={styles.back} role="dialog" aria-modal aria-label={t('sheetTitle')} data-testid="evidence">
      <style>{PRINTED}</style>
      <div className={styles.paper}>
        <div className={styles.paperTools}>
          <Button size="small" type="primary" onClick={print}>
            {t('print')}
          </Button>
          <Button size="small" onClick={onClose}>
            {t('close')}
          </Button>
        </div>
        <h2>{t('sheetTitle')}</h2>
        <p>
          {t('plate')} <b>{vehicle.plate}</b> · {t('operator')} {vehicle.enterprise ?? '—'} · {t('period')}{' '}
          {stampText(journey.from)} — {stampText(journey.to)} · {t('distance')} {numberText(journey.km, 1)} km
          {journey.odometerKm === null ? '' : ` · ${t('odometer')} ${numberText(journey.odometerKm, 1)} km`}
        </p>
        <JourneyChart journey={journey} head={null} brush={null} onHead={() => undefined} onBrush={() => undefined} />
        {violations.length === 0 ? (
          <p>{t('none')}</p>
        ) : (
          <table>
            <thead>
              <tr>
                {heads.map((head) => (
                  <th key={head}>{t(head)}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {violations.map((one, index) => (
                <tr key={one.from}>
                  <td>{index + 1}</td>
                  <td>{stampText(one.from)}</td>
                  <td>{stampText(one.to)}</td>
                  <td>{spanText(one.to - one.from)}</td>
                  <td>{one.road ?? t('own')}</td>
                  <td>{numberText(one.limit, 1)}</td>
                  <td>{numberText(one.max, 1)}</td>
                  <td>{numberText(one.mean, 1)}</td>
                  <td>{numberText(one.metres / 1000, 2)} km</td>
                  <td>{place(one.start)}</td>
                  <td>{place(one.end)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <footer>
          <p>{t('rule')}</p>
          <p>
            {t('hash', { n: numberText(journey.fixes), hash: journey.hash })} ·{' '}
            {t('made', { at: stampText(Date.now()) })}
          </p>
        </footer>
      </div>
    </div>,
    document.body,
  );
}
