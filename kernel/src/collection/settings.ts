import { z } from 'zod';
import {
  modbusSourceSchema,
  opcuaSourceSchema,
  sourcesOf,
  sparkplugSourceSchema,
  transparentSourceSchema,
} from './source.ts';

const HOST =
  /^(?=.{1,253}$)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$|^[0-9a-fA-F:]{2,39}$/;
const hostSchema = z.string().trim().regex(HOST, '主机名或 IP 地址不对');

/** Security modes and policies of OPC UA that are still held for safe (OPC 10000-7), and none. */
export const OPCUA_MODES = ['None', 'Sign', 'SignAndEncrypt'] as const;
export const OPCUA_POLICIES = ['None', 'Aes128_Sha256_RsaOaep', 'Basic256Sha256', 'Aes256_Sha256_RsaPss'] as const;

export const modbusSettingsSchema = z.strictObject({
  protocol: z.literal('modbus'),
  host: hostSchema,
  port: z.int().min(1).max(65_535, '端口为 1 到 65535').default(502),
  unit: z.int().min(0).max(255, '从站号为 0 到 255').default(1),
  /** Seconds between two rounds of reading. */
  interval: z.number().min(0.5, '采集周期不小于 0.5 秒').max(3600, '采集周期不大于 3600 秒').default(10),
  /** Milliseconds until an answer is given up. */
  timeout: z.int().min(100).max(30_000).default(2000),
  sources: sourcesOf(modbusSourceSchema),
});
export type ModbusSettings = z.output<typeof modbusSettingsSchema>;

export const opcuaSettingsSchema = z
  .strictObject({
    protocol: z.literal('opcua'),
    endpoint: z
      .string()
      .trim()
      .max(500)
      .refine(isEndpoint, '地址应形如 opc.tcp://主机:4840/路径，其中不写用户名和口令'),
    mode: z.enum(OPCUA_MODES).default('SignAndEncrypt'),
    policy: z.enum(OPCUA_POLICIES).default('Basic256Sha256'),
    /** Anonymous when null; its password is kept apart, sealed. */
    user: z.string().trim().min(1).max(100).nullable().default(null),
    /** Seconds between two samples of the server. */
    interval: z.number().min(0.1, '采样周期不小于 0.1 秒').max(3600, '采样周期不大于 3600 秒').default(1),
    sources: sourcesOf(opcuaSourceSchema),
  })
  .refine(({ mode, policy }) => (mode === 'None') === (policy === 'None'), {
    message: '安全模式与安全策略要么都为 None，要么都不为 None',
    path: ['policy'],
  })
  .refine(({ mode, user }) => user === null || mode !== 'None', {
    message: '不加密的连接不能带口令：改用签名或加密，或匿名',
    path: ['user'],
  });
export type OpcuaSettings = z.output<typeof opcuaSettingsSchema>;

export const sparkplugSettingsSchema = z.strictObject({
  protocol: z.literal('sparkplug'),
  sources: sourcesOf(sparkplugSourceSchema),
});
export type SparkplugSettings = z.output<typeof sparkplugSettingsSchema>;

/** Layout of what sensors send through a vehicle terminal, e.g. of a road tank. */
export const jt808SettingsSchema = z.strictObject({
  protocol: z.literal('jt808'),
  sources: sourcesOf(transparentSourceSchema),
});
export type Jt808Settings = z.output<typeof jt808SettingsSchema>;

export const settingsSchema = z.discriminatedUnion('protocol', [
  modbusSettingsSchema,
  opcuaSettingsSchema,
  sparkplugSettingsSchema,
  jt808SettingsSchema,
]);
/** From where a device's values come and which of its points each of them is. */
export type Settings = z.output<typeof settingsSchema>;

function isEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.protocol === 'opc.tcp:' && url.hostname !== '' && url.username === '' && url.password === '';
}
