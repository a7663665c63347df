import { dayFrom } from './hazchem-days.ts';
import type { ChemicalHolding, HazardSource, SafetyDevice } from './hazchem-records.ts';
import { hash, uuidOf, type Random } from './random.ts';
import type { Limit, Point } from './records.ts';

/** Points and limits that the devices bring with them. */
export interface Fitted {
  readonly points: Point[];
  readonly limits: Limit[];
}

type Chances = readonly (readonly [device: string, chance: number])[];

const TOXIC = new Set(['7664-41-7', '7782-50-5', '75-21-8', '107-13-1', '143-33-9', '106-89-8']);
const BURNS = (substance: string): boolean =>
  ![
    '7782-50-5',
    '7697-37-2',
    '7722-84-1',
    '7664-93-9',
    '1310-73-2',
    '7647-01-0/solution',
    '7681-52-9',
    '7727-37-9',
    '7782-44-7',
  ].includes(substance);

/** Devices of a storage place and the chance that they are really there: the gaps are those registers show. */
function plannedFor({ storage, substance, hazardSourceId, state }: ChemicalHolding, grave: boolean): Chances {
  const tank = storage.endsWith('-tank');
  const pressed = storage === 'pressure-tank' || storage === 'refrigerated-tank';
  const part = hazardSourceId !== null;
  const toxic = TOXIC.has(substance);
  const when = (condition: boolean, ...chances: Chances): Chances => (condition ? chances : []);
  return [
    ...when(tank, ['level-alarm', 0.97]),
    ...when(tank && storage !== 'buried-tank', ['temperature-alarm', 0.95]),
    ...when(pressed, ['pressure-alarm', 0.96]),
    ...when(BURNS(substance) && storage !== 'in-process', ['combustible-detector', 0.9]),
    ...when(toxic && storage !== 'in-process', ['toxic-detector', 0.86]),
    ...when(
      storage !== 'in-process' && storage !== 'cylinders' && storage !== 'buried-tank' && (toxic || BURNS(substance)),
      ['fire-alarm', 0.88],
    ),
    ...when(tank && part && (state === 'liquefied-gas' || toxic), ['emergency-shut-off', 0.8]),
    ...when(tank && grave && state === 'liquefied-gas', ['sis', 0.7]),
    ...when(part && toxic && state === 'liquefied-gas', ['absorber', 0.8]),
    ...when(substance === '7782-50-5' || substance === '143-33-9', ['video', 0.85]),
    ...when(
      storage === 'filling',
      ['universal-arm', 0.84],
      ['pressure-control', state === 'liquefied-gas' ? 0.78 : 0.2],
    ),
  ];
}

/** An id of its own for something that belongs to a record: the record's, its last parts hashed with the key. */
function cousinOf(id: string, key: string): string {
  const words = [hash(`${id}/${key}`), hash(`${key}/${id}`)].map((word) => word.toString(16).padStart(8, '0'));
  return `${id.slice(0, 24)}${words.join('').slice(0, 12)}`;
}

/** Which point of the tank a device reads. */
const READS: Readonly<Record<string, string>> = {
  'level-alarm': 'level',
  'temperature-alarm': 'temperature',
  'pressure-alarm': 'pressure',
};
/** Devices that report themselves by a signal of two states, with the name of their point. */
const SIGNALS: Readonly<Record<string, readonly [kind: string, name: string, limit: 'fire' | 'closed']>> = {
  'fire-alarm': ['fire-alarm', '火灾报警', 'fire'],
  'emergency-shut-off': ['shut-off', '紧急切断阀关到位', 'closed'],
};
const MAKERS = ['演示仪表甲厂', '演示阀门乙厂', '演示消防丙公司', null] as const;

interface Drawn {
  readonly seed: string;
  readonly today: string;
}

