import { shiftDate } from './enterprises.ts';
import { randomOf, uuidOf, type Random } from './random.ts';
import type { Certificate, Enterprise, Worker } from './records.ts';

const SURNAMES = [...'王李张刘陈杨黄吴徐周胡朱林何郑饶余程汪叶祝姜邱璩毛'];
const GIVEN = [...'建国志强海波永福春生文斌德明秀兰桂英晓燕小红玉华水根金发火旺长青立新云飞思远子涵一鸣嘉禾雨桐'];

type Post = Worker['post'];
interface Slot {
  readonly post: Post;
  readonly duty: string;
  readonly certificate: readonly [kind: Certificate['kind'], name: string, years: number] | null;
}

const OPERATORS: Readonly<Record<string, readonly Slot['certificate'][]>> = {
  'non-coal-mine': [
    ['mine', '金属非金属矿山排水作业', 6],
    ['mine', '金属非金属矿井通风作业', 6],
    ['electrical', '低压电工作业', 6],
  ],
  'hazchem-production': [
    ['hazchem-process', '聚合工艺作业', 6],
    ['hazchem-process', '氯化工艺作业', 6],
    ['electrical', '防爆电气作业', 6],
    ['welding', '熔化焊接与热切割作业', 6],
  ],
  'hazchem-storage': [
    ['electrical', '防爆电气作业', 6],
    ['special-equipment', '移动式压力容器充装', 4],
  ],
  fireworks: [
    ['fireworks', '烟花爆竹储存作业', 6],
    ['fireworks', '烟火药制造作业', 6],
  ],
  metallurgy: [
    ['metallurgy-gas', '煤气作业', 6],
    ['special-equipment', '起重机作业', 4],
    ['welding', '熔化焊接与热切割作业', 6],
  ],
  'ammonia-refrigeration': [
    ['refrigeration', '制冷与空调设备运行操作作业', 6],
    ['special-equipment', '快开门式压力容器操作', 4],
  ],
};
const USUAL: readonly Slot['certificate'][] = [
  ['electrical', '低压电工作业', 6],
  ['welding', '熔化焊接与热切割作业', 6],
  ['height', '登高架设作业', 6],
  ['special-equipment', '叉车司机', 4],
];
const OPERATOR_COUNT: Readonly<Record<Enterprise['scale'], readonly [number, number]>> = {
  大型: [8, 16],
  中型: [4, 8],
  小型: [1, 3],
  微型: [0, 1],
};
const HIGH_RISK = new Set(['non-coal-mine', 'hazchem-production', 'hazchem-storage', 'fireworks', 'metallurgy']);

function slotsOf(enterprise: Enterprise, random: Random): Slot[] {
  const competence = ['competence', '安全生产知识和管理能力考核合格证', 3] as const;
  const high = HIGH_RISK.has(enterprise.sector);
  const slots: Slot[] = [
    { post: 'principal', duty: '总经理', certificate: high || random.chance(0.4) ? competence : null },
    { post: 'safety-manager', duty: '安全科长', certificate: high || random.chance(0.5) ? competence : null },
  ];
  if (enterprise.scale === '大型' || (high && random.chance(0.3)))
    slots.push({
      post: 'registered-engineer',
      duty: '安全工程师',
      certificate: ['engineer', '注册安全工程师职业资格证', 5],
    });
  const kinds = OPERATORS[enterprise.sector] ?? USUAL;
  const [least, most] = OPERATOR_COUNT[enterprise.scale];
  for (let count = random.whole(least, most); count > 0; count -= 1) {
    const certificate = random.pick(kinds);
    const post = certificate?.[0] === 'special-equipment' ? 'equipment-operator' : 'special-operator';
    slots.push({ post, duty: certificate?.[1].replace(/作业$/u, '工') ?? '操作工', certificate });
  }
  return slots;
}

/** People of the enterprises with their certificates; every name is put together from a list and belongs to nobody. */
export function workforceOf(
  seed: string,
  today: string,
  enterprises: readonly Enterprise[],
): { workers: Worker[]; certificates: Certificate[] } {
  const workers: Worker[] = [];
  const certificates: Certificate[] = [];
  for (const enterprise of enterprises) {
    const random = randomOf(`${seed}/workforce/${enterprise.id}`);
    for (const [index, slot] of slotsOf(enterprise, random).entries()) {
      const { jurisdiction, regionPath, lon, lat } = enterprise;
      const key = `${enterprise.id}/${index}`;
      const place = { jurisdiction, regionPath, lon, lat, enterpriseId: enterprise.id };
      const name = random.pick(SURNAMES) + random.pick(GIVEN) + (random.chance(0.7) ? random.pick(GIVEN) : '');
      const id = uuidOf(seed, `worker/${key}`);
      workers.push({
        ...place,
        id,
        name,
        post: slot.post,
        duty: random.chance(0.85) ? slot.duty : null,
        education: random.weighted<Worker['education']>([
          ['junior', 25],
          ['senior', 35],
          ['college', 22],
          ['bachelor', 10],
          [null, 8],
        ]),
        since: random.chance(0.75) ? shiftDate(today, -random.whole(60, 5000)) : null,
        trainedUntil: random.chance(0.8) ? shiftDate(today, random.whole(-40, 720)) : null,
      });
      if (slot.certificate === null) continue;
      const [kind, certificateName, years] = slot.certificate;
      const rest = random.whole(-60, years * 365 - 30);
      const review = rest - Math.floor((years * 365) / 2);
      certificates.push({
        ...place,
        id: uuidOf(seed, `certificate/${key}`),
        name: certificateName,
        workerId: id,
        kind,
        number: `演示${key
          .replaceAll(/[^0-9a-f]/g, '')
          .slice(0, 12)
          .toUpperCase()}${String(index).padStart(2, '0')}`,
        issuedOn: shiftDate(today, rest - years * 365),
        reviewDue: kind === 'competence' || review < 0 ? null : shiftDate(today, review),
        validUntil: shiftDate(today, rest),
      });
    }
  }
  return { workers, certificates };
}
