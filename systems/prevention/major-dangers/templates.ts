import { dateText, defineTemplate, firmText, type Block, type TemplateFacts } from '@anlan/kernel/document';
import type { Field } from '@anlan/kernel/entity';
import { refuse, both } from '@anlan/kernel/refusal';

const DANGER = 'hidden-danger';
const deadline: Field = { kind: 'date', label: '整改期限', labelEn: 'Rectify by' };
const text = (label: string, labelEn: string, max: number): Field => ({ kind: 'text', label, labelEn, max });
const basis = text('依据', 'Basis', 300);
const contact = text('联系人及电话', 'Contact', 80);
const LAW = '《中华人民共和国安全生产法》';

const enterprise = (facts: TemplateFacts): string => firmText(facts['enterpriseName'], '有关单位');
const what = (facts: TemplateFacts): string => {
  const place = typeof facts['place'] === 'string' && facts['place'] !== '' ? `${facts['place']}` : '';
  return `${place}${firmText(facts['title'])}`;
};
const p = (words: string): Block => ({ kind: 'paragraph', text: words });
const h = (words: string): Block => ({ kind: 'heading', text: words });

/** Where the matter is described at length, its description; otherwise nothing. */
function described({ description }: TemplateFacts): Block[] {
  return typeof description === 'string' && description.trim() !== '' ? [p(`具体情况：${description.trim()}`)] : [];
}

/** 河口镇 → 河口镇人民政府, 北门街道 → 北门街道办事处. */
function localGovernment({ regionName }: TemplateFacts): string {
  if (typeof regionName !== 'string' || regionName === '') return '属地人民政府';
  return regionName.endsWith('街道') ? `${regionName}办事处` : `${regionName}人民政府`;
}

const LEVELS: Readonly<Record<string, string>> = { county: '县级', city: '市级' };

/** 重大事故隐患挂牌督办通知书: puts a major danger on the list of the authority that issues it (D4:219). */
export const listingNotice = defineTemplate({
  key: 'listing-notice',
  label: '挂牌督办通知书',
  labelEn: 'Notice of listed supervision',
  form: 'official',
  word: '督',
  case: { kind: DANGER, states: ['graded', 'rectifying', 'submitted'] },
  verb: 'document.write',
  asks: {
    listedAt: {
      kind: 'choice',
      label: '挂牌级别',
      labelEn: 'Level',
      required: true,
      options: [
        { value: 'county', label: '县级挂牌', labelEn: 'County' },
        { value: 'city', label: '市级挂牌', labelEn: 'City' },
      ],
    },
    rectifyBy: { ...deadline, required: true },
    reason: { ...text('挂牌理由', 'Reason', 500), required: true },
    contact,
  },
  personal: ['responsible', 'contact'],
  act: {
    action: 'list',
    input: ({ listedAt, number, reason }) => ({ listedAt, listingNumber: number, reason }),
  },
  title: (facts) =>
    `关于对${enterprise(facts)}重大事故隐患实行${LEVELS[String(facts['listedAt'])] ?? ''}挂牌督办的通知`,
  addressee: enterprise,
  copies: (facts) => [localGovernment(facts), '行业主管部门'],
  source: 'D4:219；安全生产法 第四十一条、第一百一十三条',
  blocks: (facts) => [
    { kind: 'addressee', text: enterprise(facts) },
    p(
      `经查，你单位存在“${what(facts)}”的重大事故隐患（${firmText(facts['basis'], '对照重大事故隐患判定标准')}），编号${firmText(facts['caseNumber'])}。根据${LAW}第四十一条和重大事故隐患治理督办制度，决定对该隐患实行${LEVELS[String(facts['listedAt'])] ?? ''}挂牌督办。现通知如下：`,
    ),
    ...described(facts),
    h('一、切实做到“五到位”'),
    p('整改措施、责任、资金、时限和预案五项到位前不得开展整改作业：'),
    {
      kind: 'facts',
      rows: [
        ['整改措施', firmText(facts['measures'], '由你单位在接到本通知后三日内报送')],
        ['整改责任人', firmText(facts['responsible'], '由你单位主要负责人指定')],
        ['整改资金', typeof facts['funds'] === 'number' ? `${facts['funds']}万元` : '由你单位足额安排'],
        ['整改时限', dateText(facts['rectifyBy'])],
        ['应急预案', firmText(facts['emergencyPlan'], '整改期间落实专人监护和应急措施')],
      ],
    },
    h('二、督办要求'),
    p(
      `请于${dateText(facts['rectifyBy'])}前完成整改，整改期间每${firmText(facts['progressEvery'], '7')}日报送一次治理情况报告。整改前和整改过程中无法保证安全的，应当撤出人员，停产停业或者停止使用。`,
    ),
    h('三、验收和摘牌'),
    p('整改完成后向我局申请验收。验收合格的予以摘牌；逾期未完成整改的，提级督办、向社会曝光，并依法处理。'),
    p(`挂牌理由：${firmText(facts['reason'])}。联系人：${firmText(facts['contact'])}。`),
  ],
});