/** The safety devices of an enterprise's holdings; fire alarms and shut-offs of tanks bring a point of the tank's gauge. */
export function devicesOf(
  { seed, today }: Drawn,
  holdings: readonly ChemicalHolding[],
  source: HazardSource | undefined,
  points: readonly Point[],
  random: Random,
  fitted: Fitted,
): SafetyDevice[] {
  const grave = source?.registeredLevel === '一级' || source?.registeredLevel === '二级';
  return holdings.flatMap((holding) => {
    const gauge = points.filter(({ tankId }) => tankId !== null && tankId === holding.tankId);
    return plannedFor(holding, grave).flatMap(([device, chance]): SafetyDevice[] => {
      if (!random.chance(chance)) return [];
      const id = cousinOf(holding.id, `${seed}/${device}`);
      const inspected = dayFrom(today, -random.whole(5, 420));
      const { jurisdiction, regionPath, enterpriseId, lon, lat } = holding;
      return [
        {
          jurisdiction,
          regionPath,
          enterpriseId,
          lon,
          lat,
          id,
          name: `${holding.name} ${NAMES[device] ?? device}`,
          holdingId: holding.id,
          device,
          state: random.weighted<SafetyDevice['state']>([
            ['in-service', 94],
            ['faulty', 3],
            ['bypassed', 2],
            ['removed', 1],
          ]),
          installedOn: random.chance(0.8) ? dayFrom(today, -random.whole(430, 3600)) : null,
          inspectedOn: random.chance(0.92) ? inspected : null,
          inspectionDue: random.chance(0.92) ? dayFrom(inspected, 395) : null,
          maker: random.pick(MAKERS),
          pointId: pointOf(seed, device, gauge, random, fitted, source?.registeredLevel === '一级'),
        },
      ];
    });
  });
}

const NAMES: Readonly<Record<string, string>> = {
  'level-alarm': '液位报警',
  'temperature-alarm': '温度报警',
  'pressure-alarm': '压力报警',
  'combustible-detector': '可燃气体探测器',
  'toxic-detector': '有毒气体探测器',
  'fire-alarm': '火灾报警器',
  'emergency-shut-off': '紧急切断阀',
  sis: '安全仪表系统',
  absorber: '碱液吸收装置',
  video: '摄像机',
  'universal-arm': '万向充装管道',
  'pressure-control': '充装压力自控',
};

/** The command beside the valve's own answer: the same point of the same tank under a kind of its own, without a limit. */
function commandOf(seed: string, valve: Point): Point {
  const kind = 'shut-off-command';
  return { ...valve, id: uuidOf(seed, `point/${valve.deviceId}/${kind}`), kind, name: '紧急切断指令', limits: {} };
}

/** The flame detector beside the fire alarm of a vessel: the detector itself, before the alarm system has judged. */
function flameOf(seed: string, alarm: Point): Point {
  const kind = 'flame';
  return {
    ...alarm,
    id: uuidOf(seed, `point/${alarm.deviceId}/${kind}`),
    system: 'S17',
    kind,
    name: '火焰探测',
    limits: {},
  };
}

function pointOf(
  seed: string,
  device: string,
  gauge: readonly Point[],
  random: Random,
  fitted: Fitted,
  gravest: boolean,
): string | null {
  const read = gauge.find(({ kind }) => kind === READS[device]);
  if (read !== undefined) return read.id;
  const [first] = gauge;
  const signal = SIGNALS[device];
  if (first === undefined || signal === undefined || !random.chance(0.92)) return null;
  const [kind, name, limit] = signal;
  const id = uuidOf(seed, `point/${first.deviceId}/${kind}`);
  const { jurisdiction, regionPath, enterpriseId, siteId, deviceId, tankId } = first;
  const place = { jurisdiction, regionPath, enterpriseId, siteId, deviceId, tankId };
  const scale = { low: 0, high: 1, precision: 1, period: 10 };
  fitted.points.push({
    ...place,
    id,
    system: 'S18',
    kind,
    name,
    unit: '',
    rangeLow: 0,
    rangeHigh: 1,
    expectedPeriod: scale.period,
    precision: scale.precision,
    limits: { [limit]: 1 },
    model: { ...scale, form: 'const', params: { v: 0 } },
  });
  fitted.limits.push({ pointId: id, key: limit, value: 1, basis: '开关量：1 为动作' });
  if (device === 'emergency-shut-off') fitted.points.push(commandOf(seed, fitted.points.at(-1)!));
  // Vessels under pressure of sources of level 1 have flame detectors of their own.
  if (device === 'fire-alarm' && gravest && gauge.some((point) => point.kind === 'pressure'))
    fitted.points.push(flameOf(seed, fitted.points.at(-1)!));
  return id;
}
