import { z } from 'zod';
const onOff = z
    .enum(['on', 'off'])
    .default('on')
    .transform((word) => word === 'on');
const onOffValues = { zh: 'on 或 off', en: 'on or off' };
const portNumber = (fallback) => z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.number().int().min(1).max(65_535))
    .default(fallback);
const portValues = { zh: '1 到 65535 的整数', en: 'a whole number from 1 to 65535' };
const address = (schemes) => z.string().refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1)));
const addressValues = (schemes) => ({
    zh: `以 ${schemes} 开头的地址`,
    en: `an address beginning with ${schemes}`,
});
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
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
    logLevel: {
        variable: 'ANLAN_LOG_LEVEL',
        meaning: { zh: '日志级别', en: 'log level' },
        values: { zh: levels.join('、'), en: levels.join(', ') },
        shownDefault: 'info',
        schema: z.enum(levels).default('info'),
    },
};
//# sourceMappingURL=variables.js.map