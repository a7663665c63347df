import { type Field, type FieldValues, lengthText, s16, text, time, u } from './fields.ts';

/** Commands of the control unit (GB/T 26875.3-2011 table 2). */
export const COMMAND = { control: 1, send: 2, confirm: 3, request: 4, reply: 5, deny: 6 } as const;

/** A kind of application data: the fields of its objects, and how many a frame may carry. */
export interface ObjectType<F extends readonly Field[] = readonly Field[]> {
  readonly name: string;
  /** `up` from the device to the centre. */
  readonly direction: 'up' | 'down';
  /** The command it is sent with when it is no reply. */
  readonly command: number;
  readonly fields: F;
  /** Most objects in a frame. */
  readonly most: number;
}

const system = [u('systemType'), u('systemAddress')] as const;
const component = [...system, u('componentType'), u('componentAddress', 4)] as const;
const componentQuery = [...system, u('componentAddress', 4)] as const;
const parameter = [u('parameter')] as const;
const tag = time('time');

/** The types by their flag (GB/T 26875.3-2011 table 4 and §8); those with a time tag carry it after each object. */
export const TYPES = {
  1: up('建筑消防设施系统状态', 102, [...system, u('state', 2), tag]),
  2: up('建筑消防设施部件运行状态', 22, [...component, u('state', 2), text('description', 31), tag]),
  3: up('建筑消防设施部件模拟量值', 63, [...component, u('analogType'), s16('valueRaw'), tag]),
  4: up('建筑消防设施操作信息', 102, [...system, u('operation'), u('operator'), tag]),
  5: up('建筑消防设施软件版本', 255, [...system, u('mainVersion'), u('userVersion')]),
  6: up('建筑消防设施系统配置情况', 3, [...system, lengthText('text')]),
  7: up('建筑消防设施部件配置情况', 26, [...component, text('description', 31)]),
  8: up('建筑消防设施系统时间', 127, [...system, tag]),
  21: up('用户信息传输装置运行状态', 1, [u('deviceState'), tag]),
  24: up('用户信息传输装置操作信息', 127, [u('operation'), u('operator'), tag]),
  25: up('用户信息传输装置软件版本', 1, [u('mainVersion'), u('userVersion')]),
  26: up('用户信息传输装置配置情况', 1, [lengthText('text')]),
  28: up('用户信息传输装置系统时间', 1, [tag]),
  61: down('读建筑消防设施系统状态', COMMAND.request, 255, system),
  62: down('读建筑消防设施部件运行状态', COMMAND.request, 170, componentQuery),
  63: down('读建筑消防设施部件模拟量值', COMMAND.request, 170, componentQuery),
  64: down('读建筑消防设施操作信息', COMMAND.request, 113, [...system, u('recordCount'), time('startTime')]),
  65: down('读建筑消防设施软件版本', COMMAND.request, 255, system),
  66: down('读建筑消防设施系统配置情况', COMMAND.request, 255, system),
  67: down('读建筑消防设施部件配置情况', COMMAND.request, 170, componentQuery),
  68: down('读建筑消防设施系统时间', COMMAND.request, 255, system),
  81: down('读用户信息传输装置运行状态', COMMAND.request, 1, parameter),
  84: down('读用户信息传输装置操作信息', COMMAND.request, 1, [u('recordCount'), time('startTime')]),
  85: down('读用户信息传输装置软件版本', COMMAND.request, 1, parameter),
  86: down('读用户信息传输装置配置情况', COMMAND.request, 1, parameter),
  88: down('读用户信息传输装置系统时间', COMMAND.request, 1, parameter),
  89: down('初始化用户信息传输装置', COMMAND.control, 1, parameter),
  90: down('同步用户信息传输装置时钟', COMMAND.control, 1, [tag]),
  91: down('查岗命令', COMMAND.control, 1, [u('minutes')]),
} as const;

export type TypeFlag = keyof typeof TYPES;
/** The object of a type. */
export type ObjectOf<T extends TypeFlag> = (typeof TYPES)[T] extends ObjectType<infer F> ? FieldValues<F> : never;

/** The type of a flag, or undefined for reserved and user-defined ones. */
export function objectType(flag: number): ObjectType | undefined {
  return (TYPES as Readonly<Record<number, ObjectType>>)[flag];
}

function up<const F extends readonly Field[]>(name: string, most: number, fields: F): ObjectType<F> {
  return { name, direction: 'up', command: COMMAND.send, fields, most };
}

function down<const F extends readonly Field[]>(name: string, command: number, most: number, fields: F): ObjectType<F> {
  return { name, direction: 'down', command, fields, most };
}
