import { CONVENTION, event, GAS_BASIS, quantity, roundTo, type Instrument, type Quantity } from './quantities.ts';
import type { LimitKey } from './records.ts';
import { combustible } from './tank-instruments.ts';

/** What every pond of the demonstration usually seeps, L/s. */
export const USUAL_SEEPAGE = 4.2;

/** Is an interlock in use: 1, or 0 while it is taken out. */
export const interlock = (name: string): Quantity =>
  quantity(
    'S17',
    'interlock',
    { form: 'const', params: { v: 1 }, excursions: [event('removed', '检修摘除联锁', 2, [60, 1440], { to: 0 })] },
    {},
    CONVENTION,
    name,
  );

const battery = (): Quantity =>
  quantity('S16', 'battery-voltage', {
    form: 'ou',
    params: { m: 13.2, sd: 0.1, tau: 7200 },
    excursions: [event('mains-off', '市电中断', 4, [240, 1200], { to: 10.6 })],
  });

/** Warnings of a tube from its own control depth (m): red at it, orange 1.1 times, yellow 1.2, blue 1.3. */
const tubeLimits = (depth: number): Partial<Record<LimitKey, number>> => ({
  'phreatic-red': depth,
  'phreatic-orange': roundTo(depth * 1.1, 0.01),
  'phreatic-yellow': roundTo(depth * 1.2, 0.01),
  'phreatic-blue': roundTo(depth * 1.3, 0.01),
});

/** What a pond's dam shows of its inside: seepage, its turbidity, an inclinometer, and the state of the drain. */
const pondInside = (): Quantity[] => [
  quantity('S21', 'seepage', {
    form: 'ou',
    params: { m: USUAL_SEEPAGE, sd: 0.1, tau: 86_400, floor: 0 },
    excursions: [event('piping', '渗流增大', 1, [480, 1440], { to: 2.6 * USUAL_SEEPAGE })],
  }),
  quantity('S21', 'turbidity', {
    form: 'lognormal',
    params: { m: 4, s: 0.3, tau: 7200 },
    excursions: [event('piping', '渗水变浑', 0.5, [480, 1440], { to: 120 })],
  }),
  quantity('S21', 'inner-displacement', {
    form: 'walk',
    params: { m: 0, sd: 0.005, drift: 0.006, noise: 0.02 },
    excursions: [event('shear', '剪切变形', 0.5, [1200, 1440], { add: 3 })],
  }),
  quantity('S21', 'drain-state', {
    form: 'const',
    params: { v: 0 },
    excursions: [event('blocked', '排水井淤堵', 1, [600, 1440], { to: 1 })],
  }),
];

