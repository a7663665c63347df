import { describe, expect, it } from 'vitest';
import { loadRegions, packs } from '@anlan/data';
import { romanised } from './romanise.ts';

describe('a place in English letters', () => {
  it.each([
    ['信州区', 'Xinzhou District'],
    ['高泉岩镇', 'Gaoquanyan Town'],
    ['新岗山镇', 'Xingangshan Town'],
    ['水南街道', 'Shuinan Subdistrict'],
    ['六都乡', 'Liudu Township'],
    ['太源畲族乡', 'Taiyuan She Ethnic Township'],
    ['石桥苗族土家族乡', 'Shiqiao Miao and Tujia Ethnic Township'],
    ['清水土家族乡', 'Qingshui Tujia Ethnic Township'],
    ['彭水苗族土家族自治县', 'Pengshui Miao and Tujia Autonomous County'],
    ['铅山县', 'Yanshan County'],
    ['忠县', 'Zhongxian County'],
    ['南岸区', "Nan'an District"],
    ['仙女山街道', 'Xiannüshan Subdistrict'],
    ['上饶市', 'Shangrao'],
    ['江西省', 'Jiangxi'],
    ['上饶经济技术开发区', 'Shangrao Economic and Technological Development Zone'],
    ['沿江网格', 'Yanjiang Grid'],
    ['第3网格', 'Grid 3'],
    ['新塘村', 'Xintang Village'],
    ['镇', 'Zhen'],
  ])('writes %s as %s', (name, english) => expect(romanised(name)).toBe(english));

  it('is there for every region of the packs, in Latin letters, and as the pack says it where the reading is its own', () => {
    const regions = packs.flatMap(({ key }) => loadRegions(key));
    expect(regions.length).toBeGreaterThan(1300);
    expect(regions.filter(({ nameEn }) => !/^[A-Z][A-Za-zü' -]+$/.test(nameEn))).toEqual([]);
    const own = regions.filter(({ name, nameEn }) => romanised(name) !== nameEn).map(({ name }) => name);
    expect(new Set(own).size).toBeLessThan(12);
  });
});
