import { numberOf, readPayload, type Metric } from '../sparkplug/payload.ts';
import { type ExplainedField, type ExplainedFrame, field, note, refused, verdict } from './explained.ts';

const CLAUSE = 'Sparkplug 3.0.0 6.4';

/** Datatypes (6.4.16). */
const TYPES: readonly string[] = [
  'Unknown',
  'Int8',
  'Int16',
  'Int32',
  'Int64',
  'UInt8',
  'UInt16',
  'UInt32',
  'UInt64',
  'Float',
  'Double',
  'Boolean',
  'String',
  'DateTime',
  'Text',
  'UUID',
  'DataSet',
  'Bytes',
  'File',
  'Template',
  'PropertySet',
  'PropertySetList',
];

/** Explains a Sparkplug B payload; the topic it came on is not part of it. */
export function explainSparkplug(bytes: Uint8Array): ExplainedFrame[] {
  const payload = readPayload(bytes);
  if (payload === undefined) return [refused('malformed', '不是 Sparkplug B 的 protobuf 载荷', CLAUSE)];
  const { timestamp, seq, metrics } = payload;
  const birth = metrics.some(({ name }) => name === 'bdSeq') && seq === 0;
  const nameless = metrics.filter(({ name, alias }) => name === undefined && alias === undefined).length;
  const unknown = metrics.filter(({ datatype }) => datatype !== undefined && TYPES[datatype] === undefined).length;
  const untyped = metrics.filter(({ datatype }) => datatype === undefined).length;
  const valueless = metrics.filter(({ value, isNull }) => value === undefined && !isNull).length;
  const duplicated = metrics.length - new Set(metrics.map(({ name, alias }) => name ?? `#${alias}`)).size;
  return [
    {
      title: birth ? 'NBIRTH' : `${metrics.length} 个指标`,
      accepted: true,
      fields: [
        field('timestamp', '时间', timestamp ?? '', { clause: `${CLAUSE}.3`, meaning: momentOf(timestamp) }),
        field('seq', '序号', seq ?? '', { clause: `${CLAUSE}.5` }),
        ...metrics.flatMap(metricFields),
      ],
      verdicts: [
        verdict('有时间', `${CLAUSE}.3`, timestamp !== undefined, '载荷没有 timestamp'),
        note('有序号', `${CLAUSE}.5`, seq !== undefined, 'NDEATH 与命令可以没有，其余都要有'),
        verdict('序号为 0 至 255', `${CLAUSE}.5`, seq === undefined || (seq >= 0 && seq <= 255), String(seq)),
        verdict('指标有名称或别名', `${CLAUSE}.6`, nameless === 0, `${nameless} 个没有`),
        verdict('数据类型在标准内', `${CLAUSE}.16`, unknown === 0, `${unknown} 个不在`),
        note('出生报文的指标都有数据类型', `${CLAUSE}.6`, !birth || untyped === 0, `${untyped} 个没有`),
        note('没有值的指标标明 is_null', `${CLAUSE}.6`, valueless === 0, `${valueless} 个既无数值也未标明`),
        note('同一指标只出现一次', `${CLAUSE}.6`, duplicated === 0, `${duplicated} 个重复`),
      ],
    },
  ];
}

const momentOf = (at: number | undefined): string => {
  if (at === undefined) return '';
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? '不是时间' : date.toISOString();
};

function metricFields({ name, alias, timestamp, datatype, historical, isNull, value }: Metric): ExplainedField[] {
  const inner = (key: string, label: string, shown: string | number | undefined, meaning = '') =>
    shown === undefined ? [] : [field(key, label, shown, { depth: 1, clause: `${CLAUSE}.6`, meaning })];
  return [
    field('metric', '指标', name ?? `别名 ${alias ?? '—'}`, { clause: `${CLAUSE}.6` }),
    ...inner('alias', '别名', alias),
    ...inner('timestamp', '时间', timestamp, momentOf(timestamp)),
    ...inner('datatype', '数据类型', datatype, datatype === undefined ? '' : (TYPES[datatype] ?? '')),
    ...inner('historical', '历史值', historical ? '是' : undefined),
    ...inner('value', '值', isNull ? 'null' : shownValue(value, datatype)),
  ];
}

/** A whole number whose sign the payload itself tells is shown with it; else as it stands. */
function shownValue(value: Metric['value'], datatype: number | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  return String(typeof value === 'bigint' ? (numberOf({ value, datatype }) ?? value) : value);
}
