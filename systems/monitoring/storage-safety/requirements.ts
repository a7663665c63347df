import { substanceOf, type StorageForm, type Substance } from '../../registry/hazchem-units/index.ts';
import type { Grade } from '../../registry/major-hazards/index.ts';

/** Safety devices of storage and filling, in the order of the matrix. */
export const SAFETY_DEVICES = [
  { value: 'level-alarm', label: '液位超限报警', labelEn: 'Level alarm' },
  { value: 'temperature-alarm', label: '温度超限报警', labelEn: 'Temperature alarm' },
  { value: 'pressure-alarm', label: '压力超限报警', labelEn: 'Pressure alarm' },
  { value: 'combustible-detector', label: '可燃气体泄漏检测报警', labelEn: 'Combustible gas detection' },
  { value: 'toxic-detector', label: '有毒气体泄漏检测报警', labelEn: 'Toxic gas detection' },
  { value: 'fire-alarm', label: '火灾报警系统', labelEn: 'Fire alarm' },
  { value: 'emergency-shut-off', label: '紧急切断装置', labelEn: 'Emergency shut-off' },
  { value: 'sis', label: '独立安全仪表系统', labelEn: 'Independent safety instrumented system' },
  { value: 'absorber', label: '泄漏物紧急处置（吸收）装置', labelEn: 'Leak absorber' },
  { value: 'video', label: '视频监控', labelEn: 'Video' },
  { value: 'pressure-control', label: '充装压力自动控制', labelEn: 'Automatic filling pressure control' },
  { value: 'universal-arm', label: '万向充装管道系统', labelEn: 'Articulated loading arm' },
] as const;
export type SafetyDevice = (typeof SAFETY_DEVICES)[number]['value'];

/** What the matrix asks about a storage place. */
export interface Place {
  readonly substance: string;
  readonly storage: StorageForm;
  /** Part of a major hazard source. */
  readonly majorHazard: boolean;
  /** Its level where graded. */
  readonly grade: Grade | null;
}

/** One row of the matrix: where the conditions hold, the device must be there from `from` on. */
export interface Requirement {
  readonly key: string;
  readonly device: SafetyDevice;
  readonly storages: readonly StorageForm[];
  readonly holds: (facts: { readonly place: Place; readonly substance: Substance }) => boolean;
  readonly condition: string;
  readonly clause: string;
  /** YYYY-MM-DD the clause applies from. */
  readonly from: string;
  readonly mark: 'confirmed' | 'memory' | 'verify';
}

const TANKS: readonly StorageForm[] = ['pressure-tank', 'refrigerated-tank', 'atmospheric-tank', 'buried-tank'];
const STORES: readonly StorageForm[] = [...TANKS, 'warehouse', 'cylinders', 'filling'];
const D3 = 'D3:48“剧毒、易燃易爆化学品储存区域安装液位、温度、压力超限报警设施和气体泄漏检测报警装置、火灾报警系统”';
const SHUT_OFF = 'D3:48“构成重大危险源的液化气体、剧毒液体等重点储罐安装紧急切断设备”；第 40 号令第十三条（三）';
const ORDER_40 = '2011-12-01';
const PLAN = '2011-10-01';

const hazardous = ({ kind }: Substance): boolean => kind !== 'other';
const toxic = ({ kind, lists }: Substance): boolean =>
  kind === 'toxic-gas' || kind === 'toxic' || lists.includes('highlyToxic');
const highlyToxic = ({ lists }: Substance): boolean => lists.includes('highlyToxic');
const gases = ({ kind, liquefied }: Substance): boolean =>
  liquefied || kind === 'toxic-gas' || kind === 'flammable-gas';

