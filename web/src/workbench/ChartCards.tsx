import type { EstimateArea, Outlook, PlaceOutlook, SavedScenario, Sensor, Setup } from '@anlan/kernel/workbench';
import { useWords } from '../language/index.tsx';
import { DoseChart, ProfileChart, SourceChart } from './Charts.tsx';
import { DominoPanel } from './DominoPanel.tsx';
import { Segments } from './fields.tsx';
import { RiskPanel } from './RiskPanel.tsx';
import { Compare } from './Scenarios.tsx';
import { Sensors } from './Sensors.tsx';
import type { RiskState } from './use-risk.ts';
import { WorkingList } from './WorkingCard.tsx';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';

export type LeftTab = 'profile' | 'dose' | 'risk';

interface LeftCardProps {
  readonly tab: LeftTab;
  readonly onTab: (tab: LeftTab) => void;
  readonly outlook: Outlook | undefined;
  readonly place: PlaceOutlook | null;
  readonly risk: RiskState;
  readonly remark: (text: string) => string;
}

/** Profile downwind, dose against time at a clicked place, risk. */
export function LeftCard({ tab, onTab, outlook, place, risk, remark }: LeftCardProps) {
  const t = useWords(WORDS);
  return (
    <div className={styles.card}>
      <Segments
        label={t('profile')}
        value={tab}
        options={[
          ['profile', t('profile')],
          ['dose', t('dose')],
          ['risk', t('risk')],
        ]}
        onChange={onTab}
      />
      {tab === 'profile' && outlook !== undefined ? (
        <>
          <p className={styles.small}>
            {t('profileNote', { unit: outlook.unit === 'kW/m2' ? 'kW/m²' : outlook.unit })} · {remark(outlook.chosen)}
          </p>
          <ProfileChart outlook={outlook} />
        </>
      ) : null}
      {tab === 'dose' && place === null ? <p className={styles.hint}>{t('doseHint')}</p> : null}
      {tab === 'dose' && place !== null ? <DoseChart place={place} /> : null}
      {tab === 'risk' ? <RiskPanel state={risk} remark={remark} /> : null}
    </div>
  );
}

export type RightTab = 'source' | 'working' | 'compare' | 'sensors' | 'domino';
const TABS: readonly RightTab[] = ['source', 'working', 'compare', 'sensors', 'domino'];

interface RightCardProps {
  readonly tab: RightTab;
  readonly onTab: (tab: RightTab) => void;
  readonly setup: Setup;
  readonly outlook: Outlook | undefined;
  readonly sensors: readonly Sensor[];
  readonly remark: (text: string) => string;
  readonly onOpen: (saved: SavedScenario) => void;
  readonly onArea: (area: EstimateArea | null) => void;
  readonly onUse: (setup: Setup) => void;
}

/** Source term, working, comparison, estimation from sensors, units that may fail in turn. */
export function RightCard(props: RightCardProps) {
  const { tab, onTab, setup, outlook, sensors, remark, onOpen, onArea, onUse } = props;
  const t = useWords(WORDS);
  return (
    <div className={styles.card}>
      <Segments label={t('source')} value={tab} options={TABS.map((one) => [one, t(one)] as const)} onChange={onTab} />
      {tab === 'source' && outlook !== undefined ? <SourceChart outlook={outlook} setup={setup} /> : null}
      {tab === 'working' && outlook !== undefined ? <WorkingList workings={outlook.workings} remark={remark} /> : null}
      {tab === 'compare' ? <Compare setup={setup} outlook={outlook} onOpen={onOpen} /> : null}
      {tab === 'sensors' ? (
        <Sensors
          key={setup.place.join()}
          setup={setup}
          sensors={sensors}
          remark={remark}
          onArea={onArea}
          onUse={onUse}
        />
      ) : null}
      {tab === 'domino' && outlook !== undefined ? <DominoPanel setup={setup} outlook={outlook} /> : null}
    </div>
  );
}
