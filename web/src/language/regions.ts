import { useCallback } from 'react';
import { useLanguage, type Language } from './index.tsx';

/** Regions down to counties as official English writes them (GB/T 28039, 地名管理条例: pinyin, the generic word translated). */
const REGIONS: Readonly<Record<string, string>> = {
  江西省: 'Jiangxi',
  上饶市: 'Shangrao',
  信州区: 'Xinzhou District',
  广丰区: 'Guangfeng District',
  广信区: 'Guangxin District',
  玉山县: 'Yushan County',
  铅山县: 'Yanshan County',
  横峰县: 'Hengfeng County',
  弋阳县: 'Yiyang County',
  余干县: 'Yugan County',
  鄱阳县: 'Poyang County',
  万年县: 'Wannian County',
  婺源县: 'Wuyuan County',
  德兴市: 'Dexing',
  上饶经济技术开发区: 'Shangrao Development Zone',
  三清山风景名胜区: 'Mount Sanqing Scenic Area',
  重庆市: 'Chongqing',
  万州区: 'Wanzhou District',
  涪陵区: 'Fuling District',
  渝中区: 'Yuzhong District',
  大渡口区: 'Dadukou District',
  江北区: 'Jiangbei District',
  沙坪坝区: 'Shapingba District',
  九龙坡区: 'Jiulongpo District',
  南岸区: "Nan'an District",
  北碚区: 'Beibei District',
  綦江区: 'Qijiang District',
  大足区: 'Dazu District',
  渝北区: 'Yubei District',
  巴南区: 'Banan District',
  黔江区: 'Qianjiang District',
  长寿区: 'Changshou District',
  江津区: 'Jiangjin District',
  合川区: 'Hechuan District',
  永川区: 'Yongchuan District',
  南川区: 'Nanchuan District',
  璧山区: 'Bishan District',
  铜梁区: 'Tongliang District',
  潼南区: 'Tongnan District',
  荣昌区: 'Rongchang District',
  开州区: 'Kaizhou District',
  梁平区: 'Liangping District',
  武隆区: 'Wulong District',
  城口县: 'Chengkou County',
  丰都县: 'Fengdu County',
  垫江县: 'Dianjiang County',
  忠县: 'Zhong County',
  云阳县: 'Yunyang County',
  奉节县: 'Fengjie County',
  巫山县: 'Wushan County',
  巫溪县: 'Wuxi County',
  石柱土家族自治县: 'Shizhu Tujia Autonomous County',
  秀山土家族苗族自治县: 'Xiushan Tujia and Miao Autonomous County',
  酉阳土家族苗族自治县: 'Youyang Tujia and Miao Autonomous County',
  彭水苗族土家族自治县: 'Pengshui Miao and Tujia Autonomous County',
  两江新区: 'Liangjiang New Area',
  万盛经济技术开发区: 'Wansheng Development Zone',
  重庆高新技术产业开发区: 'Chongqing High-tech Zone',
  双桥经济技术开发区: 'Shuangqiao Development Zone',
  鄱阳湖: 'Lake Poyang',
  长江: 'Yangtze',
  嘉陵江: 'Jialing River',
  信江: 'Xin River',
};

/** A region in a language; a town, which has no official English here, stays as it is. */
export function regionName(name: string, language: Language): string {
  return language === 'en' ? (REGIONS[name] ?? name) : name;
}

/** Says regions in the reader's language. */
export function useRegionName(): (name: string) => string {
  const { language } = useLanguage();
  return useCallback((name) => regionName(name, language), [language]);
}