/** 责令限期整改指令书 (安全生产法 第六十五条). */
export const rectificationOrder = defineTemplate({
  key: 'rectification-order',
  label: '责令限期整改指令书',
  labelEn: 'Order to rectify within a time limit',
  form: 'order',
  word: '责改',
  case: { kind: DANGER, states: ['graded', 'rectifying'] },
  verb: 'document.write',
  asks: {
    rectifyBy: { ...deadline, required: true },
    basis,
    officers: { ...text('执法人员及证号', 'Officers with licence numbers', 120), required: true },
    contact,
  },
  personal: ['responsible', 'officers', 'contact'],
  title: () => '责令限期整改指令书',
  addressee: enterprise,
  source: '安全生产法 第六十五条；行政复议法、行政诉讼法',
  blocks: (facts) => [
    { kind: 'addressee', text: enterprise(facts) },
    p('经查，你单位存在下列问题：'),
    p(`1. ${what(facts)}（${firmText(facts['basis'], '依据见检查记录')}）。`),
    ...described(facts),
    p(
      `依据${LAW}第六十五条，现责令你单位于${dateText(facts['rectifyBy'])}前整改完毕，达到有关法律法规规章和标准规定的要求。由此造成事故的，依法追究有关人员的责任。整改期间，你单位应当采取措施，确保安全生产。`,
    ),
    p(
      '如不服本指令，可在60日内依法申请行政复议，或者在6个月内依法提起行政诉讼，但本指令不停止执行，法律另有规定的除外。',
    ),
    p(`执法人员：${firmText(facts['officers'])}。联系人：${firmText(facts['contact'])}。`),
    { kind: 'blanks', labels: ['被检查单位现场负责人（签名）'] },
  ],
});

/** 整改复查意见书: what was found when it was looked at again. */
export const recheckOpinion = defineTemplate({
  key: 'recheck-opinion',
  label: '整改复查意见书',
  labelEn: 'Re-check opinion',
  form: 'order',
  word: '复查',
  case: { kind: DANGER, states: ['submitted', 'closed'] },
  verb: 'document.write',
  asks: {
    passed: {
      kind: 'choice',
      label: '复查结论',
      labelEn: 'Result',
      required: true,
      options: [
        { value: 'yes', label: '符合要求', labelEn: 'In order' },
        { value: 'no', label: '不符合要求', labelEn: 'Not in order' },
      ],
    },
    opinion: { ...text('复查意见', 'Opinion', 500), required: true },
    officers: { ...text('复查人员及证号', 'Officers with licence numbers', 120), required: true },
  },
  personal: ['responsible', 'officers'],
  title: () => '整改复查意见书',
  addressee: enterprise,
  source: '安全生产违法行为行政处罚办法：自收到申请或者期满之日起10日内复查',
  blocks: (facts) => [
    { kind: 'addressee', text: enterprise(facts) },
    p(`我局对你单位“${what(facts)}”（${firmText(facts['caseNumber'])}）的整改情况进行了复查，提出如下意见：`),
    p(`整改情况：${firmText(facts['result'], '见复查记录')}`),
    p(`复查意见：${firmText(facts['opinion'])}`),
    p(`复查结论：${facts['passed'] === 'yes' ? '整改符合要求。' : '整改不符合要求，责令继续整改，并将依法处理。'}`),
    p(`复查人员：${firmText(facts['officers'])}。`),
    { kind: 'blanks', labels: ['被复查单位现场负责人（签名）'] },
  ],
});

/** 摘牌（销号）通知书: the end of listed supervision, after acceptance by the authority that listed it. */
export const delistingNotice = defineTemplate({
  key: 'delisting-notice',
  label: '摘牌（销号）通知书',
  labelEn: 'Notice of delisting',
  form: 'official',
  word: '督销',
  case: { kind: DANGER, states: ['submitted', 'closed'] },
  verb: 'document.write',
  asks: { opinion: { ...text('验收意见', 'Opinion of acceptance', 500), required: true }, contact },
  personal: ['responsible', 'contact'],
  guard: ({ listedAt, listedBy, authorityPath }) => {
    if (listedBy == null) return refuse('not-listed');
    if (listedAt != null) return refuse('still-listed');
    return listedBy === authorityPath
      ? undefined
      : refuse('listing-authority', { authority: both('原挂牌机关', 'the authority that listed it') });
  },
  ends: ['listing-notice', 'rectification-order'],
  title: (facts) => `关于对${enterprise(facts)}重大事故隐患予以摘牌的通知`,
  addressee: enterprise,
  copies: (facts) => [localGovernment(facts), '行业主管部门'],
  source: 'D4:219；L03',
  blocks: (facts) => [
    { kind: 'addressee', text: enterprise(facts) },
    p(
      `你单位“${what(facts)}”重大事故隐患（${firmText(facts['caseNumber'])}${facts['listingNumber'] == null ? '' : `，挂牌文号${firmText(facts['listingNumber'])}`}）已按要求完成整改。经组织验收，意见如下：`,
    ),
    p(firmText(facts['opinion'])),
    p('自本通知印发之日起，解除挂牌督办，予以摘牌（销号）。请你单位举一反三，巩固整改成果，防止同类隐患再次发生。'),
    p(`联系人：${firmText(facts['contact'])}。`),
  ],
});
