/** What a field holds; an empty one is always permitted unless it is part of the key. */
export type Kind = 'text' | 'time' | 'number' | readonly string[];

/** A field of a record: its name, and what it holds, text unless stated. */
export type Field = readonly [name: string, kind?: Kind];

/** How the records of a file type are laid out. */
export interface Layout {
  readonly title: string;
  /** Header fields between the mine's name and the time. */
  readonly extras: readonly string[];
  readonly fields: readonly Field[];
  /** The fields that together identify a record; they may not be empty, and of two alike the last one counts. */
  readonly key: readonly string[];
}

/** 0 unknown, 1 in the mine, 2 has left. */
const IN_OUT: readonly string[] = ['0', '1', '2'];
/** 0 normal, 1 fault; what 2 and 9 mean was not confirmed. */
const STATION: readonly string[] = ['0', '1', '2', '9'];
const YES_NO: readonly string[] = ['0', '1'];

const SYSTEM = ['systemModel', 'systemName', 'manufacturer', 'expiry'] as const;

/**
 * The layouts on which public implementations agree. The official annexes are not public: a buyer's own layout is
 * passed as `layouts`, and of YCBJ another one is in use.
 */
export const LAYOUTS: Readonly<Record<string, Layout>> = {
  CDDY: {
    title: '测点定义',
    extras: SYSTEM,
    key: ['pointCode'],
    fields: [
      ['pointCode'],
      ['systemCode'],
      ['substationCode'],
      ['sensorType'],
      // MN analog, KG switch, others possible.
      ['valueType'],
      ['unit'],
      ['rangeHigh', 'number'],
      ['rangeLow', 'number'],
      ['highAlarm', 'number'],
      ['highAlarmClear', 'number'],
      ['lowAlarm', 'number'],
      ['lowAlarmClear', 'number'],
      ['highCutOff', 'number'],
      ['highRestore', 'number'],
      ['lowCutOff', 'number'],
      ['lowRestore', 'number'],
      ['onText'],
      ['offText'],
      ['location'],
      ['x'],
      ['y'],
      ['z'],
      ['relatedPoints'],
      ['time', 'time'],
    ],
  },
  CDSS: {
    title: '测点实时数据',
    extras: [],
    key: ['pointCode'],
    // The value of a switch may be its text.
    fields: [['pointCode'], ['typeName'], ['location'], ['value'], ['unit'], ['status'], ['time', 'time']],
  },
  YCBJ: {
    title: '异常报警',
    extras: [],
    key: ['pointCode', 'abnormalType', 'beginTime'],
    fields: [
      ['pointCode'],
      ['typeName'],
      ['location'],
      ['unit'],
      ['abnormalType'],
      ['beginTime', 'time'],
      // Empty while it goes on.
      ['endTime', 'time'],
      ['maxValue', 'number'],
      ['maxTime', 'time'],
      ['minValue', 'number'],
      ['minTime', 'time'],
      ['average', 'number'],
      ['field13'],
      ['field14'],
      ['field15'],
      ['field16'],
      ['time', 'time'],
    ],
  },
  RYXX: {
    title: '人员基本信息',
    extras: ['capacity', ...SYSTEM],
    key: ['cardCode'],
    fields: [
      ['cardCode'],
      ['name'],
      ['jobKind'],
      ['jobTitle'],
      ['department'],
      ['birthDate'],
      ['education'],
      ['isLeader', YES_NO],
      ['isSpecial', YES_NO],
    ],
  },
  RYQY: {
    title: '区域基本信息',
    extras: [],
    key: ['areaCode'],
    fields: [['areaType'], ['areaCode'], ['quota', 'number'], ['areaName']],
  },
  RYJZ: {
    title: '基站基本信息',
    extras: [],
    key: ['stationCode'],
    fields: [['stationCode'], ['stationName'], ['x'], ['y'], ['z'], ['description']],
  },
  RYSS: {
    title: '人员实时数据',
    extras: [],
    key: ['cardCode'],
    fields: [
      ['cardCode'],
      ['name'],
      ['inOutFlag', IN_OUT],
      ['inTime', 'time'],
      ['outTime', 'time'],
      ['areaCode'],
      ['areaEnterTime', 'time'],
      ['stationCode'],
      ['stationEnterTime', 'time'],
      ['shiftMode'],
      // Metres from the station, signed.
      ['distanceM', 'number'],
      ['workStatus'],
      ['isLeader', YES_NO],
      ['isSpecial', YES_NO],
      // `station&time` joined by commas: see `trackOf`.
      ['track'],
    ],
  },
  JZSS: {
    title: '基站实时状态',
    extras: [],
    key: ['stationCode'],
    fields: [['stationCode'], ['status', STATION], ['field3'], ['time', 'time']],
  },
  CGKCDSS: {
    title: '长观孔实时数据',
    extras: [],
    key: ['pointCode'],
    fields: [['pointCode'], ['status'], ['waterLevel', 'number'], ['temperature', 'number'], ['time', 'time']],
  },
  KSWSS: {
    title: '尾矿库库水位实时数据',
    extras: [],
    key: ['deviceCode'],
    // The value in metres.
    fields: [['deviceCode'], ['time', 'time'], ['value', 'number']],
  },
};

/** The layout of a type among some, undefined when there is none. */
export function layoutOf(type: string, layouts: Readonly<Record<string, Layout>>): Layout | undefined {
  return Object.hasOwn(layouts, type) ? layouts[type] : undefined;
}

/** How records and files end. */
export interface Dialect {
  readonly record: string;
  readonly end: string;
}

/** The dialect of a file type: those that begin with N have ends of their own. */
export function dialectOf(type: string): Dialect {
  return type.startsWith('N') ? { record: '^', end: ']]]' } : { record: '~', end: '||' };
}
