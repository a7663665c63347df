import type { Parameter } from '@anlan/kernel/parameter';
import { defineSystem } from '@anlan/kernel/system';

const GROUP = '灾害预警';
const list = (
  key: string,
  label: string,
  labelEn: string,
  value: readonly string[],
  source: string,
  optionsFrom?: string,
): Parameter => ({
  key,
  label,
  labelEn,
  group: GROUP,
  kind: 'list',
  value: [...value],
  source,
  ...(optionsFrom === undefined ? {} : { optionsFrom }),
});

const parameters: readonly Parameter[] = [
  list(
    'warning.tell-levels',
    '告知的预警级别',
    'Warning levels that people are told of',
    ['red', 'orange', 'yellow', 'blue'],
    '突发事件应对法第六十三条：四级预警（red、orange、yellow、blue）',
  ),
  list(
    'warning.sectors',
    '预警区域内须告知的行业',
    'Trades in the area that are told',
    ['non-coal-mine', 'hazchem-production', 'hazchem-storage', 'fireworks', 'port', 'construction'],
    'D3:90 告知到矿山、尾矿库、船舶、网格；有尾矿库或重大危险源的企业总是告知',
    'list.sector',
  ),
];

export const disasterWarning = defineSystem({
  id: 'S40',
  key: 'disaster-warning',
  family: 'monitoring',
  label: '渔业灾害监测预警系统·自然灾害预警预报机制',
  labelEn: 'Fishery and natural-disaster warning with sharing mechanism',
  entities: [],
  rules: [],
  layers: [],
  parameters,
});
