import type { Source } from '../working/index.ts';
import { METHANE_PLACES } from './methane-places.ts';

const remembered = METHANE_PLACES.filter(({ mark }) => mark !== 'confirmed').map(({ place }) => place);

export const sources: readonly Source[] = [
  { standard: 'GB/T 50493-2019', clause: '§5.5.2', what: '有毒气体100 %/200 % OEL、5 %/10 % IDLH', mark: 'confirmed' },
  {
    standard: 'GB/T 50493-2019',
    clause: '§5.5.2',
    what: '可燃25/50 %LEL、氧19.5/23.5 %VOL、线型1/2 LEL·m',
    mark: 'memory',
    note: '恰为19.5时按达到设定值报警',
  },
  { standard: 'GB 30871-2022', clause: '§6', what: '受限空间气体指标与检测时限', mark: 'memory' },
  { standard: 'AQ 1029', clause: '甲烷传感器设置表', what: '采掘工作面、回风、进风等地点', mark: 'confirmed' },
  { standard: '煤矿安全规程（2025）', clause: '第五百三十六条', what: remembered.join('；'), mark: 'verify' },
  {
    standard: '煤矿安全规程（2025）',
    clause: '有害气体、风速',
    what: '六种气体、氧、二氧化碳与井巷风速',
    mark: 'memory',
  },
  {
    standard: '道路运输车辆动态监督管理办法',
    clause: '驾驶时间',
    what: '4小时、20分钟、8小时、夜间80 %',
    mark: 'memory',
  },
  { standard: 'GB 39496-2020', clause: '表1、超高与干滩', what: '尾矿库等别与最小安全超高、干滩长度', mark: 'memory' },
  { standard: 'AQ 2030-2010', clause: '预警', what: '60/80/90/100 %四级', mark: 'verify', note: '惯例' },
  {
    standard: 'AQ 3036-2010',
    clause: '液位',
    what: '高高90 %、高85 %',
    mark: 'verify',
    note: '设计值优先；GB 17681-2024的施行日期与限值待核',
  },
];
