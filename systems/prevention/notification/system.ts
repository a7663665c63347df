import { defineTemplate, firmText, type Block, type TemplateFacts } from '@anlan/kernel/document';
import { defineSystem } from '@anlan/kernel/system';
import { contractorJob } from './cases.ts';

const rows = (value: unknown): readonly (readonly string[])[] =>
  Array.isArray(value) ? value.map((row: unknown) => (Array.isArray(row) ? row.map(String) : [String(row)])) : [];

/** A risk point in the lines of a card: hazard, accident, level, measures, who answers for it. */
function pointsTable(facts: TemplateFacts): Block[] {
  const points = rows(facts['points']);
  if (points.length === 0) return [];
  return [
    { kind: 'heading', text: '一、主要风险和管控措施' },
    {
      kind: 'table',
      head: ['风险点', '可能造成', '等级', '管控措施', '责任人'],
      rows: points,
      widths: [0.2, 0.14, 0.1, 0.42, 0.14],
    },
  ];
}

/** 岗位安全风险告知卡, also 中毒窒息应急救援风险告知卡: what everybody on a post must know and sign for. */
export const riskCard = defineTemplate({
  key: 'risk-card',
  label: '安全风险告知卡',
  labelEn: 'Risk notification card',
  form: 'card',
  word: '告知',
  verb: 'notification.write',
  asks: {},
  personal: ['responsible'],
  title: (facts) => firmText(facts['title']),
  addressee: (facts) => firmText(facts['post'], '全体员工'),
  source: 'D4:245 企业安全风险评估及全员告知制度；D4:202 中毒窒息应急救援风险告知制度',
  blocks: (facts) => [
    {
      kind: 'facts',
      rows: [
        ['岗位', firmText(facts['post'], '全体员工')],
        ['版次', `第${firmText(facts['version'])}版`],
      ],
    },
    ...pointsTable(facts),
    { kind: 'heading', text: '二、应急处置' },
    ...rows(facts['emergency']).map(([line = '']): Block => ({ kind: 'paragraph', text: line })),
    { kind: 'heading', text: '三、应急电话' },
    { kind: 'paragraph', text: `企业应急：${firmText(facts['phone'])}；火警 119，急救 120。` },
  ],
});

/** What the rescue of somebody overcome by gas begins with (D4:202); the enterprise adds its own. */
export const GAS_RESCUE: readonly string[] = [
  '1. 不盲目施救：未佩戴正压式空气呼吸器、未系安全绳，任何人不得进入。',
  '2. 立即报告并呼救，拨打 120、119，设置警戒，撤出下风向人员。',
  '3. 先通风、再检测、后进入：氧含量 19.5%～21%，有毒、可燃气体浓度合格，专人监护。',
  '4. 能从外面施救的，用三脚架和安全绳救出，不进入。',
  '5. 救出后移至上风向空气新鲜处，呼吸心跳停止的立即心肺复苏，直至医护人员到达。',
];

export const notification = defineSystem({
  id: 'S71',
  key: 'risk-notification',
  family: 'prevention',
  label: '风险告知与外包预警',
  labelEn: 'Risk notification and contracted work',
  entities: [],
  rules: [],
  layers: [
    {
      key: 'contractor-jobs',
      label: '外包作业',
      labelEn: 'Contracted jobs',
      group: '风险四色',
      draws: { cases: 'contractor-job', states: ['running', 'stopped'] },
      unit: '处',
      icon: 'flame',
      on: false,
    },
  ],
  cases: [contractorJob],
  documents: [riskCard],
  parameters: [
    {
      key: 'contractor.overdue.owner',
      label: '外包作业超期告知企业',
      labelEn: 'Contracted job late: tell the enterprise after',
      group: '风险告知与外包',
      kind: 'number',
      unit: '日',
      value: 0,
      min: 0,
      max: 90,
      source: '平台初值：来源文件未给数字',
    },
    {
      key: 'contractor.overdue.town',
      label: '外包作业超期升级到乡镇',
      labelEn: 'Contracted job late: town after',
      group: '风险告知与外包',
      kind: 'number',
      unit: '日',
      value: 3,
      min: 0,
      max: 90,
      source: '平台初值：来源文件未给数字',
    },
  ],
});
