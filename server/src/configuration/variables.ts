import { isIP } from 'node:net';
import { z } from 'zod';

/** One environment variable: what it is called, what it means, and how its text becomes a value. */
export interface Variable<T> {
  readonly variable: string;
  readonly meaning: { readonly zh: string; readonly en: string };
  /** What may be written, in both languages; completes the sentence "must be …". */
  readonly values: { readonly zh: string; readonly en: string };
  /** How the documentation shows the default. */
  readonly shownDefault: string;
  readonly schema: z.ZodType<T, string | undefined>;
}

const onOff = z
  .enum(['on', 'off'])
  .default('on')
  .transform((word) => word === 'on');
const onOffValues = { zh: 'on 或 off', en: 'on or off' };

const portNumber = (fallback: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.number().int().min(1).max(65_535))
    .default(fallback);
const portValues = { zh: '1 到 65535 的整数', en: 'a whole number from 1 to 65535' };

const address = (schemes: readonly string[]) =>
  z.string().refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1)));
const addressValues = (schemes: string) => ({
  zh: `以 ${schemes} 开头的地址`,
  en: `an address beginning with ${schemes}`,
});

/** An address, a network such as 10.0.0.0/8, or the loopback addresses by name. */
function isProxy(text: string): boolean {
  if (text === 'loopback') return true;
  const [host = '', bits, more] = text.split('/');
  const version = isIP(host);
  if (version === 0 || more !== undefined) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** Every variable the server reads; nothing else in the server looks at the environment. */
export const variables = {
  home: {
    variable: 'ANLAN_HOME',
    meaning: { zh: '数据目录', en: 'folder of all data and secrets' },
    values: { zh: '目录路径', en: 'a folder' },
    shownDefault: '.anlan',
    schema: z.string().min(1).default('.anlan'),
  },
  host: {
    variable: 'ANLAN_HOST',
    meaning: { zh: '网页与设备接入的监听地址', en: 'address that the web server and the gateways listen on' },
    values: { zh: '主机名或 IP 地址', en: 'a host name or IP address' },
    shownDefault: '127.0.0.1',
    schema: z
      .string()
      .regex(/^[\w.:-]+$/)
      .default('127.0.0.1'),
  },
  port: {
    variable: 'ANLAN_PORT',
    meaning: { zh: '网页端口', en: 'TCP port of the web server' },
    values: portValues,
    shownDefault: '8420',
    schema: portNumber(8420),
  },
  publicUrl: {
    variable: 'ANLAN_PUBLIC_URL',
    meaning: { zh: '用户访问的网址', en: 'address that people open, as printed in notices and documents' },
    values: addressValues('http: / https:'),
    shownDefault: 'http://<ANLAN_HOST>:<ANLAN_PORT>',
    schema: address(['http', 'https']).optional(),
  },
  demo: {
    variable: 'ANLAN_DEMO',
    meaning: { zh: '演示城市', en: 'fill an empty installation with the demonstration city' },
    values: onOffValues,
    shownDefault: 'on',
    schema: onOff,
  },
  replay: {
    variable: 'ANLAN_REPLAY',
    meaning: { zh: '演示城市的信号回放', en: 'play recorded signals into the gateways of the demonstration city' },
    values: onOffValues,
    shownDefault: 'on',
    schema: onOff,
  },
  postgresUrl: {
    variable: 'ANLAN_POSTGRES_URL',
    meaning: {
      zh: '外部 PostgreSQL（15 及以上），不填则用内置',
      en: 'PostgreSQL 15 or later elsewhere; unset: the embedded one',
    },
    values: addressValues('postgres:'),
    shownDefault: '',
    schema: address(['postgres', 'postgresql']).optional(),
  },
  postgresSettings: {
    variable: 'ANLAN_POSTGRES_SETTINGS',
    meaning: {
      zh: '内置 PostgreSQL 的附加参数，如 shared_buffers=2GB；测试用 fsync=off 省时，正式运行切勿如此',
      en: 'further settings of the embedded PostgreSQL, such as shared_buffers=2GB; tests save time by fsync=off, which nobody else should',
    },
    values: { zh: '名=值，逗号分隔', en: 'name=value with commas between' },
    shownDefault: '',
    schema: z
      .string()
      .regex(/^[a-z_.]+=[^,=\s]+(,[a-z_.]+=[^,=\s]+)*$/)
      .transform((text): Record<string, string> => Object.fromEntries(text.split(',').map((one) => one.split('='))))
      .optional(),
  },
  clickhouseUrl: {
    variable: 'ANLAN_CLICKHOUSE_URL',
    meaning: { zh: '外部 ClickHouse，不填则用内置', en: 'ClickHouse elsewhere; unset: the embedded one' },
    values: addressValues('http: / https:'),
    shownDefault: '',
    schema: address(['http', 'https']).optional(),
  },
  filesUrl: {
    variable: 'ANLAN_FILES_URL',
    meaning: { zh: '文件库目录', en: 'folder of the file store' },
    values: addressValues('file:'),
    shownDefault: 'file:<ANLAN_HOME>/files',
    schema: address(['file']).optional(),
  },
  jt808Port: {
    variable: 'ANLAN_JT808_PORT',
    meaning: { zh: '车载终端接入端口（JT/T 808，TCP）', en: 'TCP port for JT/T 808 vehicle terminals' },
    values: portValues,
    shownDefault: '8808',
    schema: portNumber(8808),
  },
  jt808AttachmentPort: {
    variable: 'ANLAN_JT808_ATTACHMENT_PORT',
    meaning: { zh: '主动安全报警附件上传端口（TCP）', en: 'TCP port for the files of active-safety alarms' },
    values: portValues,
    shownDefault: '8807',
    schema: portNumber(8807),
  },
  jt808AttachmentHost: {
    variable: 'ANLAN_JT808_ATTACHMENT_HOST',
    meaning: {
      zh: '告诉终端的附件上传地址，不填则用终端所连的地址',
      en: 'address for files that terminals are told; unset: the one they are connected to',
    },
    values: { zh: '主机名或 IP 地址', en: 'a host name or IP address' },
    shownDefault: '',
    schema: z
      .string()
      .regex(/^[\w.:-]{1,100}$/)
      .optional(),
  },
  jt809Port: {
    variable: 'ANLAN_JT809_PORT',
    meaning: {
      zh: '车辆平台级联端口（JT/T 809：下级主链路与上级从链路，TCP）',
      en: 'TCP port for JT/T 809: main links of lower and sub links of upper platforms',
    },
    values: portValues,
    shownDefault: '8809',
    schema: portNumber(8809),
  },
  aisPort: {
    variable: 'ANLAN_AIS_PORT',
    meaning: { zh: '船舶 AIS 接入端口（TCP 与 UDP）', en: 'TCP and UDP port for AIS receivers' },
    values: portValues,
    shownDefault: '8810',
    schema: portNumber(8810),
  },
  mqttPort: {
    variable: 'ANLAN_MQTT_PORT',
    meaning: { zh: '物联感知设备接入端口（MQTT，未加密）', en: 'TCP port for MQTT devices, unencrypted' },
    values: portValues,
    shownDefault: '8812',
    schema: portNumber(8812),
  },
  hj212Port: {
    variable: 'ANLAN_HJ212_PORT',
    meaning: { zh: '污染源与 VOC 数采仪接入端口（HJ 212，TCP）', en: 'TCP port for HJ 212 pollution and VOC stations' },
    values: portValues,
    shownDefault: '8814',
    schema: portNumber(8814),
  },
  gb26875Port: {
    variable: 'ANLAN_GB26875_PORT',
    meaning: {
      zh: '消防用户信息传输装置接入端口（GB/T 26875.3，TCP）',
      en: 'TCP port for GB/T 26875.3 fire transmission devices',
    },
    values: portValues,
    shownDefault: '8816',
    schema: portNumber(8816),
  },
  smtpUrl: {
    variable: 'ANLAN_SMTP_URL',
    meaning: {
      zh: '发邮件的 SMTP 服务器，?from= 为发件人',
      en: 'SMTP server for e-mail notices; ?from= is the sender',
    },
    values: addressValues('smtp: / smtps:'),
    shownDefault: '',
    schema: address(['smtp', 'smtps']).optional(),
  },
  smsUrl: {
    variable: 'ANLAN_SMS_URL',
    meaning: { zh: '短信网关（HTTP POST，带签名）', en: 'text-message gateway: signed HTTP POST' },
    values: addressValues('http: / https:'),
    shownDefault: '',
    schema: address(['http', 'https']).optional(),
  },
  webhookUrl: {
    variable: 'ANLAN_WEBHOOK_URL',
    meaning: { zh: '通知的接口推送地址（HTTP POST，带签名）', en: 'webhook for notices: signed HTTP POST' },
    values: addressValues('http: / https:'),
    shownDefault: '',
    schema: address(['http', 'https']).optional(),
  },
  trustProxy: {
    variable: 'ANLAN_TRUST_PROXY',
    meaning: {
      zh: '可信反向代理：只信它们给出的客户端地址（X-Forwarded-For 等），不填则都不信',
      en: 'reverse proxies whose X-Forwarded headers name the client; unset: none is believed',
    },
    values: {
      zh: '逗号分隔的 IP 地址或网段，或 loopback',
      en: 'IP addresses or networks with commas between, or loopback',
    },
    shownDefault: '',
    schema: z
      .string()
      .transform((text) => text.split(',').map((part) => part.trim()))
      .refine((parts) => parts.every(isProxy))
      .optional(),
  },
  oidcIssuer: {
    variable: 'ANLAN_OIDC_ISSUER',
    meaning: {
      zh: '统一认证（OpenID Connect）签发者，不填则不用',
      en: 'OpenID Connect issuer; unset: no such sign-in',
    },
    values: addressValues('http: / https:'),
    shownDefault: '',
    schema: address(['http', 'https']).optional(),
  },
  oidcClientId: {
    variable: 'ANLAN_OIDC_CLIENT_ID',
    meaning: { zh: '在统一认证登记的客户端编号', en: 'client id registered with the issuer' },
    values: { zh: '文字', en: 'text' },
    shownDefault: '',
    schema: z.string().min(1).max(200).optional(),
  },
  oidcClientSecret: {
    variable: 'ANLAN_OIDC_CLIENT_SECRET',
    meaning: { zh: '客户端密钥，公开客户端不填', en: 'client secret; unset for a public client' },
    values: { zh: '文字', en: 'text' },
    shownDefault: '',
    schema: z.string().min(1).max(500).optional(),
  },
  oidcName: {
    variable: 'ANLAN_OIDC_NAME',
    meaning: { zh: '登录页按钮上的名称', en: 'what the button on the sign-in page says' },
    values: { zh: '文字', en: 'text' },
    shownDefault: '政务统一认证',
    schema: z.string().min(1).max(40).default('政务统一认证'),
  },
  oidcClaim: {
    variable: 'ANLAN_OIDC_CLAIM',
    meaning: { zh: '令牌中与平台账号对应的项', en: 'claim of the ID token that is the account here' },
    values: { zh: '项的名称', en: 'name of a claim' },
    shownDefault: 'preferred_username',
    schema: z
      .string()
      .regex(/^[\w:./-]{1,100}$/)
      .default('preferred_username'),
  },
  logLevel: {
    variable: 'ANLAN_LOG_LEVEL',
    meaning: { zh: '日志级别', en: 'log level' },
    values: { zh: levels.join('、'), en: levels.join(', ') },
    shownDefault: 'info',
    schema: z.enum(levels).default('info'),
  },
} satisfies Record<string, Variable<unknown>>;
