import type { Outlook } from './outlook.ts';
import type { Setup } from './setup.ts';

/** A plain statement in both languages. */
export interface Statement {
  readonly zh: string;
  readonly en: string;
}

type When = (setup: Setup, outlook: Outlook) => boolean;

const cloud: When = ({ look }) => look === 'toxic' || look === 'flammable';
const always: When = () => true;

/** What the figures do not cover, and when not to trust them: said as plainly as ALOHA says it of itself. */
const STATEMENTS: readonly (readonly [when: When, zh: string, en: string])[] = [
  [
    always,
    '影响区不是安全边界：区外不等于没有危险，区内也不等于处处达到阈值。处置以现场监测为准。',
    'A zone is no safe boundary: outside it is not free of danger, inside it is not everywhere above the level. What is measured on the spot decides.',
  ],
  [
    cloud,
    '不可靠的情形：风速很小（低于 1 m/s 不计算）、大气很稳定（夜间、清晨）、风向多变或地形导流、离泄漏点很近处浓度忽高忽低。',
    'Not reliable: at very low wind (below 1 m/s nothing is computed), in very stable air (night, early morning), where wind shifts or terrain steers it, and close to the release, where concentrations are patchy.',
  ],
  [
    cloud,
    '未计入：燃烧产物、化学反应、颗粒物、混合物（按一种纯物质计）、建筑与地形、喷淋水幕的削减、沉降与雨水冲刷。',
    'Not counted: by-products of fires, chemical reactions, particulates, mixtures (one pure substance is taken), buildings and terrain, water curtains, deposition and rain.',
  ],
  [
    cloud,
    '泄漏最多计 1 h，影响区最远画到 10 km；风向、风速全程不变，影响区取整个过程的最大值而非某一时刻。',
    'At most one hour of release is counted and zones end at 10 km; wind stays as it is, and a zone is the largest extent over all of it, not one moment.',
  ],
  [
    ({ look }) => look === 'toxic',
    '毒性阈值按一般人群、60 min 暴露给出；儿童、老人、病人可能更敏感。致死概率用概率函数，常数多凭记忆，见推导。',
    'Toxic levels are for the general public and 60 minutes; children, the old and the ill may be more sensitive. Deaths by probit, whose constants are mostly from memory: see the working.',
  ],
  [
    ({ look }) => look === 'flammable',
    '可燃云以 60 % LFL 为红区：平均浓度低于 LFL 处仍可能有可燃的气团。',
    'A flammable cloud is red from 60 % of the LFL: pockets may burn where the mean is below the limit.',
  ],
  [
    ({ look }) => look === 'pool-fire' || look === 'jet-fire' || look === 'fireball',
    '热辐射按正对火焰、无遮挡的人 60 s 暴露给出；未计烟气毒性、容器碎片和火势蔓延。',
    'Heat is for an unshielded person facing the flame for 60 s; toxic smoke, fragments and spread of the fire are not counted.',
  ],
  [
    ({ look }) => look === 'blast',
    '超压不含碎片、反射与隧道效应；强度等级由人选定，选低一级超压可差数倍。',
    'Overpressure leaves out fragments, reflection and channelling; the strength class is a choice, and one class less may be several times less.',
  ],
  [
    ({ weather }) => weather.stability === 'F' || weather.stability === 'E',
    '当前为稳定大气：试验数据少，模型在此最不确定。',
    'The air is stable now: trials are few there and the models are least sure.',
  ],
  [
    ({ weather }) => weather.wind10 < 2,
    '当前风速低于 2 m/s：风向可能随时改变，请按“风向摆动”的外包线部署。',
    'Wind is below 2 m/s now: it may turn at any time; plan by the envelope of the wind swing.',
  ],
];

/** The statements that hold for this setup. */
export const limitsOf = (setup: Setup, outlook: Outlook): readonly Statement[] =>
  STATEMENTS.filter(([when]) => when(setup, outlook)).map(([, zh, en]) => ({ zh, en }));
