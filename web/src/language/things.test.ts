import { beforeEach, describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { regionName, setRegionNames } from './regions.ts';
import { byName } from './things.ts';

const PACK = join(import.meta.dirname, '../../../data/packs/regions/shangrao.json');
const REGIONS = JSON.parse(readFileSync(PACK, 'utf8')) as { name: string; nameEn: string }[];
beforeEach(() => setRegionNames(Object.fromEntries(REGIONS.map(({ name, nameEn }) => [name, nameEn]))));

describe('names of registered things in English', () => {
  it('say what is measured, of what and at which kind of thing', () => {
    expect(byName('液位 液氯储罐 V-102', 'en')).toBe('Level Chlorine tank V-102');
    expect(byName('可燃气体浓度 1# 气体报警控制器 SR-000051', 'en')).toBe(
      'Combustible gas 1# gas alarm controller SR-000051',
    );
    expect(byName('24 小时雨量 万年齐埠岳泽瓷石矿尾矿库（演示）', 'en')).toBe(
      'Rainfall in 24 hours 万年齐埠岳泽瓷石矿尾矿库（演示）',
    );
    expect(byName('信江 · 余干取水口 · 禁入至 06:00', 'en')).toContain('closed until 06:00');
    expect(byName('反应工段（工况模型）', 'en')).toBe('reaction section (process model)');
    expect(byName('乙酸乙酯储罐 V-101 储罐综合变送器', 'en')).toBe('Ethyl acetate tank V-101 tank transmitter');
  });

  it('are of one language in each part: a chemical is named, and what is not known leaves the whole part as it is', () => {
    expect(byName('苯储罐 V-102 储罐综合变送器', 'en')).toBe('Benzene tank V-102 tank transmitter');
    expect(byName('苯胺 装置区 1#', 'en')).toBe('Aniline process area 1#');
    expect(byName('硝酸（含硝酸＞70%）储罐 V-1', 'en')).toBe('Nitric acid over 70 % tank V-1');
    expect(byName('苯酐储罐 V-3', 'en')).toBe('苯酐储罐 V-3');
    expect(byName('柴油机房 1#', 'en')).toBe('柴油机房 1#');
  });

  it('keep the names of firms and plates, and everything in Chinese', () => {
    expect(byName('德兴瑞川有机硅有限公司（演示） · 液氨储罐 V-1 · 新岗山镇', 'en')).toBe(
      '德兴瑞川有机硅有限公司（演示） · Ammonia tank V-1 · Xingangshan Town',
    );
    expect(byName('液化气储配有限责任公司（演示）', 'en')).toBe('液化气储配有限责任公司（演示）');
    expect(byName('赣ES8050', 'en')).toBe('赣ES8050');
    expect(byName('液位 液氯储罐 V-102', 'zh')).toBe('液位 液氯储罐 V-102');
  });

  it('of regions are said in English letters down to towns, once they are known', () => {
    expect(regionName('信州区', 'en')).toBe('Xinzhou District');
    expect(regionName('新岗山镇', 'en')).toBe('Xingangshan Town');
    expect(regionName('鄱阳湖', 'en')).toBe('Lake Poyang');
    expect(regionName('信州区', 'zh')).toBe('信州区');
    setRegionNames({});
    expect(regionName('信州区', 'en')).toBe('信州区');
  });
});
