import type { Source } from '../working/index.ts';

export const sources: readonly Source[] = [
  {
    standard: '国务院令第493号',
    clause: '第三、九、十、十一、十三、十九、二十九、三十二条',
    what: '等级、报告、补报、调查与批复时限',
    mark: 'confirmed',
  },
  { standard: 'GB 6441-1986', clause: '分类与指标', what: '20类事故及千人死亡率等', mark: 'memory' },
  { standard: 'GB 6721-1986', clause: '§5', what: '工作损失价值', mark: 'memory' },
  { standard: '安全生产统计指标', clause: '计算式', what: '亿元GDP、十万人、万车、百万吨、万台死亡率', mark: 'memory' },
  { standard: '“十一五”规划', clause: '降幅', what: '35%、25%', mark: 'confirmed' },
  { standard: '“十三五”“十四五”规划', clause: '降幅', what: '各项降幅', mark: 'memory' },
];
