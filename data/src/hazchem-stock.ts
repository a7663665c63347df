/** What is kept besides the tanks: key and name of the substance, how, and from–to tonnes. */
export interface Stock {
  readonly substance: string;
  readonly name: string;
  readonly storage: 'warehouse' | 'cylinders' | 'in-process' | 'filling';
  readonly state: 'liquefied-gas' | 'compressed-gas' | 'liquid' | 'solid';
  readonly tonnes: readonly [number, number];
}

const SUBSTANCES: Readonly<Record<string, readonly [key: string, name: string, state: Stock['state']]>> = {
  chlorine: ['7782-50-5', '液氯', 'liquefied-gas'],
  ammonia: ['7664-41-7', '液氨', 'liquefied-gas'],
  lpg: ['68476-85-7', '液化石油气', 'liquefied-gas'],
  lng: ['74-82-8', '天然气', 'liquefied-gas'],
  acetylene: ['74-86-2', '乙炔', 'compressed-gas'],
  oxygen: ['7782-44-7', '氧气', 'compressed-gas'],
  hydrogen: ['1333-74-0', '氢气', 'compressed-gas'],
  nitrogen: ['7727-37-9', '氮气', 'compressed-gas'],
  methanol: ['67-56-1', '甲醇', 'liquid'],
  ethanol: ['64-17-5', '乙醇', 'liquid'],
  toluene: ['108-88-3', '甲苯', 'liquid'],
  xylene: ['1330-20-7', '二甲苯', 'liquid'],
  acetone: ['67-64-1', '丙酮', 'liquid'],
  ethylAcetate: ['141-78-6', '乙酸乙酯', 'liquid'],
  butylAcetate: ['123-86-4', '乙酸正丁酯', 'liquid'],
  benzene: ['71-43-2', '苯', 'liquid'],
  acrylonitrile: ['107-13-1', '丙烯腈', 'liquid'],
  styrene: ['100-42-5', '苯乙烯', 'liquid'],
  epichlorohydrin: ['106-89-8', '环氧氯丙烷', 'liquid'],
  phosphorusTrichloride: ['7719-12-2', '三氯化磷', 'liquid'],
  dimethylSulfate: ['77-78-1', '硫酸二甲酯', 'liquid'],
  nitricAcid: ['7697-37-2', '硝酸', 'liquid'],
  hydrochloric: ['7647-01-0/solution', '盐酸', 'liquid'],
  sulfuric: ['7664-93-9', '硫酸', 'liquid'],
  caustic: ['1310-73-2', '氢氧化钠', 'solid'],
  peroxide: ['7722-84-1', '双氧水', 'liquid'],
  hypochlorite: ['7681-52-9', '次氯酸钠溶液', 'liquid'],
  sodiumCyanide: ['143-33-9', '氰化钠', 'solid'],
  aibn: ['78-67-1', '偶氮二异丁腈', 'solid'],
  chlorate: ['3811-04-9', '氯酸钾', 'solid'],
  perchlorate: ['7790-98-9', '高氯酸铵', 'solid'],
  potassiumNitrate: ['7757-79-1', '硝酸钾', 'solid'],
  sulfur: ['7704-34-9', '硫黄', 'solid'],
  aluminium: ['7429-90-5', '铝粉', 'solid'],
  carbonMonoxide: ['630-08-0', '一氧化碳', 'compressed-gas'],
  gasoline: ['86290-81-5', '汽油', 'liquid'],
  diesel: ['68334-30-5', '柴油', 'liquid'],
  aniline: ['62-53-3', '苯胺', 'liquid'],
};

const stock = (storage: Stock['storage'], from: number, to: number, keys: string): Stock[] =>
  keys.split(' ').map((key) => {
    const [substance = '', name = '', state = 'liquid'] = SUBSTANCES[key] ?? [];
    return { substance, name, storage, state, tonnes: [from, to] };
  });

interface Plan {
  readonly chance: number;
  readonly count: readonly [number, number];
  readonly stock: readonly Stock[];
}

