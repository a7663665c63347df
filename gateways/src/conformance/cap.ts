import { colourOf, offences, parseAlert, parseTime, referencesOf, type Severity } from '@anlan/cap';
import { type ExplainedField, type ExplainedFrame, field, refused, verdict } from './explained.ts';

const LEVELS = { schema: 'CAP 1.2 模式', rule: 'CAP 1.2 条文', advice: 'CAP 1.2 建议' } as const;

/** Elements with their Chinese names and the clause that has them. */
const ELEMENTS: Readonly<Record<string, readonly [label: string, clause: string]>> = {
  identifier: ['报文标识', '3.2.1'],
  sender: ['发布者', '3.2.1'],
  sent: ['发布时间', '3.2.1'],
  status: ['状态', '3.2.1'],
  msgType: ['报文类型', '3.2.1'],
  source: ['来源', '3.2.1'],
  scope: ['发布范围', '3.2.1'],
  restriction: ['限制条件', '3.2.1'],
  addresses: ['收件人', '3.2.1'],
  code: ['专用代码', '3.2.1'],
  note: ['说明', '3.2.1'],
  references: ['引用报文', '3.2.1'],
  incidents: ['事件编号', '3.2.1'],
  info: ['信息段', '3.2.2'],
  language: ['语言', '3.2.2'],
  category: ['类别', '3.2.2'],
  event: ['事件', '3.2.2'],
  responseType: ['应对', '3.2.2'],
  urgency: ['紧急程度', '3.2.2'],
  severity: ['严重程度', '3.2.2'],
  certainty: ['确定程度', '3.2.2'],
  audience: ['受众', '3.2.2'],
  eventCode: ['事件代码', '3.2.2'],
  effective: ['生效时间', '3.2.2'],
  onset: ['预计开始', '3.2.2'],
  expires: ['失效时间', '3.2.2'],
  senderName: ['发布单位', '3.2.2'],
  headline: ['标题', '3.2.2'],
  description: ['内容', '3.2.2'],
  instruction: ['防御指南', '3.2.2'],
  web: ['网址', '3.2.2'],
  contact: ['联系方式', '3.2.2'],
  parameter: ['参数', '3.2.2'],
  resource: ['附件', '3.2.3'],
  resourceDesc: ['附件说明', '3.2.3'],
  mimeType: ['附件类型', '3.2.3'],
  size: ['附件大小', '3.2.3'],
  uri: ['附件地址', '3.2.3'],
  derefUri: ['附件内容', '3.2.3'],
  digest: ['附件摘要', '3.2.3'],
  area: ['区域', '3.2.4'],
  areaDesc: ['区域说明', '3.2.4'],
  polygon: ['多边形', '3.2.4'],
  circle: ['圆', '3.2.4'],
  geocode: ['地理编码', '3.2.4'],
  altitude: ['高度', '3.2.4'],
  ceiling: ['高度上限', '3.2.4'],
};
const TIMES: ReadonlySet<string> = new Set(['sent', 'effective', 'onset', 'expires']);
const LONGEST = 400;

/** Explains a CAP alert element by element, and which rules of the standard it keeps. */
export function explainCap(bytes: Uint8Array): ExplainedFrame[] {
  const parsed = parseAlert(bytes);
  if (!parsed.ok) return [refused(parsed.reason, parsed.detail, 'CAP 1.2')];
  const findings = [...parsed.findings, ...offences(parsed.alert)];
  return [
    {
      title: `CAP ${parsed.alert.msgType} ${parsed.alert.identifier}`,
      accepted: true,
      fields: elements(parsed.alert, 0),
      verdicts: [
        verdict('是 CAP 报文', 'CAP 1.2', true),
        ...findings.map(({ level, path, detail }) => ({
          rule: path,
          clause: LEVELS[level],
          state: level === 'advice' ? ('note' as const) : ('broken' as const),
          detail,
        })),
      ],
    },
  ];
}

function elements(of: object, depth: number): ExplainedField[] {
  return Object.entries(of).flatMap(([name, value]: [string, unknown]) =>
    (Array.isArray(value) ? (value as unknown[]) : [value])
      .filter((one) => one !== undefined)
      .flatMap((one) => element(name, one, depth)),
  );
}

function element(name: string, value: unknown, depth: number): ExplainedField[] {
  const [label, clause] = ELEMENTS[name] ?? ['', '3.2'];
  const more = { depth, clause: `CAP 1.2 §${clause}` };
  if (typeof value === 'string') {
    const shown = value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
    return [field(name, label, shown, { ...more, meaning: meaningOf(name, value) })];
  }
  const { valueName, value: own } = value as { valueName?: string; value?: string };
  if (valueName !== undefined) return [field(name, label, own ?? '', { ...more, meaning: valueName })];
  return [field(name, label, '', more), ...elements(value as object, depth + 1)];
}

function meaningOf(name: string, value: string): string {
  if (name === 'severity') return colourOf(value as Severity)?.label ?? '';
  if (name === 'references') return `${referencesOf(value)?.length ?? 0} 条`;
  if (!TIMES.has(name)) return '';
  const at = parseTime(value);
  return at === null ? '不是时间' : new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}
