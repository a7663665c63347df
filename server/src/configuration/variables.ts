import { isIP } from 'node:net';
import { hostsOf } from '../store/postgres/hosts.ts';
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
/** One address, or several hosts of one PostgreSQL of which one can be written to. */
const isPostgres = (text: string): boolean =>
  hostsOf(text).every((one) => URL.canParse(one)) && /^postgres(ql)?:/.test(text);

const natsAddress = /^(?:nats|tls):\/\/[^\s,/]+(?:,(?:(?:nats|tls):\/\/)?[^\s,/]+)*$/;

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

/** What a machine may do: answer people, hear devices, judge and store what was heard. */
const ROLES = ['api', 'ingest', 'work'] as const;

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
      zh: '外部 PostgreSQL（15 及以上），不填则用内置；多台时逐台列出，总是连到可写的那台',
      en: 'PostgreSQL 15 or later elsewhere; unset: the embedded one; of several hosts the one that can be written to',
    },
    values: {
      zh: '以 postgres: 开头的地址，主机可用逗号分隔',
      en: 'an address beginning with postgres:, hosts with commas between',
    },
    shownDefault: '',
    schema: z.string().refine(isPostgres).optional(),
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
  nats: {
    variable: 'ANLAN_NATS',
    meaning: {
      zh: '消息总线与接入日志用的 NATS JetStream，不填则用本机日志；多台机器必填',
      en: 'NATS JetStream as bus and intake log; unset: a log of this machine; needed where there are several machines',
    },
    values: {
      zh: '以 nats: 或 tls: 开头的地址，逗号分隔',
      en: 'addresses beginning with nats: or tls:, commas between',
    },
    shownDefault: '',
    schema: z.string().regex(natsAddress).optional(),
  },
  roles: {
    variable: 'ANLAN_ROLES',
    meaning: {
      zh: '本机运行哪些角色；少于全部时必须设 ANLAN_NATS',
      en: 'roles that run on this machine; fewer than all need ANLAN_NATS',
    },
    values: { zh: 'api、ingest、work 中的几个，逗号分隔', en: 'some of api, ingest, work, with commas between' },
    shownDefault: 'api,ingest,work',
    schema: z
      .string()
      .default(ROLES.join(','))
      .transform((text) => text.split(',').map((role) => role.trim()))
      .pipe(z.array(z.enum(ROLES)).min(1))
      .transform((roles) => [...new Set(roles)]),
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
    meaning: { zh: '车载终端接入端口（JT/T 808，TCP 与 UDP）', en: 'TCP and UDP port for JT/T 808 vehicle terminals' },
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
  gb28181Port: {
    variable: 'ANLAN_GB28181_PORT',
    meaning: {
      zh: '视频设备注册端口（GB/T 28181，UDP 与 TCP）',
      en: 'port at which GB/T 28181 devices sign on, UDP and TCP',
    },
    values: portValues,
    shownDefault: '5060',
    schema: portNumber(5060),
  },
  gb28181Code: {
    variable: 'ANLAN_GB28181_CODE',
    meaning: {
      zh: '本平台的国标编码，前十位即注册域；视频设备上的“SIP 服务器编码”与“SIP 域”填这两项',
      en: 'code of this platform; its first ten digits are the realm: what devices call SIP server ID and SIP domain',
    },
    values: { zh: '20 位数字，第 11～13 位为 200', en: '20 digits, the 11th to 13th being 200' },
    shownDefault: '36110000002000000001',
    schema: z
      .string()
      .regex(/^\d{10}200\d{7}$/)
      .default('36110000002000000001'),
  },
  gb28181MediaHost: {
    variable: 'ANLAN_GB28181_MEDIA_HOST',
    meaning: {
      zh: '告诉视频设备的码流接收地址，不填则用监听地址；监听全部地址时必填',
      en: 'address that devices send streams to; unset: the address listened on; needed when that is all addresses',
    },
    values: { zh: 'IP 地址', en: 'an IP address' },
    shownDefault: '',
    schema: z
      .string()
      .refine((text) => isIP(text) !== 0)
      .optional(),
  },
  gb28181MediaPorts: {
    variable: 'ANLAN_GB28181_MEDIA_PORTS',
    meaning: { zh: '接收码流的端口范围，每路一个', en: 'ports for streams, one each' },
    values: { zh: '两个端口，如 30000-30499', en: 'two ports such as 30000-30499' },
    shownDefault: '30000-30499',
    schema: z
      .string()
      .regex(/^\d{1,5}-\d{1,5}$/)
      .default('30000-30499')
      .transform((text) => text.split('-').map(Number) as [number, number])
      .refine(([from, to]) => from >= 1024 && from <= to && to <= 65_535),
  },
  jt1078Port: {
    variable: 'ANLAN_JT1078_PORT',
    meaning: {
      zh: '车载视频接入端口（JT/T 1078，TCP）',
      en: 'TCP port for the streams of JT/T 1078 vehicle terminals',
    },
    values: portValues,
    shownDefault: '8817',
    schema: portNumber(8817),
  },
  jt1078Host: {
    variable: 'ANLAN_JT1078_HOST',
    meaning: {
      zh: '告诉终端的视频上传地址，不填则用终端所连的地址',
      en: 'address that terminals are told to send streams to; unset: the one they have reached the platform at',
    },
    values: { zh: '主机名或 IP 地址', en: 'a host name or IP address' },
    shownDefault: '',
    schema: z
      .string()
      .regex(/^[\w.:-]{1,255}$/)
      .optional(),
  },
  cameraNetworks: {
    variable: 'ANLAN_CAMERA_NETWORKS',
    meaning: {
      zh: '摄像机（RTSP）所在的网段，不填则不向任何地址取流；本机地址只供试验，须写明 loopback',
      en: 'networks that RTSP cameras are in; unset: no address is asked for a stream; this machine only by the word loopback, for trials',
    },
    values: {
      zh: 'IP 地址、网段（如 10.20.0.0/16）或 loopback，逗号分隔',
      en: 'addresses, networks (such as 10.20.0.0/16) or loopback, commas between',
    },
    shownDefault: '',
    schema: z
      .string()
      .default('')
      .transform((text) => text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()])))
      .refine((parts) => parts.every(isProxy)),
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
      zh: '消防用户信息传输装置接入端口（GB/T 26875.3，TCP 与 UDP）',
      en: 'TCP and UDP port for GB/T 26875.3 fire transmission devices',
    },
    values: portValues,
    shownDefault: '8816',
    schema: portNumber(8816),
  },
  batchPort: {
    variable: 'ANLAN_BATCH_PORT',
    meaning: { zh: '批量读数接入端口（HTTP，未加密）', en: 'TCP port for batches of readings over HTTP, unencrypted' },
    values: portValues,
    shownDefault: '8818',
    schema: portNumber(8818),
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
  otlp: {
    variable: 'ANLAN_OTLP',
    meaning: {
      zh: 'OpenTelemetry 采集器地址（OTLP/HTTP），不填则只在平台内保留链路',
      en: 'OpenTelemetry collector (OTLP over HTTP); unset: traces stay inside the platform',
    },
    values: addressValues('http: / https:'),
    shownDefault: '',
    schema: address(['http', 'https']).optional(),
  },
  logLevel: {
    variable: 'ANLAN_LOG_LEVEL',
    meaning: { zh: '日志级别', en: 'log level' },
    values: { zh: levels.join('、'), en: levels.join(', ') },
    shownDefault: 'info',
    schema: z.enum(levels).default('info'),
  },
} satisfies Record<string, Variable<unknown>>;
