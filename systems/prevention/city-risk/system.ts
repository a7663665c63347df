import { defineSystem } from '@anlan/kernel/system';
import { relocation } from './cases.ts';
import { distanceReport, protectedObject, riskSource } from './entities.ts';
import { cityRisk } from './model.ts';

const GROUP = '城市安全风险';
const FIRST = '平台初值：来源文件未给数字';
const number = (
  key: string,
  label: string,
  labelEn: string,
  value: number,
  unit: string,
  most: number,
  source = FIRST,
) => ({
  key,
  label,
  labelEn,
  group: GROUP,
  kind: 'number' as const,
  unit,
  value,
  min: 0,
  max: most,
  source,
});

export const cityRiskSystem = defineSystem({
  id: 'S72',
  key: 'city-risk',
  family: 'prevention',
  label: '城市安全风险评估·企业选址·外部安全距离',
  labelEn: 'City safety risk and safety distances',
  entities: [protectedObject, distanceReport, riskSource],
  rules: [],
  layers: [
    {
      key: 'risk-sources',
      label: '城市风险源',
      labelEn: 'City risk sources',
      group: '风险四色',
      draws: { entity: 'risk-source' },
      unit: '处',
      icon: 'gauge',
      on: false,
    },
    {
      key: 'protected-objects',
      label: '防护目标',
      labelEn: 'Protected objects',
      group: '风险四色',
      draws: { entity: 'protected-object' },
      unit: '处',
      icon: 'shield',
      on: false,
    },
  ],
  cases: [relocation],
  gradings: [cityRisk],
  parameters: [
    {
      key: 'distance.sectors',
      label: '须测定外部安全距离的行业',
      labelEn: 'Sectors whose distance is measured',
      group: GROUP,
      kind: 'list',
      optionsFrom: 'list.sector',
      value: ['hazchem-production', 'hazchem-storage'],
      source: 'D4:193 危险化学品企业外部安全距离普查',
    },
    number('distance.search', '防护目标搜索半径', 'Look for protected objects within', 3000, 'm', 20_000),
    number('siting.around', '选址核查范围', 'Siting looks around', 3000, 'm', 20_000),
    number(
      'siting.water',
      '至河湖岸线距离不少于',
      'Distance to the water',
      1000,
      'm',
      10_000,
      '长江保护法 第二十六条：干支流岸线一公里范围内不得新建、扩建化工园区和化工项目',
    ),
    number('siting.neighbour', '与其他重大危险源间距核查', 'Neighbouring major hazards within', 1000, 'm', 10_000),
    number('relocation.plan-within', '列入后定方案时限', 'Plan within', 60, '日', 730),
    number('relocation.finish.longest', '关停搬迁最长期限', 'Longest time to finish', 1095, '日', 3650),
    number('relocation.overdue.owner', '逾期告知责任单位', 'Late: tell the owner after', 0, '日', 365),
    number('relocation.overdue.county', '逾期升级到县', 'Late: county after', 15, '日', 365),
    number('relocation.overdue.city', '逾期升级到市', 'Late: city after', 30, '日', 365),
  ],
});
