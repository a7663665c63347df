import { requiredFor, SAFETY_DEVICES, type Place, type Requirement, type SafetyDevice } from './requirements.ts';

/** A device as the register of devices has it. */
export interface Installed {
  readonly device: string;
  /** in-service, faulty, bypassed, removed */
  readonly state: string;
  /** YYYY-MM-DD */
  readonly inspectionDue: string | null;
}

export type Standing = 'ok' | 'missing' | 'unusable' | 'overdue';

/** What a required device is like at a storage place. */
export interface Verdict {
  readonly requirement: Requirement;
  readonly standing: Standing;
}

/** A gap: which device, why it counts as a gap, by which clause. */
export interface Gap {
  readonly device: SafetyDevice;
  readonly label: string;
  readonly standing: Exclude<Standing, 'ok'>;
  readonly condition: string;
  readonly clause: string;
  readonly finding: string;
}

const LABELS = new Map(SAFETY_DEVICES.map(({ value, label }) => [value, label]));
const WORDS: Readonly<Record<Gap['standing'], string>> = {
  missing: '未安装',
  unusable: '未投用或故障',
  overdue: '检验超期',
};

function standingOf(device: SafetyDevice, installed: readonly Installed[], on: string): Standing {
  const own = installed.filter((item) => item.device === device && item.state !== 'removed');
  if (own.length === 0) return 'missing';
  const working = own.filter(({ state }) => state === 'in-service');
  if (working.length === 0) return 'unusable';
  return working.some(({ inspectionDue }) => inspectionDue === null || inspectionDue >= on) ? 'ok' : 'overdue';
}

/** Every required device of a place with its standing on a day (YYYY-MM-DD). */
export function checkPlace(place: Place, installed: readonly Installed[], on: string): readonly Verdict[] {
  return requiredFor(place, on).map((requirement) => ({
    requirement,
    standing: standingOf(requirement.device, installed, on),
  }));
}

/** The findings of a place: each names the place, the device and the clause. */
export function gapsOf(name: string, place: Place, installed: readonly Installed[], on: string): readonly Gap[] {
  return checkPlace(place, installed, on).flatMap(({ requirement, standing }) => {
    if (standing === 'ok') return [];
    const { device, condition, clause } = requirement;
    const label = LABELS.get(device) ?? device;
    return [
      { device, label, standing, condition, clause, finding: `${name}：${label}${WORDS[standing]}（${clause}）` },
    ];
  });
}
