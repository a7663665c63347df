/** A vehicle as the rates count it. */
export interface RatedVehicle {
  readonly id: string;
  readonly name: string;
  readonly group: string;
  readonly installed: boolean;
  readonly suspended: boolean;
  readonly online: boolean;
}

/** A violation of the period; false alarms are left out before. */
export interface RatedViolation {
  readonly id: string;
  readonly name: string;
  readonly group: string;
  readonly handled: boolean;
  /** Was a police response due: asked for, or the violation is red? */
  readonly policeDue: boolean;
  readonly policeCame: boolean;
}

export type RateKey = 'online' | 'installed' | 'handled' | 'responded';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** One rate with who is in it and who is missing; `value` null where nothing was due. */
export interface Rate {
  readonly key: RateKey;
  readonly label: string;
  readonly numerator: number;
  readonly denominator: number;
  readonly value: number | null;
  /** Of the denominator, those in the numerator and those that are not. */
  readonly met: readonly Named[];
  readonly missing: readonly Named[];
}

export const RATE_LABELS: Readonly<Record<RateKey, string>> = {
  online: '上线率（期内有定位 / 已装终端、未报停）',
  installed: '安装率（已装终端 / 在册）',
  handled: '违法查处率（已查处 / 期内违法）',
  responded: '出警率（已出警 / 应出警）',
};

const named = (all: readonly Named[]): Named[] => all.map(({ id, name }) => ({ id, name }));

function rate<T extends Named>(key: RateKey, all: readonly T[], counts: (item: T) => boolean): Rate {
  const missing = all.filter((item) => !counts(item));
  const numerator = all.length - missing.length;
  return {
    key,
    label: RATE_LABELS[key],
    numerator,
    denominator: all.length,
    value: all.length === 0 ? null : numerator / all.length,
    met: named(all.filter(counts)),
    missing: named(missing),
  };
}

/**
 * The four rates of D2:138, each by itself: online of those fitted and in service, fitted of those registered, handled of
 * the violations, police sent of the events that called for them.
 */
export function fourRates(vehicles: readonly RatedVehicle[], violations: readonly RatedViolation[]): Rate[] {
  const due = vehicles.filter(({ installed, suspended }) => installed && !suspended);
  return [
    rate('online', due, ({ online }) => online),
    rate('installed', vehicles, ({ installed }) => installed),
    rate('handled', violations, ({ handled }) => handled),
    rate(
      'responded',
      violations.filter(({ policeDue }) => policeDue),
      ({ policeCame }) => policeCame,
    ),
  ];
}

/** The rates of every group (an enterprise, an area, a class), in the order of the groups' keys. */
export function ratesByGroup(
  vehicles: readonly RatedVehicle[],
  violations: readonly RatedViolation[],
): { readonly group: string; readonly rates: Rate[] }[] {
  const groups = [...new Set([...vehicles, ...violations].map(({ group }) => group))].toSorted();
  const own = <T extends { readonly group: string }>(all: readonly T[]): Map<string, T[]> => {
    const map = new Map<string, T[]>();
    for (const item of all) {
      const known = map.get(item.group);
      if (known === undefined) map.set(item.group, [item]);
      else known.push(item);
    }
    return map;
  };
  const [byVehicle, byViolation] = [own(vehicles), own(violations)];
  return groups.map((group) => ({ group, rates: fourRates(byVehicle.get(group) ?? [], byViolation.get(group) ?? []) }));
}
