import {
  addressHex,
  ANALOG_KINDS,
  analogValue,
  COMPONENT_STATES,
  COMPONENT_TYPES,
  DEVICE_OPERATIONS,
  DEVICE_STATES,
  Gb26875Stream,
  type Message,
  momentOf,
  objectType,
  setBits,
  type StateBit,
  SYSTEM_OPERATIONS,
  SYSTEM_STATES,
  SYSTEM_TYPES,
  type TimeTag,
  typeLabel,
  zoneAndNumber,
} from '@anlan/gb26875';
import {
  type ExplainedField,
  type ExplainedFrame,
  field,
  type Given,
  hexOf,
  note,
  refused,
  type Verdict,
  verdict,
} from './explained.ts';

const PART = 'GB/T 26875.3-2011';
const FRAME = `${PART} 6.2 表1`;
const COMMANDS: Readonly<Record<number, string>> = {
  1: '控制命令',
  2: '发送数据',
  3: '确认',
  4: '请求',
  5: '应答',
  6: '否认',
};

/** Explains GB/T 26875.3 frames. */
export function explainGb26875(bytes: Uint8Array, given: Given): ExplainedFrame[] {
  const stream = new Gb26875Stream();
  return [...stream.push(bytes), ...(given === 'whole' ? stream.end() : [])].map((item) => {
    const { offset: start } = item;
    if (!item.ok) return refused(item.reason, `第 ${start} 字节：${item.detail}`, FRAME, start);
    const length = bytes[start + 24]! + bytes[start + 25]! * 256;
    return { ...explain(item.message, bytes.subarray(start)), start, end: start + FRAME_OVERHEAD + length };
  });
}

/** Bytes of a frame without application data. */
const FRAME_OVERHEAD = 30;

function explain(message: Message, bytes: Uint8Array): ExplainedFrame {
  const { application, command } = message;
  const type = application && objectType(application.typeFlag);
  return {
    title: `${COMMANDS[command] ?? `命令 ${command}`}${type ? ` · ${type.name}` : application ? ` · 类型 ${application.typeFlag}` : ''}`,
    accepted: true,
    fields: [...headFields(message, bytes), ...objectFields(message), ...tailFields(bytes)],
    verdicts: verdicts(message),
  };
}

function headFields(message: Message, bytes: Uint8Array): ExplainedField[] {
  const { serial, versionMain, versionUser, time, source, destination, command, application } = message;
  const at = (from: number, to: number): { hex: string; clause: string } => ({
    hex: hexOf(bytes.subarray(from, to)),
    clause: FRAME,
  });
  const length = bytes[24]! + bytes[25]! * 256;
  return [
    field('start', '启动符', '@@', at(0, 2)),
    field('serial', '业务流水号', serial, at(2, 4)),
    field('version', '协议版本号', `${versionMain}.${versionUser}`, at(4, 6)),
    field('time', '时间标签', tagText(time), { ...at(6, 12), meaning: meaningOfTime(time) }),
    field('source', '源地址', source, { ...at(12, 18), meaning: addressHex(source) }),
    field('destination', '目的地址', destination, { ...at(18, 24), meaning: addressHex(destination) }),
    field('length', '应用数据单元长度', length, at(24, 26)),
    field('command', '命令字节', command, { ...at(26, 27), meaning: COMMANDS[command] ?? '' }),
    ...(application === undefined
      ? []
      : [
          field('typeFlag', '类型标志', application.typeFlag, {
            ...at(27, 28),
            clause: `${PART} 7.1 表4`,
            meaning: objectType(application.typeFlag)?.name ?? '预留或自定义',
          }),
          field('count', '信息对象数目', application.count ?? '缺', { ...at(28, 29), clause: `${PART} 7.1` }),
        ]),
  ];
}

function tailFields(bytes: Uint8Array): ExplainedField[] {
  const end = 27 + bytes[24]! + bytes[25]! * 256;
  const checksum = hexOf(bytes.subarray(end, end + 1));
  return [
    field('checksum', '校验和', checksum, { hex: checksum, clause: FRAME }),
    field('end', '结束符', '##', { hex: hexOf(bytes.subarray(end + 1, end + 3)), clause: FRAME }),
  ];
}

/** Labels of the fields of objects, and how their codes are read. */
const LABELS: Readonly<
  Record<
    string,
    readonly [label: string, meaning?: (value: never, object: Record<string, unknown>, type: number) => string]
  >
