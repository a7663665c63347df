import { readVehicleStates } from '@anlan/jt808';

/** The state of a vehicle at one instant around an alarm, as its record tells it (T/JSATL 12-2017 §4.7). */
export interface RecordedState {
  /** Epoch ms; null where the record has no possible time. */
  readonly at: number | null;
  /** km/h: by satellite, by pulses, by OBD. */
  readonly speed: number;
  readonly pulseSpeed: number;
  readonly obdSpeed: number;
  /** g, along the vehicle. */
  readonly acceleration: number;
  /** g, across. */
  readonly sideways: number;
  /** %, of the pedals. */
  readonly accelerator: number;
  readonly brake: number;
  readonly braking: boolean;
  readonly gear: number;
  /** 1/min. */
  readonly engineSpeed: number;
  /** °; which side is positive the standard leaves open. */
  readonly wheelAngle: number;
  readonly turnLight: 'off' | 'left' | 'right';
}

const LIGHTS = ['off', 'left', 'right'] as const;
/** Files of an alarm that are a vehicle-state record end so. */
export const STATE_RECORD = '.bin';

/** The states of a record in the order of its blocks; undefined for bytes that are none. Never throws. */
export function recordedStates(file: Uint8Array): readonly RecordedState[] | undefined {
  const states = readVehicleStates(file);
  if (!Array.isArray(states)) return undefined;
  return states.map((state) => ({
    at: state.time.epochMs,
    speed: state.speed,
    pulseSpeed: state.pulseSpeed,
    obdSpeed: state.obdSpeed,
    acceleration: state.accelerationX,
    sideways: state.accelerationY,
    accelerator: state.accelerator,
    brake: state.brake,
    braking: state.braking === 1,
    gear: state.gear,
    engineSpeed: state.engineSpeed,
    wheelAngle: state.wheelAngle,
    turnLight: LIGHTS[state.turnLight] ?? 'off',
  }));
}