/** The requirement matrix: data with dates and clauses, read by one function. */
export const REQUIREMENTS: readonly Requirement[] = [
  {
    key: 'level',
    device: 'level-alarm',
    storages: TANKS,
    holds: ({ substance }) => hazardous(substance),
    condition: '储存剧毒、易燃易爆化学品的储罐',
    clause: D3,
    from: PLAN,
    mark: 'confirmed',
  },
  {
    key: 'temperature',
    device: 'temperature-alarm',
    storages: ['pressure-tank', 'refrigerated-tank', 'atmospheric-tank'],
    holds: ({ substance }) => hazardous(substance),
    condition: '储存剧毒、易燃易爆化学品的地上储罐',
    clause: D3,
    from: PLAN,
    mark: 'confirmed',
  },
  {
    key: 'pressure',
    device: 'pressure-alarm',
    storages: ['pressure-tank', 'refrigerated-tank'],
    holds: ({ substance }) => hazardous(substance),
    condition: '压力储罐与低温储罐',
    clause: D3,
    from: PLAN,
    mark: 'confirmed',
  },
  {
    key: 'combustible',
    device: 'combustible-detector',
    storages: STORES,
    holds: ({ substance }) =>
      substance.kind === 'flammable-gas' ||
      substance.kind === 'flammable-liquid' ||
      (substance.combustible && toxic(substance)),
    condition: '可燃气体、易燃液体的储存与装卸场所',
    clause: `${D3}；GB/T 50493-2019`,
    from: PLAN,
    mark: 'confirmed',
  },
  {
    key: 'toxic',
    device: 'toxic-detector',
    storages: STORES,
    holds: ({ substance }) => substance.kind === 'toxic-gas' || (highlyToxic(substance) && substance.kind === 'toxic'),
    condition: '毒性气体、剧毒化学品的储存场所',
    clause: `${D3}；GB/T 50493-2019`,
    from: PLAN,
    mark: 'confirmed',
  },
  {
    key: 'fire',
    device: 'fire-alarm',
    storages: [...TANKS.filter((form) => form !== 'buried-tank'), 'warehouse', 'filling'],
    holds: ({ substance }) => substance.combustible || toxic(substance),
    condition: '剧毒、易燃易爆化学品储存区域',
    clause: `${D3}；GB 50116-2013`,
    from: PLAN,
    mark: 'confirmed',
  },
  {
    key: 'shut-off',
    device: 'emergency-shut-off',
    storages: TANKS,
    holds: ({ place, substance }) => place.majorHazard && (gases(substance) || toxic(substance)),
    condition: '构成重大危险源的液化气体、毒性气体、剧毒（有毒）液体储罐',
    clause: SHUT_OFF,
    from: PLAN,
    mark: 'confirmed',
  },
  {
    key: 'sis',
    device: 'sis',
    storages: TANKS,
    holds: ({ place, substance }) =>
      (place.grade === 'one' || place.grade === 'two') && (gases(substance) || highlyToxic(substance)),
    condition: '一级、二级重大危险源的毒性气体、液化气体、剧毒液体',
    clause: '第 40 号令第十三条（三）“配备独立的安全仪表系统（SIS）”',
    from: ORDER_40,
    mark: 'memory',
  },
  {
    key: 'absorber',
    device: 'absorber',
    storages: [...TANKS, 'cylinders'],
    holds: ({ place, substance }) => place.majorHazard && substance.kind === 'toxic-gas',
    condition: '构成重大危险源的毒性气体设施',
    clause: '第 40 号令第十三条（三）“毒性气体的设施，设置泄漏物紧急处置装置”',
    from: ORDER_40,
    mark: 'memory',
  },
  {
    key: 'video',
    device: 'video',
    storages: STORES,
    holds: ({ substance }) => highlyToxic(substance),
    condition: '储存剧毒物质的场所',
    clause: '第 40 号令第十三条（四）“储存剧毒物质的场所或者设施，设置视频监控系统”',
    from: ORDER_40,
    mark: 'memory',
  },
  {
    key: 'pressure-control',
    device: 'pressure-control',
    storages: ['filling'],
    holds: ({ substance }) => substance.liquefied,
    condition: '液化气体充装装置',
    clause: 'D3:48“液化气体充装装置要进行压力自动控制改造”',
    from: PLAN,
    mark: 'confirmed',
  },
  {
    key: 'universal-arm',
    device: 'universal-arm',
    storages: ['filling'],
    holds: ({ substance }) => hazardous(substance),
    condition: '危险化学品槽车充装',
    clause: 'D3:48“危险化学品槽车充装使用万向充装管道系统”',
    from: PLAN,
    mark: 'confirmed',
  },
];

/** Requirements in force for a storage place on a day (YYYY-MM-DD); none where the register does not know the chemical. */
export function requiredFor(place: Place, on: string): readonly Requirement[] {
  const substance = substanceOf(place.substance);
  if (substance === undefined) return [];
  return REQUIREMENTS.filter(
    ({ storages, holds, from }) => from <= on && storages.includes(place.storage) && holds({ place, substance }),
  );
}
