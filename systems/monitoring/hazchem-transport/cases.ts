import { defineCase } from '@anlan/kernel/case';
import type { Field } from '@anlan/kernel/entity';

const FIELDS = {
  title: { kind: 'text', label: '疑似停车点', labelEn: 'Suspected lot', required: true, max: 120 },
  place: { kind: 'text', label: '位置', labelEn: 'Place', max: 120 },
  stops: { kind: 'text', label: '停车记录', labelEn: 'Stops', max: 1000 },
  inspector: { kind: 'text', label: '核查人', labelEn: 'Inspector', max: 60 },
  finding: { kind: 'text', label: '核查情况', labelEn: 'What was found', max: 1000 },
  reason: { kind: 'text', label: '理由', labelEn: 'Reason', max: 500 },
} as const satisfies Record<string, Field>;

const must = (field: Field): Field => ({ ...field, required: true });

/** A place outside every registered lot where vehicles of dangerous goods keep stopping: looked at, closed down or registered. */
export const suspectedLot = defineCase({
  key: 'suspected-lot',
  label: '疑似黑停车点核查',
  labelEn: 'Suspected unregistered lot',
  about: '30 日内危货车辆在同一未登记地点停车三次以上：派人核查，取缔、登记或排除',
  family: 'monitoring',
  prefix: 'HT',
  fields: FIELDS,
  source: 'D4:187 专用停车场地；危险货物道路运输安全管理办法；三次、30 日为惯例',
  states: {
    suspected: { label: '待核查', labelEn: 'To be inspected', owner: 'authority' },
    inspecting: { label: '核查中', labelEn: 'Being inspected', owner: 'authority' },
    banned: { label: '已取缔', labelEn: 'Closed down', owner: null, end: 'closed' },
    registered: { label: '已登记为停车场', labelEn: 'Registered as a lot', owner: null, end: 'closed' },
    void: { label: '已排除', labelEn: 'Excluded', owner: null, end: 'void' },
  },
  opening: {
    label: '发现疑似停车点',
    labelEn: 'Suspect a lot',
    to: 'suspected',
    verb: 'case.report',
    sides: ['authority'],
    asks: { title: FIELDS.title, place: FIELDS.place, stops: FIELDS.stops },
    deadline: { kind: 'set', parameter: 'suspected-lot.inspect-within', unit: 'days' },
  },
  actions: {
    inspect: {
      label: '派人核查',
      labelEn: 'Send an inspector',
      from: ['suspected'],
      to: 'inspecting',
      verb: 'case.supervise',
      sides: ['authority'],
      asks: { inspector: must(FIELDS.inspector) },
      tone: 'primary',
    },
    ban: {
      label: '取缔',
      labelEn: 'Close it down',
      from: ['inspecting'],
      to: 'banned',
      verb: 'case.supervise',
      sides: ['authority'],
      asks: { finding: must(FIELDS.finding) },
      evidence: { least: 1, label: '现场照片或文书', labelEn: 'photos on site, or papers' },
      tone: 'primary',
    },
    register: {
      label: '登记为停车场',
      labelEn: 'Register it as a lot',
      from: ['inspecting'],
      to: 'registered',
      verb: 'case.supervise',
      sides: ['authority'],
      asks: { finding: must(FIELDS.finding) },
    },
    exclude: {
      label: '排除',
      labelEn: 'Exclude',
      from: ['suspected', 'inspecting'],
      to: 'void',
      verb: 'case.supervise',
      sides: ['authority'],
      asks: { reason: must(FIELDS.reason) },
      tone: 'danger',
    },
  },
  overdue: [{ to: 'city', parameter: 'suspected-lot.escalate-after' }],
});