/** Instruments that need no substance. */
export const INSTRUMENTS = {
  mast: {
    kind: 'weather-mast',
    kindName: '气象站',
    quantities: (random) => [
      quantity('S17', 'wind-speed', { form: 'wind', params: { m: random.between(1.6, 2.8) } }),
      quantity('S17', 'wind-direction', { form: 'winddir', params: { m: random.between(0, 360) } }),
    ],
  },
  /** A weather station on a quay also tells what ships need. */
  quayMast: {
    kind: 'weather-mast',
    kindName: '码头气象站',
    quantities: (random) => [
      quantity('S17', 'wind-speed', { form: 'wind', params: { m: random.between(1.6, 2.8) } }),
      quantity('S17', 'wind-direction', { form: 'winddir', params: { m: random.between(0, 360) } }),
      quantity('S38', 'visibility', {
        form: 'lognormal',
        params: { m: 9000, s: 0.4, tau: 21_600 },
        excursions: [event('fog', '大雾', 8, [120, 480], { to: 150 })],
      }),
      quantity('S38', 'river-wind', {
        form: 'wind',
        params: { m: 2.6 },
        excursions: [event('storm', '寒潮大风', 6, [120, 600], { add: 9 })],
      }),
    ],
  },
  reactor: {
    kind: 'reactor',
    kindName: '反应器变送器',
    quantities: (random) => {
      const m = random.between(95, 170);
      const design = Math.ceil((m * 1.35) / 5) * 5;
      const fail = event('cooling-failure', '冷却水中断', 1, [5, 25], { to: design * 0.94 });
      const runaway = event('runaway', '失控反应', 0.2, [5, 25], { to: design * 1.03 });
      return [
        quantity(
          'S17',
          'reactor-temperature',
          { form: 'ou', params: { m, sd: 0.8, tau: 1200 }, excursions: [fail, runaway] },
          { H: roundTo(design * 0.85, 1), HH: roundTo(design * 0.92, 1), design },
          '设计温度的 85 %、92 %、100 %（惯例）',
        ),
        quantity(
          'S17',
          'reactor-pressure',
          { form: 'ou', params: { m: 1.1, sd: 0.02, tau: 300 } },
          { H: 1.6, HH: 1.8 },
          '设计压力 2.0 MPa 的 80 %、90 %（惯例）',
        ),
        quantity('S17', 'oxygen', {
          form: 'ou',
          params: { m: 20.9, sd: 0.05, tau: 1800 },
          excursions: [
            event('nitrogen-leak', '氮气泄漏', 1, [10, 60], { to: 17.6 }),
            event('oxygen-leak', '氧气泄漏', 0.3, [10, 60], { to: 24 }),
          ],
        }),
        interlock('反应器联锁'),
      ];
    },
  },
  ammonia: {
    kind: 'ammonia-detector',
    kindName: '氨气探测器',
    quantities: () =>
      ['机房', '冷库'].map((place) =>
        quantity(
          'S32',
          'ammonia',
          {
            form: 'ou',
            params: { m: 4, sd: 2, tau: 900, floor: 0 },
            excursions: [event('leak', '阀门泄漏', 3, [5, 60], { to: 36 })],
          },
          { first: 28, second: 43 },
          GAS_BASIS,
          `氨气浓度 ${place}`,
        ),
      ),
  },
  carbonMonoxide: {
    kind: 'gas-area',
    kindName: '煤气区域探测器',
    quantities: () =>
      ['炉前', '管廊'].map((place) =>
        quantity(
          'S31',
          'carbon-monoxide',
          {
            form: 'ou',
            params: { m: 4, sd: 2, tau: 900, floor: 0 },
            excursions: [event('leak', '煤气逸散', 3, [5, 45], { to: 33 })],
          },
          { first: 24, second: 48 },
          GAS_BASIS,
          `一氧化碳浓度 ${place}`,
        ),
      ),
  },
  fireWater: {
    kind: 'fire-water',
    kindName: '消防水监测终端',
    quantities: (random) => [
      quantity(
        'S44',
        'fire-water-pressure',
        {
          form: 'ou',
          params: { m: random.between(0.28, 0.42), sd: 0.008, tau: 1800 },
          excursions: [event('pump-off', '稳压泵停', 3, [20, 240], { to: 0.11 })],
        },
        { staticNear: 0.154, staticLeast: 0.14, staticShort: 0.1, staticNone: 0.02 },
        'GB 50974-2014 5.2.2；数值为惯例',
      ),
      quantity(
        'S44',
        'fire-tank-level',
        { form: 'ou', params: { m: random.between(2.4, 3.2), sd: 0.03, tau: 7200 } },
        { tankNear: 1.98, tankLeast: 1.8, tankShort: 0.9 },
      ),
    ],
  },
  tailings: {
    kind: 'tailings-station',
    kindName: '尾矿库监测站',
    quantities: (random) => {
      const water = roundTo(random.between(140, 560), 0.01);
      const beach = roundTo(random.between(120, 200), 0.1);
      const flood = event('flood', '暴雨入库', 1, [360, 1440], { add: 0.7 });
      const steady = (
        kind: 'phreatic-depth' | 'displacement',
        mark: string,
        m: number,
        limits: Partial<Record<LimitKey, number>> = {},
      ) =>
        quantity(
          'S21',
          kind,
          kind === 'displacement'
            ? { form: 'walk', params: { m, sd: 0.1, drift: 0.02, noise: 0.4 } }
            : { form: 'walk', params: { m, sd: 0.03, drift: 0.002, noise: 0.01 } },
          limits,
          CONVENTION,
          mark,
        );
      return [
        quantity('S21', 'water-level', {
          form: 'walk',
          params: { m: water, sd: 0.015, drift: 0.0005, noise: 0.003 },
          excursions: [flood],
        }),
        quantity('S21', 'dry-beach', {
          form: 'walk',
          params: { m: beach, sd: 0.4, drift: 0.01, noise: 0.1 },
          excursions: [event('flood', '库水位上涨', 1, [360, 1440], { add: -58 })],
        }),
        ...['1#', '2#', '3#'].map((mark, index) =>
          steady('phreatic-depth', `浸润线埋深 ${mark}`, random.between(13, 16) - 1.6 * index, tubeLimits(6 - index)),
        ),
        ...['1#', '2#'].map((mark) => steady('displacement', `坝体表面位移 ${mark}`, 0)),
        quantity('S21', 'settlement', {
          form: 'walk',
          params: { m: 0, sd: 0.1, drift: -0.04, noise: 0.6 },
        }),
        quantity('S21', 'rainfall', { form: 'rain', params: { wet: 0.1, mean: 1.8 } }),
        quantity('S21', 'rainfall-24h', { form: 'lognormal', params: { m: 2.4, s: 0.8, tau: 86_400 } }),
        ...pondInside(),
        battery(),
      ];
    },
  },
  underground: {
    kind: 'underground-station',
    kindName: '井下监测分站',
    quantities: (random) => [
      quantity(
        'S23',
        'carbon-monoxide',
        {
          form: 'ou',
          params: { m: 5, sd: 2, tau: 900, floor: 0 },
          excursions: [event('blast', '爆破炮烟', 6, [20, 60], { to: 30 })],
        },
        { first: 24, second: 48 },
      ),
      quantity(
        'S23',
        'air-speed',
        {
          form: 'ou',
          params: { m: random.between(0.8, 2.4), sd: 0.08, tau: 900, floor: 0 },
          excursions: [event('short-circuit', '风流短路', 4, [20, 120], { to: 0.12 })],
        },
        { L: 0.25, LL: 0.15 },
        'GB 16423-2020',
      ),
      quantity(
        'S27',
        'people-underground',
        {
          form: 'shift',
          params: { day: random.whole(18, 70), night: random.whole(4, 16) },
          excursions: [event('overlap', '交接班重叠超员', 6, [20, 60], { to: 97 })],
        },
        { H: 90, HH: 94, HHH: 108 },
      ),
      battery(),
    ],
  },
  store: {
    kind: 'store-climate',
    kindName: '库房温湿度探头',
    quantities: (random) => [
      quantity(
        'S54',
        'store-temperature',
        {
          form: 'ou',
          params: { m: random.between(17, 22), sd: 0.3, tau: 7200, day: { amplitude: 3, hour: 15 } },
          excursions: [event('cooling-off', '降温设备停', 3, [120, 480], { to: 33 })],
        },
        { H: 30, HH: 35 },
      ),
      quantity(
        'S54',
        'store-humidity',
        {
          form: 'ou',
          params: { m: random.between(54, 66), sd: 2, tau: 7200, day: { amplitude: -6, hour: 15 } },
          excursions: [
            event('wet', '梅雨返潮', 3, [240, 1440], { to: 86 }),
            event('dry', '冬季干燥', 2, [240, 1440], { to: 33 }),
          ],
        },
        { H: 80, L: 40, LL: 30 },
      ),
    ],
  },
  dust: {
    kind: 'dust-meter',
    kindName: '粉尘浓度仪',
    quantities: () => [
      quantity(
        'S32',
        'dust',
        {
          form: 'lognormal',
          params: { m: 3, s: 0.3, tau: 1800 },
          excursions: [event('filter-leak', '除尘器滤袋破损', 3, [30, 180], { to: 14 })],
        },
        { H: 10, HH: 20 },
      ),
    ],
  },
  gasStation: {
    kind: 'gas-station',
    kindName: '燃气场站监测终端',
    quantities: (random) => [
      quantity(
        'S46',
        'pressure',
        {
          form: 'ou',
          params: { m: random.between(0.3, 0.36), sd: 0.006, tau: 900, day: { amplitude: -0.015, hour: 19 } },
        },
        { H: 0.42, HH: 0.45, L: 0.24 },
        CONVENTION,
        '出站压力',
      ),
      combustible('工艺区'),
    ],
  },
} as const satisfies Record<string, Instrument>;
