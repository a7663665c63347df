import { Segmented } from 'antd';
import type { RiskHeat } from '@anlan/systems/prevention';
import { Flame } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { usePlatform, useSession } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, projector, Sketch } from '../parts/index.ts';
import { useScope } from '../shell/index.ts';
import { token } from '../theme/index.ts';
import { fieldOf, PIXEL, type Field } from './heat.ts';
import { useHeat } from './queries.ts';
import styles from './RisksPage.module.css';
import { WORDS } from './words.ts';

const SIZE = { width: 520, height: 380 };
const STEPS = ['--q-2', '--q-3', '--q-4', '--q-5', '--q-6'] as const;
type Show = 'weight' | 'open';

/** Where the weight of the risks lies: cells of about a kilometre over the boundaries. */
export function HeatCard({ region }: { readonly region: string | null }) {
  const t = useWords(WORDS);
  const heat = useHeat({ region });
  return (
    <Card title={t('heat')} note={t('heatNote')} flush>
      {heat.isPending ? <Loading rows={6} /> : null}
      {heat.isError && heat.data === undefined ? <Failed error={heat.error} retry={() => void heat.refetch()} /> : null}
      {heat.data === undefined ? null : heat.data.lon.length === 0 ? (
        <Empty icon={<Flame size={20} strokeWidth={1.6} />} title={t('heatNone')} />
      ) : (
        <Drawn heat={heat.data} region={region} />
      )}
    </Card>
  );
}

function Drawn({ heat, region }: { readonly heat: RiskHeat; readonly region: string | null }) {
  const t = useWords(WORDS);
  const session = useSession();
  const scope = useScope();
  const platform = usePlatform().data;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [show, setShow] = useState<Show>('weight');
  const jurisdiction =
    platform?.jurisdictions.find((one) => one.path === session.jurisdiction) ?? platform?.jurisdictions[0];
  const bounds = useMemo(
    () => (region === null && session.scope.path === session.jurisdiction ? jurisdiction?.bounds : boundsOf(heat)),
    [region, session, jurisdiction, heat],
  );
  const most = Math.max(1, ...heat[show]);
  useEffect(() => {
    if (canvas.current !== null && bounds !== undefined)
      paint(canvas.current, fieldOf(heat.lon, heat.lat, heat[show], projector({ ...SIZE, bounds }), SIZE));
  }, [heat, bounds, show]);
  const label = t('heatLabel', {
    place: scope.label,
    n: heat[show].filter((value) => value > 0).length,
    max: most,
  });
  return (
    <>
      <div className={styles.heat}>
        {jurisdiction === undefined || bounds === undefined ? null : (
          <Sketch pack={jurisdiction.pack} bounds={bounds} {...SIZE} label={label} names />
        )}
        <canvas ref={canvas} width={SIZE.width} height={SIZE.height} aria-hidden />
      </div>
      <div className={styles.legend}>
        {t('heatLow')}
        <span className={styles.ramp}>
          {STEPS.map((step) => (
            <i key={step} style={{ background: `var(${step})` }} />
          ))}
        </span>
        {t('heatHigh')} {numberText(most)}
        <Segmented<Show>
          size="small"
          className={styles.show ?? ''}
          value={show}
          onChange={setShow}
          options={[
            { value: 'weight', label: t('showRisks') },
            { value: 'open', label: t('showDangers') },
          ]}
        />
      </div>
    </>
  );
}

/** West, south, east, north around all cells with some air. */
function boundsOf({ lon, lat }: RiskHeat): number[] {
  const range = (values: readonly number[]) => {
    let [low, high] = [Infinity, -Infinity];
    for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
    const air = Math.max(0.03, (high - low) * 0.06);
    return [low - air, high + air] as const;
  };
  const [[west, east], [south, north]] = [range(lon), range(lat)];
  return [west, south, east, north];
}

/** Paints the field in steps of the quiet ramp; square roots keep the light places visible beside a few heavy ones. */
function paint(canvas: HTMLCanvasElement, field: Field): void {
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.globalAlpha = 0.78;
  field.values.forEach((value, index) => {
    const share = Math.sqrt(value / field.most);
    if (share < 0.12) return;
    pen.fillStyle = token(STEPS[Math.min(STEPS.length - 1, Math.floor(share * STEPS.length))] ?? '--q-6');
    pen.fillRect((index % field.columns) * PIXEL, Math.floor(index / field.columns) * PIXEL, PIXEL, PIXEL);
  });
}
