import type { Quantity } from '@anlan/kernel/telemetry';

const at = ['tailings-pond'] as const;

/** What a tailings pond is watched by (GB 51108-2015 chapter 4). */
export const quantities: readonly Quantity[] = [
  { key: 'water-level', label: '库水位', labelEn: 'Water level', units: ['m'], at },
  { key: 'dry-beach', label: '干滩长度', labelEn: 'Dry beach', units: ['m'], at },
  { key: 'beach-slope', label: '干滩坡度', labelEn: 'Slope of the beach', units: ['%'], at },
  { key: 'dam-rise', label: '堆积坝上升速率', labelEn: 'Rise of the dam', units: ['m/a'], at },
  { key: 'settlement', label: '坝体沉降', labelEn: 'Settlement of the dam', units: ['mm'], at },
  { key: 'phreatic-depth', label: '浸润线埋深', labelEn: 'Depth of the seepage line', units: ['m'], at },
  { key: 'displacement', label: '坝体表面位移', labelEn: 'Surface displacement', units: ['mm'], at },
  { key: 'inner-displacement', label: '坝体内部位移', labelEn: 'Displacement inside the dam', units: ['mm'], at },
  { key: 'seepage', label: '渗流量', labelEn: 'Seepage', units: ['L/s'], at },
  { key: 'turbidity', label: '渗水浊度', labelEn: 'Turbidity of the seepage', units: ['NTU'], at },
  // 0 open, 1 silted, 2 collapsed.
  { key: 'drain-state', label: '排洪构筑物状态', labelEn: 'State of the drain', units: [''], at },
  { key: 'rainfall', label: '小时雨量', labelEn: 'Rainfall in an hour', units: ['mm'], at },
  { key: 'rainfall-24h', label: '24 小时雨量', labelEn: 'Rainfall in 24 hours', units: ['mm'], at },
];
