import type { Curve } from '@anlan/domain/monitoring';
import { defineEntity } from '@anlan/kernel/entity';

const PAIR = /^(-?\d+(?:\.\d+)?)\s*[:：,，\t ]\s*(-?\d+(?:\.\d+)?)$/;

/** The pairs of a survey as they are written, `0:412.5; 20:412.2`: one a line or parted by semicolons. Null where one is no pair. */
export function curveOf(text: string): Curve | null {
  const parts = text
    .split(/[;；\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const pairs = parts.map((part) => {
    const found = PAIR.exec(part);
    return found === null ? null : ([Number(found[1]), Number(found[2])] as const);
  });
  return pairs.includes(null) ? null : (pairs as Curve);
}

/** What is wrong with a survey’s pairs; undefined = nothing. */
export function curveProblem(text: string): string | undefined {
  const curve = curveOf(text);
  if (curve === null) return '应为“0:12.5; 2:11.8”这样的数对，用分号或换行隔开';
  if (curve.length < 2) return '至少两个点';
  if (curve.some(([x], index) => index > 0 && x <= curve[index - 1]![0])) return '第一个数应逐点增大';
  return undefined;
}

const pond = {
  kind: 'reference',
  entity: 'tailings-pond',
  label: '尾矿库',
  labelEn: 'Tailings pond',
  required: true,
  list: true,
} as const;
const mine = {
  kind: 'reference',
  entity: 'enterprise',
  label: '所属矿山',
  labelEn: 'Mine',
  required: true,
} as const;

/** Displacement by depth of one borehole on one day: several of them show how the dam moves inside (S21). */
export const inclinometerSurvey = defineEntity({
  key: 'inclinometer-survey',
  plural: 'inclinometer-surveys',
  label: '测斜观测',
  labelEn: 'Inclinometer survey',
  about: '坝体内部位移随深度的观测曲线；同一孔多次观测在剖面图上叠画',
  family: 'monitoring',
  nameLabel: '观测名称',
  nameLabelEn: 'Survey',
  located: false,
  ownerField: 'enterprise',
  fields: {
    pond,
    enterprise: mine,
    borehole: {
      kind: 'text',
      label: '测斜孔号',
      labelEn: 'Borehole',
      required: true,
      list: true,
      filter: true,
      max: 20,
    },
    observedOn: { kind: 'date', ahead: 0, label: '观测日期', labelEn: 'Observed on', required: true, list: true },
    curve: {
      kind: 'text',
      label: '深度:累计位移（m:mm）',
      labelEn: 'Depth:displacement (m:mm)',
      required: true,
      max: 4000,
      help: '0:12.5; 2:11.8；从孔口向下，向下游为正',
      helpEn: '0:12.5; 2:11.8; from the mouth down, downstream positive',
      check: curveProblem,
      source: 'GB 51108-2015 内部位移',
    },
  },
});

/** A surveyed profile of the beach: what its length is read off where no instrument measures it (S21). */
export const beachSurvey = defineEntity({
  key: 'beach-survey',
  plural: 'beach-surveys',
  label: '干滩剖面测量',
  labelEn: 'Beach survey',
  about: '滩面高程实测剖面；由剖面求当前水位与设计洪水位下的干滩长度',
  family: 'monitoring',
  nameLabel: '测量名称',
  nameLabelEn: 'Survey',
  located: false,
  ownerField: 'enterprise',
  fields: {
    pond,
    enterprise: mine,
    section: { kind: 'text', label: '剖面号', labelEn: 'Section', required: true, list: true, filter: true, max: 20 },
    surveyedOn: { kind: 'date', ahead: 0, label: '测量日期', labelEn: 'Surveyed on', required: true, list: true },
    profile: {
      kind: 'text',
      label: '距滩顶:高程（m:m）',
      labelEn: 'Distance:height (m:m)',
      required: true,
      max: 4000,
      help: '0:412.60; 20:412.35；从滩顶向库内',
      helpEn: '0:412.60; 20:412.35; from the crest into the pond',
      check: curveProblem,
      source: 'GB 51108-2015 干滩；剖面间距不大于 100 m',
    },
  },
});
