import { LENGTHS } from '@anlan/kernel/entity';
import { SYSTEMS } from '@anlan/systems';
import { Input, Switch } from 'antd';
import {
  Box,
  Bus,
  Camera,
  Cylinder,
  Droplet,
  Factory,
  Flame,
  Gauge,
  Search,
  Shield,
  Ship,
  Spline,
  Truck,
  Users,
  Wind,
} from 'lucide-react';
import { Fragment, useState, type ReactNode, type RefObject } from 'react';
import { useLabel, usePair, useWords, type Words } from '../language/index.tsx';
import { levelWord, numberText, RiskMark } from '../parts/index.ts';
import { useLanguage } from '../language/index.tsx';
import { coordinatesOf, coordinateText } from './draw.ts';
import { useFound, type LayerRow } from './facts.ts';
import styles from './Map.module.css';
import { type Level, LEVELS } from './palette.ts';
import { ASK_WORDS } from './words-ask.ts';
import { WORDS } from './words.ts';
import { useUnit } from '../language/units.ts';

const ICONS: Readonly<Record<string, ReactNode>> = {
  gauge: <Gauge size={14} />,
  droplet: <Droplet size={14} />,
  flame: <Flame size={14} />,
  wind: <Wind size={14} />,
  truck: <Truck size={14} />,
  bus: <Bus size={14} />,
  ship: <Ship size={14} />,
  factory: <Factory size={14} />,
  tank: <Cylinder size={14} />,
  fence: <Spline size={14} />,
  people: <Users size={14} />,
  shield: <Shield size={14} />,
  camera: <Camera size={14} />,
  box: <Box size={14} />,
};

/** Layers of this group stand under the four colours, which are their heading. */
const RISK_GROUP = '风险四色';
/** Groups of layers as systems declare them. */
const GROUPS: Words = {
  监测: ['监测', 'Monitoring'],
  移动: ['移动', 'Moving'],
  应急: ['应急', 'Emergency'],
};

interface LayerPanelProps {
  readonly layers: readonly LayerRow[];
  readonly on: ReadonlySet<string>;
  readonly onToggle: (key: string) => void;
  readonly levels: ReadonlySet<Level>;
  readonly counts: Readonly<Record<Level, number>>;
  readonly onLevel: (level: Level) => void;
  readonly dark: boolean;
  readonly onDark: (dark: boolean) => void;
  readonly onFound: (object: string) => void;
  readonly onPlace: (place: readonly [number, number]) => void;
  readonly opacity: Readonly<Record<string, number>>;
  readonly onOpacity: (key: string, share: number) => void;
  readonly search: RefObject<HTMLInputElement | null>;
}

