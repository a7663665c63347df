import { defineSystem } from '@anlan/kernel/system';

const GROUP = '风险分级管控';
const FIRST = '平台初值：来源文件要求按等级确定检查频次，未给数字';

export const dualPrevention = defineSystem({
  id: 'S64',
  key: 'dual-prevention',
  family: 'prevention',
  label: '风险分级管控和隐患排查治理双重预防',
  labelEn: 'Dual prevention',
  entities: [],
  rules: [],
  layers: [],
  parameters: [
    ...(
      [
        ['red', '重大风险管控措施检查周期', 'Check measures of a red risk every', 1],
        ['orange', '较大风险管控措施检查周期', 'Check measures of an orange risk every', 7],
        ['yellow', '一般风险管控措施检查周期', 'Check measures of a yellow risk every', 30],
        ['blue', '低风险管控措施检查周期', 'Check measures of a blue risk every', 90],
      ] as const
    ).map(([level, label, labelEn, value]) => ({
      key: `risk.check.${level}`,
      label,
      labelEn,
      group: GROUP,
      kind: 'number' as const,
      unit: '日',
      value,
      min: 1,
      max: 365,
      source: FIRST,
    })),
    {
      key: 'risk.edge-upper',
      label: '风险值恰在分界时取高一级',
      labelEn: 'A score exactly on an edge takes the higher level',
      group: GROUP,
      kind: 'yes-no',
      value: false,
      source: '平台初值：各地对 20、70、160、320 归属规定不一，按惯例取低一级',
    },
    {
      key: 'three-in-one.sectors',
      label: '实行“三位一体”的行业',
      labelEn: 'Sectors under “three in one”',
      group: GROUP,
      kind: 'list',
      optionsFrom: 'list.sector',
      value: ['coal-mine', 'non-coal-mine'],
      source: 'D4:189 煤矿安全风险分级管控、隐患排查治理和安全质量标准化“三位一体”；非煤矿山为平台初值',
    },
  ],
});
