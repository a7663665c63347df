import type { ReactNode } from 'react';
import { BreachPart } from './BreachPart.tsx';
import type { PartProps } from './fields.tsx';
import { ModelPart } from './ModelPart.tsx';
import { VesselPart } from './VesselPart.tsx';
import { WeatherPart } from './WeatherPart.tsx';
import styles from './Workbench.module.css';

interface SetupPanelProps extends PartProps {
  readonly head: ReactNode;
  readonly foot: ReactNode;
}

/** Everything that is set: substance and vessel, release, weather, model. */
export function SetupPanel({ setup, refusal, onChange, head, foot }: SetupPanelProps) {
  const part = { setup, refusal, onChange };
  return (
    <aside className={styles.panel} data-testid="workbench-setup">
      {head}
      <VesselPart {...part} />
      <BreachPart {...part} />
      <WeatherPart {...part} />
      <ModelPart setup={setup} onChange={onChange} />
      <div className={styles.foot}>{foot}</div>
    </aside>
  );
}
