import { defineSystem } from '@anlan/kernel/system';
import { gradingStandard, majorDanger, rewardRule } from './catalogues.ts';
import { postDuty, safetyPost } from './entities.ts';

export const internalRules = defineSystem({
  id: 'S61',
  key: 'internal-rules',
  family: 'prevention',
  label: '隐患分级标准、责任清单与奖惩',
  labelEn: 'Grading standard, responsibility list, reward and punishment',
  entities: [safetyPost, postDuty],
  rules: [],
  layers: [],
  catalogues: [majorDanger, gradingStandard, rewardRule],
});