/** Layers by group with their counts, the four colours as a filter, search, and the look of the base map. */
export function LayerPanel(props: LayerPanelProps) {
  const { layers, on, levels, counts, dark } = props;
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const pair = usePair();
  const [text, setText] = useState('');
  const wanted = text.trim();
  const shown = layers.filter(
    ({ label, labelEn }) => label.includes(wanted) || (labelEn ?? '').toLowerCase().includes(wanted.toLowerCase()),
  );
  const groups = [...new Set(shown.map((layer) => layer.group))].sort(
    (a, b) => Number(b === RISK_GROUP) - Number(a === RISK_GROUP),
  );
  return (
    <section className={`${styles.panel} ${styles.layers}`} aria-label={t('layers')} data-testid="layers">
      <header>
        <b>{t('layers')}</b>
        <span>{t('layersOn', { on: on.size, all: layers.length })}</span>
      </header>
      <div className={styles.find}>
        <Input
          maxLength={LENGTHS.search}
          ref={(ref) => void (props.search.current = ref?.input ?? null)}
          size="small"
          prefix={<Search size={14} aria-hidden />}
          value={text}
          placeholder={t('find')}
          aria-label={t('find')}
          allowClear
          onChange={(event) => setText(event.target.value)}
          data-testid="map-search"
        />
        <FoundList
          text={wanted}
          onFound={(object) => (setText(''), props.onFound(object))}
          onPlace={(place) => (setText(''), props.onPlace(place))}
        />
      </div>
      <h3>
        {t('fourColours')}
        <em>{t('onlyThis')}</em>
      </h3>
      <div className={styles.levels}>
        {LEVELS.map((level) => (
          <button
            key={level}
            type="button"
            aria-pressed={levels.has(level)}
            onClick={() => props.onLevel(level)}
            data-testid={`map-level-${level}`}
          >
            <RiskMark level={level} size={14} />
            {levelWord(level, 'risk', language)}
            <b>{numberText(counts[level])}</b>
          </button>
        ))}
      </div>
      {groups.map((group) => (
        <Fragment key={group}>
          {group === RISK_GROUP ? null : <h3>{pair(GROUPS, group)}</h3>}
          <ul>
            {shown
              .filter((layer) => layer.group === group)
              .map((layer) => (
                <LayerLine
                  key={layer.key}
                  layer={layer}
                  on={on.has(layer.key)}
                  onToggle={props.onToggle}
                  share={props.opacity[layer.key] ?? 1}
                  onShare={(share) => props.onOpacity(layer.key, share)}
                />
              ))}
          </ul>
        </Fragment>
      ))}
      <h3>{t('baseMap')}</h3>
      <div className={styles.bases} role="group" aria-label={t('baseMap')}>
        <button type="button" aria-pressed={!dark} onClick={() => props.onDark(false)}>
          {t('pale')}
        </button>
        <button type="button" aria-pressed={dark} className={styles.night} onClick={() => props.onDark(true)}>
          {t('dark')}
        </button>
      </div>
    </section>
  );
}

function LayerLine({
  layer,
  on,
  onToggle,
  share,
  onShare,
}: {
  readonly layer: LayerRow;
  readonly on: boolean;
  readonly onToggle: (key: string) => void;
  readonly share: number;
  readonly onShare: (share: number) => void;
}) {
  const label = useLabel();
  const a = useWords(ASK_WORDS);
  const unit = useUnit();
  const dims = on && layer.kind !== 'moving';
  const name = label({ label: layer.label, labelEn: layer.labelEn ?? undefined });
  return (
    <li data-on={on}>
      <Switch
        size="small"
        checked={on}
        onChange={() => onToggle(layer.key)}
        aria-label={name}
        data-testid={`layer-${layer.key}`}
      />
      <i data-moving={layer.kind === 'moving' ? layer.icon : undefined} aria-hidden>
        {ICONS[layer.icon]}
      </i>
      <span title={name}>{name}</span>
      <em>
        {numberText(layer.count)} {unit(layer.unit)}
      </em>
      {dims ? (
        <input
          type="range"
          min={10}
          max={100}
          step={10}
          value={Math.round(share * 100)}
          aria-label={`${name} ${a('opacity')}`}
          title={a('opacity')}
          onChange={(event) => onShare(event.target.valueAsNumber / 100)}
        />
      ) : null}
    </li>
  );
}

const PLACED = new Set(
  SYSTEMS.flatMap((system) => system.entities)
    .filter((entity) => entity.located)
    .map((entity) => entity.key),
);

interface FoundListProps {
  readonly text: string;
  readonly onFound: (object: string) => void;
  readonly onPlace: (place: readonly [number, number]) => void;
}

/** What a search found: a typed place first, then records with a place. */
function FoundList({ text, onFound, onPlace }: FoundListProps) {
  const a = useWords(ASK_WORDS);
  const place = coordinatesOf(text);
  const { data } = useFound(text);
  const rows = text === '' ? [] : (data ?? []).filter((row) => PLACED.has(row.kind)).slice(0, 8);
  if (rows.length === 0 && place === null) return null;
  return (
    <ul className={styles.found}>
      {place === null ? null : (
        <li>
          <button type="button" onClick={() => onPlace(place)} data-testid="go-to-place">
            {a('goto', { place: coordinateText(...place) })}
          </button>
        </li>
      )}
      {rows.map((row) => (
        <li key={`${row.kind}${row.id}`}>
          <button type="button" onClick={() => onFound(`${row.kind}:${row.id}`)}>
            {row.label}
            <small>{row.sub}</small>
          </button>
        </li>
      ))}
    </ul>
  );
}
