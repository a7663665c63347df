import { PROVINCES } from './regions.ts';

/** Kinds of equipment by digits 11–13 of its code (GB/T 28181-2016 appendix D table D.1; the same in the edition of 2022, appendix E). */
export const VIDEO_TYPES: Readonly<Record<string, string>> = {
  111: '数字硬盘录像机',
  112: '视频服务器',
  113: '编码器',
  114: '解码器',
  115: '视频切换矩阵',
  116: '音频切换矩阵',
  117: '报警控制器',
  118: '网络视频录像机',
  130: '混合硬盘录像机',
  131: '摄像机',
  132: '网络摄像机',
  133: '显示器',
  134: '报警输入设备',
  135: '报警输出设备',
  136: '语音输入设备',
  137: '语音输出设备',
  138: '移动传输设备',
  139: '其他外围设备',
  200: '中心信令控制服务器',
  201: 'Web应用服务器',
  202: '媒体分发服务器',
  203: '代理服务器',
  204: '安全服务器',
  205: '报警服务器',
  206: '数据库服务器',
  207: 'GIS服务器',
  208: '管理服务器',
  209: '接入网关',
  210: '媒体存储服务器',
  211: '信令安全路由网关',
  215: '业务分组',
  216: '虚拟组织',
};

/** What the 20 digits say. */
export interface VideoCode {
  /** Administrative division, 2 to 6 digits without the zeros that fill up, and 2 digits below it. */
  readonly region: string;
  readonly unit: string;
  readonly industry: string;
  readonly type: string;
  readonly typeLabel: string;
  /** 0–4 networks of the monitored, 5 public-security network, 6 government affairs, 7 internet, 8 social resources, 9 reserved. */
  readonly network: string;
  readonly serial: string;
}

/** Reads a code of GB/T 28181: area 8, industry 2, type 3, network 1, serial 6 digits; else what is wrong with it. */
export function readVideoCode(code: string): VideoCode | { readonly problem: string } {
  if (!/^\d{20}$/.test(code)) return { problem: `应为 20 位数字，现为 ${code.length} 位` };
  const [area, type] = [code.slice(0, 8), code.slice(10, 13)];
  if (!Object.hasOwn(PROVINCES, area.slice(0, 2)))
    return { problem: `前两位 ${area.slice(0, 2)} 不是省级行政区划代码` };
  const typeLabel = VIDEO_TYPES[type] ?? rangeLabel(Number(type));
  if (typeLabel === undefined) return { problem: `第 11～13 位 ${type} 不是类型编码` };
  return {
    region: area.slice(0, 6).replace(/(00)+$/, ''),
    unit: area.slice(6),
    industry: code.slice(8, 10),
    type,
    typeLabel,
    network: code[13]!,
    serial: code.slice(14),
  };
}

/** Types that the table leaves to whoever extends it. */
const RANGES: readonly (readonly [from: number, to: number, label: string])[] = [
  [119, 129, '扩展的前端主设备'],
  [140, 199, '扩展的前端外围设备'],
  [212, 299, '扩展的平台设备'],
  [300, 399, '中心用户'],
  [400, 499, '终端用户'],
  [500, 599, '平台外接服务器'],
  [600, 999, '扩展类型'],
];

function rangeLabel(type: number): string | undefined {
  return RANGES.find(([from, to]) => type >= from && type <= to)?.[2];
}
