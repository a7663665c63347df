/** How the text of an element is read: as it stands, or as a number. */
export type Kind = 'text' | 'number';

/** Elements by name; where the element does not stand at the top, the paths at which it is met, the standard's first. */
export type Fields = Readonly<Record<string, Kind | readonly [Kind, ...paths: string[]]>>;

/** A message: its own elements, and the list it carries. */
export interface Layout {
  readonly fields: Fields;
  readonly list?: readonly [name: string, items: Fields];
}

// GB/T 28181-2016 A.2.1.9 itemType; members of Info are read at either place.
const CATALOG_ITEM = {
  DeviceID: 'text',
  Name: 'text',
  Manufacturer: 'text',
  Model: 'text',
  Owner: 'text',
  CivilCode: 'text',
  Block: 'text',
  Address: 'text',
  Parental: 'number',
  ParentID: 'text',
  BusinessGroupID: 'text',
  SafetyWay: 'number',
  RegisterWay: 'number',
  Secrecy: 'number',
  IPAddress: 'text',
  Port: 'number',
  Status: 'text',
  Longitude: 'number',
  Latitude: 'number',
  PTZType: ['number', 'Info/PTZType', 'PTZType'],
  Resolution: ['text', 'Info/Resolution', 'Resolution'],
} as const satisfies Fields;

// A.2.6.8 RecordInfo.
const RECORD_ITEM = {
  DeviceID: 'text',
  Name: 'text',
  FilePath: 'text',
  Address: 'text',
  StartTime: 'text',
  EndTime: 'text',
  Secrecy: 'number',
  Type: 'text',
  RecorderID: 'text',
  FileSize: 'number',
} as const satisfies Fields;

const NOTHING = { fields: {} } as const satisfies Layout;
const RESULT = { fields: { Result: 'text' } } as const satisfies Layout;

/** Every message that is read and written, by root and CmdType (GB/T 28181-2016 appendix A.2). */
export const LAYOUTS = {
  'Notify/Keepalive': { fields: { Status: 'text' } },
  'Notify/Alarm': {
    fields: {
      AlarmPriority: 'number',
      AlarmMethod: 'number',
      AlarmTime: 'text',
      AlarmDescription: 'text',
      Longitude: 'number',
      Latitude: 'number',
      AlarmType: ['number', 'Info/AlarmType', 'AlarmType'],
      EventType: ['number', 'Info/AlarmTypeParam/EventType', 'AlarmTypeParam/EventType'],
    },
  },
  'Notify/MediaStatus': { fields: { NotifyType: 'number' } },
  'Notify/MobilePosition': {
    fields: {
      Time: 'text',
      Longitude: 'number',
      Latitude: 'number',
      Speed: 'number',
      Direction: 'number',
      Altitude: 'number',
    },
  },
  'Notify/Catalog': {
    fields: { SumNum: 'number' },
    list: ['DeviceList', { ...CATALOG_ITEM, Event: 'text' }],
  },
  'Query/Catalog': { fields: { StartTime: 'text', EndTime: 'text' } },
  'Query/DeviceInfo': NOTHING,
  'Query/DeviceStatus': NOTHING,
  'Query/PresetQuery': NOTHING,
  'Query/RecordInfo': {
    fields: {
      StartTime: 'text',
      EndTime: 'text',
      FilePath: 'text',
      Address: 'text',
      Secrecy: 'number',
      Type: 'text',
      RecorderID: 'text',
    },
  },
  'Query/Alarm': {
    fields: {
      StartAlarmPriority: 'number',
      EndAlarmPriority: 'number',
      AlarmMethod: 'text',
      AlarmType: 'text',
      StartAlarmTime: 'text',
      EndAlarmTime: 'text',
    },
  },
  'Response/Catalog': { fields: { SumNum: 'number' }, list: ['DeviceList', CATALOG_ITEM] },
  'Response/DeviceInfo': {
    fields: {
      DeviceName: 'text',
      Result: 'text',
      Manufacturer: 'text',
      Model: 'text',
      Firmware: 'text',
      Channel: 'number',
    },
  },
  'Response/DeviceStatus': {
    fields: {
      Result: 'text',
      Online: 'text',
      Status: 'text',
      Reason: 'text',
      Encode: 'text',
      Record: 'text',
      DeviceTime: 'text',
    },
    list: ['Alarmstatus', { DeviceID: 'text', DutyStatus: 'text' }],
  },
  'Response/RecordInfo': { fields: { Name: 'text', SumNum: 'number' }, list: ['RecordList', RECORD_ITEM] },
  'Response/PresetQuery': {
    fields: { SumNum: 'number' },
    list: ['PresetList', { PresetID: 'text', PresetName: 'text' }],
  },
  'Response/Alarm': RESULT,
  'Response/DeviceControl': RESULT,
  'Control/DeviceControl': {
    fields: {
      PTZCmd: 'text',
      TeleBoot: 'text',
      RecordCmd: 'text',
      GuardCmd: 'text',
      AlarmCmd: 'text',
      // So spelt in the standard.
      IFameCmd: 'text',
      ControlPriority: ['number', 'Info/ControlPriority', 'ControlPriority'],
      AlarmMethod: ['text', 'Info/AlarmMethod'],
    },
  },
} as const satisfies Readonly<Record<string, Layout>>;

export type MessageName = keyof typeof LAYOUTS;

type ValueOf<F> = F extends 'number' | readonly ['number', ...unknown[]] ? number : string;
export type Read<F> = { readonly [K in keyof F]?: ValueOf<F[K]> };
type ItemsOf<L> = L extends { readonly list: readonly [string, infer I] }
  ? { readonly items: readonly Read<I>[] }
  : { readonly items?: undefined };

/** A MANSCDP document: what it is, its number, the device it is from or for, its elements by name, its list. */
export type Document = {
  readonly [N in MessageName]: {
    readonly name: N;
    /** SN: an answer has that of its question; 0 where a device leaves it out. */
    readonly sn: number;
    readonly deviceId: string;
    readonly fields: Read<(typeof LAYOUTS)[N]['fields']>;
  } & ItemsOf<(typeof LAYOUTS)[N]>;
}[MessageName];
export type DocumentOf<N extends MessageName> = Extract<Document, { readonly name: N }>;
export type CatalogItem = Read<typeof CATALOG_ITEM>;
export type RecordItem = Read<typeof RECORD_ITEM>;
