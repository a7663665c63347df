import { leastTankVolume } from '@anlan/domain/fire-water';
import { DEMONSTRATION_MARK } from './enterprises.ts';
import type { Building } from './field-devices.ts';
import { offset } from './geometry.ts';
import { fixed, placeNear, type Ground } from './ground.ts';
import { randomOf, uuidOf, type Random } from './random.ts';
import type { Enterprise, PackKey } from './records.ts';

/** Key buildings and how many others stand beside them in the register; demonstration numbers. */
const COUNTS: Readonly<Record<PackKey, { key: number; other: number }>> = {
  shangrao: { key: 800, other: 120 },
  chongqing: { key: 1200, other: 180 },
};
/** Share of key buildings that are residential and have no owner in the register. */
const RESIDENTIAL = 0.12;

type Category = Building['category'];

const OWNERS: Readonly<Record<string, readonly (readonly [Category, number])[]>> = {
  'public-place': [
    ['high-public-1', 14],
    ['high-public-2', 26],
    ['public', 60],
  ],
  warehouse: [['storage', 1]],
  'light-industry': [['industrial', 1]],
  machinery: [['industrial', 1]],
  'dust-explosion': [['industrial', 1]],
};
const HEIGHTS: Readonly<Record<Category, readonly [least: number, most: number, floor: number]>> = {
  'high-public-1': [52, 168, 3.9],
  'high-public-2': [25, 49, 3.9],
  'high-residential': [34, 99, 2.95],
  public: [9, 23, 4.2],
  industrial: [8, 23, 6.5],
  storage: [8, 22, 7],
};
const PURPOSES: Readonly<Record<Category, readonly string[]>> = {
  'high-public-1': ['酒店', '综合楼', '医院', '商业综合体', '写字楼'],
  'high-public-2': ['酒店', '写字楼', '医院', '学校'],
  'high-residential': ['住宅'],
  public: ['商场', '学校', '养老院', '影剧院', '幼儿园'],
  industrial: ['厂房'],
  storage: ['仓库'],
};
const WINGS = ['主楼', '二号楼', '三号楼', '四号楼', '五号楼'];
const GARDENS = ['锦绣', '滨江', '丽景', '龙湾', '玉山', '春晖', '水岸', '东苑'];

/** Buildings of a jurisdiction: those of its firms, and residential ones of towns. */
export function buildingsOf(seed: string, ground: Ground, enterprises: readonly Enterprise[]): Building[] {
  const { key: pack } = ground.pack;
  const random = randomOf(`${seed}/${pack}/buildings`);
  const owners = enterprises.filter(({ sector, status }) => sector in OWNERS && status !== '关闭');
  const { key, other } = COUNTS[pack];
  const residential = Math.round(key * RESIDENTIAL);
  return [
    ...Array.from({ length: key + other - residential }, (_, i) =>
      ofFirm(seed, owners[i % owners.length]!, Math.floor(i / owners.length), random, i < key - residential),
    ),
    ...Array.from({ length: residential }, (_, i) => ofTown(seed, ground, i, random)),
  ];
}

function ofFirm(seed: string, owner: Enterprise, index: number, random: Random, key: boolean): Building {
  const category = random.weighted(OWNERS[owner.sector]!);
  const wing = WINGS[index] ?? `${index + 1}号楼`;
  const [lon, lat] = fixed(
    offset([owner.lon, owner.lat], 60 * index + random.between(-25, 25), random.between(-40, 40)),
  );
  return {
    id: uuidOf(seed, `building/${owner.id}/${index}`),
    jurisdiction: owner.jurisdiction,
    regionPath: owner.regionPath,
    name: `${owner.name.replace(DEMONSTRATION_MARK, '')}${wing}${DEMONSTRATION_MARK}`,
    lon,
    lat,
    enterpriseId: owner.id,
    key,
    ...body(category, random),
  };
}

function ofTown(seed: string, ground: Ground, index: number, random: Random): Building {
  const district = random.pick(ground.districts.filter(({ streets }) => streets.length > 0));
  const town = random.pick(district.streets);
  const [lon, lat] = placeNear(ground, town, random, 900, 100);
  return {
    id: uuidOf(seed, `building/${ground.pack.key}/residential/${index}`),
    jurisdiction: ground.pack.key,
    regionPath: town.path,
    name: `${town.name}${random.pick(GARDENS)}花园${1 + (index % 12)}栋${DEMONSTRATION_MARK}`,
    lon,
    lat,
    enterpriseId: null,
    key: true,
    ...body('high-residential', random),
  };
}

function body(category: Category, random: Random) {
  const [least, most, storey] = HEIGHTS[category];
  const height = Math.round(random.between(least, most) * 10) / 10;
  const volume = leastTankVolume(category, height);
  const system = random.weighted<Building['fireWaterSystem']>([
    ['both', category === 'high-residential' ? 1 : 12],
    ['hydrant', 6],
    ['none', 1],
    [null, 1],
  ]);
  return {
    category,
    purpose: random.chance(0.92) ? random.pick(PURPOSES[category]) : null,
    height: random.chance(0.94) ? height : null,
    floors: Math.max(1, Math.round(height / storey)),
    fireWaterSystem: system,
    tankVolume: random.chance(0.8) ? volume : null,
  };
}
