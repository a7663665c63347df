/** The two demonstration jurisdictions; each has one pack of regions, boundaries, roads and waterways. */
export type PackKey = 'shangrao' | 'chongqing';

/** Level of a major hazard source (GB 18218-2018 table 6). */
export type MajorHazardLevel = '一级' | '二级' | '三级' | '四级';
