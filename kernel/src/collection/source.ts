import { z } from 'zod';

/** Protocols by which the platform itself asks, or whose names or layout of values are the device's own. */
export const COLLECTED = ['modbus', 'opcua', 'sparkplug', 'jt808'] as const;
export type Collected = (typeof COLLECTED)[number];

/** Tables of Modbus (Modbus Application Protocol V1.1b3, 4.3): bits and 16-bit registers. */
export const MODBUS_TABLES = {
  coil: ['线圈', 'Coil'],
  discrete: ['离散输入', 'Discrete input'],
  input: ['输入寄存器', 'Input register'],
  holding: ['保持寄存器', 'Holding register'],
} as const;
export type ModbusTable = keyof typeof MODBUS_TABLES;

/** What registers hold, and in how many registers of 16 bits. */
export const MODBUS_TYPES = {
  int16: 1,
  uint16: 1,
  int32: 2,
  uint32: 2,
  float32: 2,
  int64: 4,
  uint64: 4,
  float64: 4,
} as const;
export type ModbusType = keyof typeof MODBUS_TYPES;

/**
 * Order of the bytes of a value: as sent (ABCD), words swapped (CDAB), bytes of each word swapped (BADC), all reversed
 * (DCBA). The standard has ABCD within a register and leaves the order of registers open.
 */
export const BYTE_ORDERS = ['ABCD', 'CDAB', 'BADC', 'DCBA'] as const;
export type ByteOrder = (typeof BYTE_ORDERS)[number];

const REGISTERS = 65_536;
const MOST_SOURCES = 2000;

/** Key of a point within its device. */
export const pointKeySchema = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._/-]{0,63}$/u, '点位标识最长 64 字，以字母或数字开头，可含 . _ / - 与空格');

/** Value of the point = raw value × scale + offset. */
const linear = {
  scale: z
    .number('倍率应为数字')
    .refine((scale) => scale !== 0, '倍率不能为 0')
    .default(1),
  offset: z.number('偏移应为数字').default(0),
};

export const modbusSourceSchema = z
  .strictObject({
    point: pointKeySchema,
    table: z.enum(Object.keys(MODBUS_TABLES) as [ModbusTable, ...ModbusTable[]], '寄存器区不对'),
    address: z
      .int('寄存器地址应为整数')
      .min(0, '寄存器地址从 0 起')
      .max(REGISTERS - 1, '寄存器地址不大于 65535'),
    type: z.enum(Object.keys(MODBUS_TYPES) as [ModbusType, ...ModbusType[]], '数据类型不对').default('uint16'),
    order: z.enum(BYTE_ORDERS, '字节序不对').default('ABCD'),
    /** Takes one bit of a 16-bit register, 0 the lowest. */
    bit: z.int().min(0).max(15).nullable().default(null),
    ...linear,
  })
  .refine(({ table, type, address }) => isBits(table) || address + MODBUS_TYPES[type] <= REGISTERS, {
    message: '数值超出寄存器区末尾',
    path: ['address'],
  })
  .refine(({ bit, table, type }) => bit === null || (!isBits(table) && MODBUS_TYPES[type] === 1), {
    message: '只有 16 位寄存器可以取位',
    path: ['bit'],
  });
export type ModbusSource = z.output<typeof modbusSourceSchema>;

/** Bits are read by functions 1 and 2, registers by 3 and 4. */
export function isBits(table: ModbusTable): boolean {
  return table === 'coil' || table === 'discrete';
}

export const opcuaSourceSchema = z.strictObject({
  point: pointKeySchema,
  /** By the namespace's URI, which stays when a server starts anew, or by its index, which may not. */
  node: z
    .string()
    .trim()
    .max(500)
    .regex(
      /^((ns=\d{1,5}|nsu=[^;]+);)?([is]=.+|g=[0-9a-fA-F-]{36}|b=.+)$/,
      '节点应形如 ns=2;s=Tank1.Level 或 nsu=http://…;i=1001',
    ),
  ...linear,
});
export type OpcuaSource = z.output<typeof opcuaSourceSchema>;

export const sparkplugSourceSchema = z.strictObject({
  point: pointKeySchema,
  metric: z.string().trim().min(1, '指标名不能为空').max(200),
  ...linear,
});
export type SparkplugSource = z.output<typeof sparkplugSourceSchema>;

/** What the bytes of transparent data hold, and how many of them. */
export const TRANSPARENT_TYPES = {
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  float32: 4,
  float64: 8,
} as const;
export type TransparentType = keyof typeof TRANSPARENT_TYPES;
/** Content of one 0x0900 that is looked at, bytes. */
const MOST_TRANSPARENT = 1024;

/** A value in the transparent data of a vehicle terminal (JT/T 808 0x0900), whose layout is its maker's. */
export const transparentSourceSchema = z
  .strictObject({
    point: pointKeySchema,
    /** Type of the transparent message: 0x41 and 0x42 serial ports, 0xF0 to 0xFF the maker's. */
    message: z.int('透传消息类型应为整数').min(0).max(255, '透传消息类型为 0 到 255'),
    /** Byte of the content at which it begins, from 0. */
    position: z
      .int('字节位置应为整数')
      .min(0, '字节位置从 0 起')
      .max(MOST_TRANSPARENT - 1, '字节位置不大于 1023'),
    type: z
      .enum(Object.keys(TRANSPARENT_TYPES) as [TransparentType, ...TransparentType[]], '数据类型不对')
      .default('uint16'),
    order: z.enum(BYTE_ORDERS, '字节序不对').default('ABCD'),
    /** Takes one bit of a whole number of one or two bytes, 0 the lowest. */
    bit: z.int().min(0).max(15).nullable().default(null),
    ...linear,
  })
  .refine(({ bit, type }) => bit === null || bit < 8 * (BITS_OF[type] ?? 0), {
    message: '只有 8 位或 16 位无符号数可以取位',
    path: ['bit'],
  });
const BITS_OF: Partial<Record<TransparentType, number>> = { uint8: 1, uint16: 2 };
export type TransparentSource = z.output<typeof transparentSourceSchema>;

/** A list in which no point is fed twice. */
export function sourcesOf<S extends z.ZodType<{ point: string }>>(source: S) {
  return z
    .array(source)
    .max(MOST_SOURCES, `最多 ${MOST_SOURCES} 个点位`)
    .superRefine((sources, context) => {
      const seen = new Map<string, number>();
      for (const [index, { point }] of sources.entries()) {
        const earlier = seen.get(point);
        if (earlier !== undefined) {
          context.addIssue({
            code: 'custom',
            path: [index, 'point'],
            message: `点位 ${point} 在第 ${earlier + 1} 行已有来源`,
          });
        }
        seen.set(point, index);
      }
    });
}