> = {
  systemType: ['系统类型标志', (value: number) => typeLabel(value, SYSTEM_TYPES)],
  systemAddress: ['系统地址'],
  componentType: ['部件类型', (value: number) => typeLabel(value, COMPONENT_TYPES)],
  componentAddress: [
    '部件地址',
    (value: number) => {
      const { zone, number } = zoneAndNumber(value);
      return `区 ${zone} 号 ${number}`;
    },
  ],
  analogType: ['模拟量类型', (value: number) => ANALOG_KINDS[value]?.name ?? '预留或自定义'],
  valueRaw: [
    '模拟量值',
    (value: number, object) => {
      const measured = analogValue(object['analogType'] as number, value);
      return measured ? `${measured.value} ${measured.unit}${measured.inRange ? '' : '（超出量程）'}` : '';
    },
  ],
  state: ['状态', (value: number, _, type) => bitsText(value, type === 1 ? SYSTEM_STATES : COMPONENT_STATES)],
  deviceState: ['运行状态', (value: number) => bitsText(value, DEVICE_STATES)],
  operation: [
    '操作标志',
    (value: number, _, type) => bitsText(value, type === 4 ? SYSTEM_OPERATIONS : DEVICE_OPERATIONS),
  ],
  operator: ['操作员编号'],
  description: ['部件说明'],
  time: ['时间标签', (value: TimeTag) => meaningOfTime(value)],
  minutes: ['应答时限（min）'],
};

function objectFields({ application }: Message): ExplainedField[] {
  if (!application) return [];
  const clause = `${PART} 8，类型 ${application.typeFlag}`;
  const objects = application.objects.flatMap((object, index) => [
    field(`object ${index + 1}`, `信息对象 ${index + 1}`, '', { depth: 1, clause }),
    ...Object.entries(object).map(([name, value]) => {
      const [label = '', meaning] = LABELS[name] ?? [];
      const shown = name === 'time' ? tagText(value as TimeTag) : String(value ?? '—');
      const read = meaning?.(value as never, object, application.typeFlag) ?? '';
      return field(name, label, shown, { depth: 2, clause, meaning: read });
    }),
  ]);
  const { surplus } = application;
  return surplus.length === 0
    ? objects
    : [...objects, field('surplus', '多余字节', `${surplus.length} B`, { depth: 1, clause, hex: hexOf(surplus) })];
}

function bitsText(value: number, bits: readonly StateBit[]): string {
  return (
    setBits(value, bits)
      .map(({ one }) => one)
      .join('、') || '无'
  );
}

function tagText({ year, month, day, hour, minute, second }: TimeTag): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`;
}

function meaningOfTime(tag: TimeTag): string {
  if (momentOf(tag) !== undefined) return '';
  return momentOf(tag, 'bcd') === undefined ? '不是时间' : '按 BCD 是时间';
}

function verdicts(message: Message): Verdict[] {
  const { application, command, versionMain, time } = message;
  const type = application && objectType(application.typeFlag);
  const times = [
    time,
    ...(application?.objects ?? []).flatMap((object) => ('time' in object ? [object['time'] as TimeTag] : [])),
  ];
  const answer = command === 3 || command === 6;
  return [
    verdict('校验和、结束符与长度', FRAME, true),
    note('主版本号为 1', `${PART} 6.2.2`, versionMain === 1, `主版本 ${versionMain}`),
    verdict(
      '时间标签为二进制时间',
      `${PART} 6.2.3`,
      times.every((tag) => momentOf(tag) !== undefined),
      times.map(meaningOfTime).filter(Boolean).join('；'),
    ),
    verdict('命令字节在表 2', `${PART} 6.2.7 表2`, command in COMMANDS, String(command)),
    verdict('确认与否认不带应用数据', `${PART} 7.2`, !answer || application === undefined, '带有应用数据'),
    ...(application === undefined
      ? []
      : [
          note('类型标志在表 4', `${PART} 7.1 表4`, type !== undefined, `类型 ${application.typeFlag} 预留或自定义`),
          verdict(
            '对象数目与内容一致',
            `${PART} 7.1`,
            type === undefined || application.objects.length === application.count,
            `写 ${application.count}，实 ${application.objects.length}`,
          ),
          verdict(
            '没有多余字节',
            `${PART} 7.1`,
            type === undefined || application.surplus.length === 0,
            `${application.surplus.length} 字节`,
          ),
          ...(type
            ? [verdict('对象数目不超过上限', `${PART} 8`, (application.count ?? 0) <= type.most, `上限 ${type.most}`)]
            : []),
          ...(type && command <= 4
            ? [verdict('命令与类型相配', `${PART} 7.1`, command === type.command, `应为 ${type.command}`)]
            : []),
        ]),
  ];
}