/** What the sectors keep besides their tanks. */
export const PLANS: Readonly<Record<string, Plan>> = {
  'hazchem-production': {
    chance: 1,
    count: [10, 26],
    stock: [
      ...stock(
        'in-process',
        0.4,
        6,
        'methanol toluene acetone acrylonitrile benzene epichlorohydrin phosphorusTrichloride hydrogen ammonia aniline',
      ),
      ...stock(
        'warehouse',
        0.5,
        14,
        'styrene xylene dimethylSulfate caustic hypochlorite aibn ethylAcetate butylAcetate peroxide',
      ),
      ...stock('warehouse', 0.05, 1.5, 'sodiumCyanide'),
      ...stock('cylinders', 0.1, 2, 'nitrogen acetylene oxygen hydrogen'),
      ...stock('cylinders', 0.5, 3.5, 'chlorine'),
      ...stock('filling', 5, 30, 'methanol toluene ethanol hydrochloric sulfuric'),
    ],
  },
  'hazchem-storage': {
    chance: 1,
    count: [4, 16],
    stock: [
      ...stock(
        'warehouse',
        0.3,
        18,
        'ethanol toluene xylene acetone ethylAcetate butylAcetate hydrochloric sulfuric nitricAcid caustic peroxide methanol sulfur',
      ),
      ...stock('cylinders', 0.1, 1.6, 'acetylene oxygen nitrogen lpg'),
      ...stock('filling', 10, 40, 'gasoline diesel'),
    ],
  },
  fireworks: {
    chance: 0.8,
    count: [2, 5],
    stock: stock('warehouse', 0.2, 4, 'perchlorate potassiumNitrate sulfur aluminium chlorate'),
  },
  'ammonia-refrigeration': { chance: 0.5, count: [1, 2], stock: stock('in-process', 0.5, 4, 'ammonia') },
  'gas-supply': {
    chance: 0.8,
    count: [1, 4],
    stock: [...stock('cylinders', 0.4, 5, 'lpg'), ...stock('filling', 4, 20, 'lpg lng')],
  },
  metallurgy: {
    chance: 0.8,
    count: [2, 5],
    stock: [
      ...stock('cylinders', 0.2, 3, 'acetylene oxygen nitrogen'),
      ...stock('in-process', 0.2, 4, 'carbonMonoxide hydrogen'),
    ],
  },
  machinery: { chance: 0.8, count: [1, 4], stock: stock('cylinders', 0.05, 0.8, 'acetylene oxygen lpg nitrogen') },
  'light-industry': {
    chance: 0.8,
    count: [1, 4],
    stock: [
      ...stock('warehouse', 0.1, 5, 'ethanol toluene hypochlorite caustic peroxide hydrochloric'),
      ...stock('cylinders', 0.4, 2, 'chlorine'),
    ],
  },
  warehouse: {
    chance: 0.7,
    count: [2, 7],
    stock: stock('warehouse', 0.3, 20, 'ethanol acetone xylene sulfuric caustic peroxide butylAcetate'),
  },
  'public-place': { chance: 0.1, count: [1, 1], stock: stock('warehouse', 0.02, 0.4, 'hypochlorite peroxide') },
  port: { chance: 0.7, count: [2, 6], stock: stock('filling', 10, 60, 'gasoline diesel methanol sulfuric') },
};

/** Key of a stored substance of the tanks by its name in the city. */
export const TANK_SUBSTANCES: Readonly<
  Record<string, { readonly key: string; readonly liquefied: boolean; readonly toxic: boolean }>
> = {
  液氨: { key: '7664-41-7', liquefied: true, toxic: true },
  液氯: { key: '7782-50-5', liquefied: true, toxic: true },
  液化石油气: { key: '68476-85-7', liquefied: true, toxic: false },
  液化天然气: { key: '74-82-8', liquefied: true, toxic: false },
  环氧乙烷: { key: '75-21-8', liquefied: true, toxic: true },
  甲醇: { key: '67-56-1', liquefied: false, toxic: false },
  乙醇: { key: '64-17-5', liquefied: false, toxic: false },
  苯: { key: '71-43-2', liquefied: false, toxic: false },
  甲苯: { key: '108-88-3', liquefied: false, toxic: false },
  丙酮: { key: '67-64-1', liquefied: false, toxic: false },
  乙酸乙酯: { key: '141-78-6', liquefied: false, toxic: false },
  丙烯腈: { key: '107-13-1', liquefied: false, toxic: false },
  '硝酸（含硝酸＞70%）': { key: '7697-37-2', liquefied: false, toxic: false },
  双氧水: { key: '7722-84-1', liquefied: false, toxic: false },
  汽油: { key: '86290-81-5', liquefied: false, toxic: false },
  柴油: { key: '68334-30-5', liquefied: false, toxic: false },
};

/** Bulk stores of depots whose tanks nobody connected: their sources are unmonitored. */
export const UNCONNECTED: readonly (readonly [substance: string, name: string, tonnes: number])[] = [
  ['86290-81-5', '汽油', 620],
  ['67-56-1', '甲醇', 1180],
  ['108-88-3', '甲苯', 540],
  ['64-17-5', '乙醇', 760],
];

/** Processes of the 18 that the demonstration's plants run. */
export const PLANT_PROCESSES = [
  ['chlorination', '氯化'],
  ['nitration', '硝化'],
  ['hydrogenation', '加氢'],
  ['oxidation', '氧化'],
  ['sulfonation', '磺化'],
  ['polymerisation', '聚合'],
  ['alkylation', '烷基化'],
  ['amination', '胺基化'],
  ['diazotisation', '重氮化'],
  ['ammonia-synthesis', '合成氨'],
  ['electrolysis', '电解'],
  ['fluorination', '氟化'],
] as const;
