import { encodeFrame as encode26875, messageOf, timeTagOf } from '@anlan/gb26875';
import { encodeBody, encodeFrame as encode808, gmt8Moment, type Message } from '@anlan/jt808';
import { encodeFrame as encode809 } from '@anlan/jt809';
import { packetsOf, writePacket } from '@anlan/jt1078';
import { encodeGb18030 } from '@anlan/wire';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writePayload } from '../sparkplug/payload.ts';
import { location, registration, report } from '../testing/terminal.ts';
import { CONFORMABLE, explainFrames, pastedBytes } from './index.ts';

const AT = Date.UTC(2026, 2, 1);
/** Printed in HJ 212-2017. */
const OFFICIAL =
  '##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n';
/** Printed in GB/T 26875.3. */
const CONFIRM = '404001000101233a091a090c385b01000000790300000000000003ab2323';

const of = (protocol: (typeof CONFORMABLE)[number], text: string) =>
  explainFrames(protocol, pastedBytes(protocol, text)!);
const broken = (frame: { verdicts: readonly { state: string; rule: string }[] } | undefined) =>
  frame?.verdicts.filter(({ state }) => state === 'broken').map(({ rule }) => rule);

describe('a frame explained', () => {
  it('of HJ 212: the printed example keeps every rule, field by field with its clause', () => {
    const [frame] = of('hj212', OFFICIAL);
    expect(frame?.title).toBe('1062 设置实时数据间隔');
    expect(broken(frame)).toEqual([]);
    expect(frame?.fields.map(({ name, value, clause }) => [name, value, clause !== ''])).toContainEqual([
      'MN',
      '010000A8900016F000169DC0',
      true,
    ]);
    // A password is no business of whoever looks at a frame.
    expect(JSON.stringify(frame)).not.toContain('"100000"');
  });

  it('of HJ 212: each deviation is named', () => {
    const [frame] = of('hj212', OFFICIAL.replace('##0101', '##0100').replace('\r\n', ''));
    expect(broken(frame)).toEqual(['长度与数据段一致', '包尾 CR LF']);
    const [garbled] = of('hj212', OFFICIAL.replace('RtdInterval=30', 'RtdInterval=31'));
    expect(garbled).toMatchObject({ accepted: false, verdicts: [{ rule: 'crc-wrong', state: 'broken' }] });
  });

  it('of JT/T 1078: every field of table 19 with its bytes, whole and cut anywhere', () => {
    const picture = { phone: '013912345678', channel: 3, loadType: 98, dataType: 'i-frame', timestamp: 40n } as const;
    const data = Uint8Array.from({ length: 2000 }, (_, i) => i);
    const packets = packetsOf({ ok: true, ...picture, data }, 65_535, { sinceKey: 1000, sinceFrame: 40 });
    const bytes = Buffer.concat(packets.map((packet) => writePacket(packet)));
    const frames = explainFrames('jt1078', bytes);
    expect(frames.map(({ title }) => title.split(' ').at(-1))).toEqual([
      '分包处理时的第一个包',
      '分包处理时的中间包',
      '分包处理时的最后一个包',
    ]);
    expect(frames.flatMap(broken)).toEqual([]);
    expect(frames.flatMap(({ fields }) => fields.map(({ hex }) => hex)).join('')).toBe(
      packets.map((packet) => Buffer.from(writePacket(packet).subarray(0, 30)).toString('hex')).join(''),
    );
    expect(frames[0]!.fields.map(({ name, value }) => [name, value])).toEqual(
      expect.arrayContaining([
        ['sequence', '65535'],
        ['phone', '013912345678'],
        ['timestamp', '40'],
        ['sinceKey', '1000'],
        ['bodyLength', '950'],
      ]),
    );
    for (let cut = 1; cut < bytes.length; cut += 1) {
      const known = explainFrames('jt1078', bytes.subarray(0, cut), 'stream');
      expect(known.every(({ accepted }) => accepted)).toBe(true);
    }
  });

  it('of JT/T 1078: each deviation is named, and bytes outside packets with their place', () => {
    const packet = {
      ok: true,
      marker: true,
      sequence: 1,
      phone: '1',
      channel: 1,
      dataType: 'audio',
      part: 'whole',
    } as const;
    const long = writePacket({ ...packet, loadType: 77, timestamp: 0n, body: new Uint8Array(960) });
    const [frame] = explainFrames('jt1078', long.with(4, 0x80));
    expect(broken(frame)).toEqual(['V、P、X、CC 固定', '数据体不超过 950 字节', '负载类型在表12中']);
    const found = explainFrames('jt1078', Buffer.concat([Buffer.from('0011', 'hex'), long]));
    expect(found[0]).toMatchObject({
      accepted: false,
      verdicts: [{ rule: 'garbage', detail: expect.stringContaining('第 0 字节') }],
    });
  });

  const KEEPALIVE = [
    'MESSAGE sip:36110000002000000001@3611000000 SIP/2.0',
    'Via: SIP/2.0/UDP 10.1.2.3:5060;branch=z9hG4bK1',
    'From: <sip:36110000001180000001@3611000000>;tag=1',
    'To: <sip:36110000002000000001@3611000000>',
    'Call-ID: 1@10.1.2.3',
    'CSeq: 1 MESSAGE',
    'Max-Forwards: 70',
    'Content-Type: Application/MANSCDP+xml',
  ].join('\r\n');
  const alarm =
    '<?xml version="1.0" encoding="GB2312"?>\r\n<Notify><CmdType>Alarm</CmdType><SN>7</SN><DeviceID>36110000001180000001</DeviceID>' +
    '<AlarmPriority>1</AlarmPriority><AlarmMethod>5</AlarmMethod><AlarmTime>2026-03-18T09:30:00</AlarmTime>' +
    '<AlarmDescription>东门</AlarmDescription><Info><AlarmType>6</AlarmType></Info></Notify>';

  it('of GB/T 28181: message and document field by field, in GB 2312 or pasted as text', () => {
    const message = (body: Uint8Array) =>
      Buffer.concat([Buffer.from(`${KEEPALIVE}\r\nContent-Length: ${body.length}\r\n\r\n`), body]);
    for (const body of [encodeGb18030(alarm), new TextEncoder().encode(alarm)]) {
      const [frame, more] = explainFrames('gb28181', message(body));
      expect(more).toBeUndefined();
      expect(frame).toMatchObject({ title: 'MESSAGE 消息 报警通知', accepted: true });
      expect(frame!.verdicts.filter(({ state }) => state !== 'kept')).toEqual([]);
      expect(frame!.fields.map(({ name, value, meaning }) => [name, value, meaning])).toEqual(
        expect.arrayContaining([
          ['CSeq', '1 MESSAGE', ''],
          ['AlarmDescription', '东门', ''],
          ['AlarmMethod', '5', '入侵检测报警'],
        ]),
      );
    }
    expect(of('gb28181', alarm)).toMatchObject([{ title: '报警通知', accepted: true }]);
  });

  it('of GB/T 28181: each deviation is named, credentials are covered', () => {
    const short = KEEPALIVE.replace('36110000001180000001', '34020000').replace('1 MESSAGE', '1 INVITE');
    const bad = alarm.replace('<SN>7</SN>', '').replace('<AlarmPriority>1', '<AlarmPriority>9');
    const [frame] = of(
      'gb28181',
      `${short}\r\nAuthorization: Digest response="abc"\r\nContent-Length: 9\r\n\r\n${bad}`,
    );
    expect(broken(frame)).toEqual(['CSeq 的方法与请求一致', 'From 为 20 位编码', 'SN 为正整数', '报警级别为 1 至 4']);
    expect(frame!.verdicts).toContainEqual(
      expect.objectContaining({
        rule: 'Content-Length 与消息体一致',
        state: 'note',
        detail: expect.stringContaining('写 9'),
      }),
    );
    expect(JSON.stringify(frame)).not.toContain('abc');
    expect(of('gb28181', 'HELLO\r\n\r\n')).toMatchObject([{ accepted: false, verdicts: [{ rule: 'bad-start-line' }] }]);
    expect(of('gb28181', alarm.replace('</Notify>', ''))).toMatchObject([
      { accepted: false, verdicts: [{ rule: 'bad-xml' }] },
    ]);
  });

  it('of GB/T 28181: a session description by annex F', () => {
    const sdp = (change: (text: string) => string) => {
      const lines = ['v=0', 'o=36110000001320000001 0 0 IN IP4 10.1.2.3', 's=Play', 'c=IN IP4 10.1.2.3', 't=0 0'];
      const body = change(
        [...lines, 'm=video 30000 RTP/AVP 96', 'a=recvonly', 'a=rtpmap:96 PS/90000', 'y=0100000001', ''].join('\r\n'),
      );
      const head = KEEPALIVE.replaceAll('MESSAGE', 'INVITE').replace('Application/MANSCDP+xml', 'application/sdp');
      return of('gb28181', `${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`)[0];
    };
    const kept = sdp((text) => text);
    expect(kept).toMatchObject({ title: 'INVITE 实时点播或回放 SDP Play', accepted: true });
    expect(kept!.verdicts.filter(({ state }) => state !== 'kept')).toEqual([]);
    expect(broken(sdp((text) => text.replace('y=0100000001\r\n', '').replace('s=Play', 's=Live')))).toEqual([
      's 为 Play、Playback、Download 或 Talk',
      'y 为 10 位十进制 SSRC',
    ]);
    expect(sdp((text) => text.replace(/m=.*\r\n/, ''))).toMatchObject({ accepted: false });
  });

  it('of GB/T 26875.3: the printed confirmation, and values with their meaning', () => {
    const [frame] = of('gb26875', CONFIRM);
    expect(frame?.title).toBe('确认');
    expect(broken(frame)).toEqual([]);
    const time = timeTagOf(Date.UTC(2026, 2, 1));
    const value = { systemType: 11, systemAddress: 1, componentType: 91, componentAddress: 65_539 };
    const message = messageOf({ serial: 1, source: 5, destination: 6, at: Date.UTC(2026, 2, 1) }, 3, [
      { ...value, analogType: 5, valueRaw: 2503, time },
    ]);
    const bytes = encode26875(message) as Uint8Array;
    const [analog] = explainFrames('gb26875', bytes);
    expect(analog?.fields.map(({ name, meaning }) => [name, meaning])).toEqual(
      expect.arrayContaining([
        ['componentAddress', '区 3 号 1'],
        ['valueRaw', '250.3 kPa'],
      ]),
    );
    expect(
      analog?.fields
        .map(({ hex }) => hex)
        .slice(0, 10)
        .join(''),
    ).toBe(Buffer.from(bytes).toString('hex').slice(0, 58));
    const counted = Uint8Array.from(bytes);
    counted[28] = 2;
    counted[counted.length - 3] = (counted[counted.length - 3]! + 1) & 255;
    expect(broken(explainFrames('gb26875', counted)[0])).toEqual(['对象数目与内容一致']);
  });

  it('of JT/T 808: every member with its Chinese name, bytes and clause, bits and items by their meaning', () => {
    // The example of the standard's item list, with both escapes.
    const [location] = of(
      'jt808',
      '7e02000026123456789012007d02000000010000000200ba7f0e07e4f11c0028003c00001810151010100104000000640202007d01137e',
    );
    expect(location?.title).toBe('0x0200 位置信息汇报');
    expect(location?.fields.filter(({ label, clause }) => label === '' || clause === '')).toEqual([]);
    expect(location?.fields.map(({ label, value, meaning, hex }) => [label, value, meaning, hex])).toEqual([
      ['消息ID', '0x0200', '位置信息汇报', '0200'],
      ['消息体属性', '0x0026', '消息体长度 38，不加密，版本标识 0（2013）', '0026'],
      ['终端手机号', '123456789012', '', '123456789012'],
      ['消息流水号', '126', '', '007e'],
      ['报警标志', '0x00000001', '位0 紧急报警', '00000001'],
      ['状态', '0x00000002', '位1 定位', '00000002'],
      ['纬度', '12.222222', '°，南纬为负', '00ba7f0e'],
      ['经度', '132.444444', '°，西经为负', '07e4f11c'],
      ['高程', '40', 'm', '0028'],
      ['速度', '6', 'km/h', '003c'],
      ['方向', '0', '°，正北为 0，顺时针', '0000'],
      ['时间', '181015101010', '2018-10-15 10:10:10 GMT+8', '181015101010'],
      ['位置附加信息项列表', '2 项', '', ''],
      ['里程', '10', 'km', '00000064'],
      ['油量', '12.5', 'L', '007d'],
      ['校验码', '13', '异或正确', '13'],
    ]);
  });

  it.each([2013, 2019] as const)(
    'of JT/T 808-%i: no member of a message on duty is left without its name',
    (version) => {
      const sign = { terminalId: 'T1', time: gmt8Moment(AT), sequence: 0, attachments: 1, reserved: new Uint8Array(1) };
      const place = { speed: 60, altitude: 10, latitude: 29, longitude: 106, time: gmt8Moment(AT), vehicleStatus: 1 };
      const dsm = { alarmId: 1, flag: 1, type: 1, level: 2, fatigue: 8, reserved: new Uint8Array(4), ...place, sign };
      const wheels = [{ position: 0, alarms: 4, pressure: 500, temperature: 40, battery: 80 }];
      const messages: Message[] = [
        report(AT, { items: [{ id: 0x65, name: 'dsm', value: dsm }] }),
        report(AT, { items: [{ id: 0x66, name: 'tpms', value: { alarmId: 1, flag: 1, ...place, sign, wheels } }] }),
        registration(version),
        { kind: 'terminalAnswer', body: { ackSerial: 1, ackId: 0x8300, result: 0 } },
        { kind: 'setParameters', body: { parameters: [{ id: 0x0055, value: 80 }] } },
        { kind: 'locationBatch', body: { type: 1, locations: [location(AT)] } },
        {
          kind: 'driverIdentity',
          body: {
            status: 1,
            time: gmt8Moment(AT),
            cardResult: 0,
            name: '张三',
            qualification: '5002',
            issuer: '重庆',
            expiry: '20301231',
            ...(version === 2019 && { idCard: '500101199001011234' }),
          },
        },
      ];
      for (const message of messages) {
        const [frame] = explainFrames('jt808', encode808(message, { phone: '013912345678', serial: 7, version }));
        expect(frame?.fields.filter(({ label }) => label === '').map(({ name }) => `${message.kind} ${name}`)).toEqual(
          [],
        );
      }
      const [fatigue] = explainFrames('jt808', encode808(messages[0]!, { phone: '1', serial: 7, version }));
      expect(fatigue?.fields.find(({ name }) => name === '0x65')).toMatchObject({ label: '驾驶员状态监测系统报警' });
      const code = {
        kind: 'authentication',
        body: { authCode: 'hush-hush', ...(version === 2019 && { imei: '', softwareVersion: '' }) },
      } as Message;
      const [signOn] = explainFrames('jt808', encode808(code, { phone: '1', serial: 7, version }));
      expect(JSON.stringify(signOn)).not.toMatch(/hush|68757368/);
      expect(fatigue?.fields.find(({ name, depth }) => name === 'type' && depth > 1)?.meaning).toBe('疲劳驾驶报警');
    },
  );

  it('of JT/T 809: the vehicle, the sub-type and what they carry, of 2019 the report inside', () => {
    const [position] = of(
      'jt809',
      '5b0000005a0200000aa112000000350b0100010000000000b6f5414c45313536000000000000000000000000000212020000002400110407e20a3b1106ccbea501cc71c700000000000098f70144000700000002000000008ce65d',
    );
    expect(position?.title).toBe('0x1200 车辆动态信息交换业务 · 0x1202 实时上传车辆定位信息');
    expect(position?.fields.filter(({ label, clause }) => label === '' || clause === '')).toEqual([]);
    expect(position?.fields.map(({ label, value, meaning, hex }) => [label, value, meaning, hex])).toEqual(
      expect.arrayContaining([
        ['车牌号', '鄂ALE156', '', 'b6f5414c453135360000000000000000000000000 0'.replace(' ', '')],
        ['车牌颜色', '2', '黄色', '02'],
        ['子业务类型标识', '0x1202', '实时上传车辆定位信息', '1202'],
        ['经度', '114.081445', '°，西经为负', '06ccbea5'],
        ['车辆状态', '0x00000002', '位1 定位', '00000002'],
      ]),
    );
    const inside = encodeBody(report(Date.UTC(2026, 2, 1), { alarm: 1 }), 2019);
    const platform = {
      platform: 'P',
      alarm: 0,
      cityPlatform: 'C',
      cityAlarm: 0,
      provincePlatform: 'V',
      provinceAlarm: 0,
    };
    const newer = encode809(
      {
        kind: 'position',
        vehicle: { plate: '赣E12345', colour: 2 },
        body: { encrypted: 0, report: inside, ...platform },
      },
      { serial: 1, accessCode: 7, edition: 2019, version: [1, 0, 0], sentAt: Date.UTC(2026, 2, 1) / 1000 },
    );
    const [carrying] = explainFrames('jt809', newer);
    expect(carrying?.fields.filter(({ label }) => label === '')).toEqual([]);
    expect(carrying?.fields.find(({ label }) => label === '报警标志')).toMatchObject({
      meaning: '位0 紧急报警',
      depth: 2,
    });
  });

  it('of AIS: Chinese names, what codes mean, and the sentences of one message', () => {
    const [sentence] = of('ais', '!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A');
    expect(sentence?.title).toBe('!AIVDM 1/1 · 消息 1 A类船位报告');
    expect(sentence?.fields.filter(({ label, clause }) => label === '' || clause === '')).toEqual([]);
    expect(sentence?.fields.find(({ name }) => name === 'status')).toMatchObject({
      label: '航行状态',
      meaning: '机动船在航',
    });
    expect(of('ais', '!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4B')[0]?.accepted).toBe(false);
  });

  it('of Modbus TCP: request, answer, exception, and a write that the platform never sends', () => {
    const [request, answered, failed, write] = of(
      'modbus',
      '000100000006010300000002 000100000007010304000a4248 000200000003018302 000300000006010600010003',
    );
    expect(request?.title).toBe('读保持寄存器：请求');
    expect(broken(request)).toEqual([]);
    expect(answered?.fields.filter(({ label }) => label === '寄存器').map(({ value }) => value)).toEqual([
      '10',
      '16968',
    ]);
    expect(failed?.fields.at(-1)).toMatchObject({ label: '异常码', value: '2', meaning: '非法数据地址' });
    expect(write?.verdicts.find(({ rule }) => rule === '只读功能')?.state).toBe('note');
    expect(broken(of('modbus', '000100000006010300000100')[0])).toEqual(['数量为 1 至 125']);
    expect(of('modbus', '00010000000601')[0]?.accepted).toBe(false);
  });

  it('of OPC UA: the greeting in full, an opening with its policy', () => {
    const url = Buffer.from('opc.tcp://plc:4840');
    const hello = Buffer.alloc(32 + url.length);
    hello.write('HELF');
    for (const [at, value] of [
      [4, hello.length],
      [12, 65_536],
      [16, 4096],
      [28, url.length],
    ] as const)
      hello.writeUInt32LE(value, at);
    url.copy(hello, 32);
    const [frame] = explainFrames('opcua', hello);
    expect(frame?.fields.at(-1)).toMatchObject({ label: '端点地址', value: 'opc.tcp://plc:4840' });
    expect(broken(frame)).toEqual(['sendBufferSize 不小于 8192']);
    expect(explainFrames('opcua', Buffer.from('HELF')).map(({ accepted }) => accepted)).toEqual([false]);
  });

  it('of Sparkplug B: metrics with their types; what a birth lacks', () => {
    const at = Date.UTC(2026, 2, 1);
    const named = { timestamp: at, datatype: 10, value: 62.5 };
    const bytes = writePayload({
      timestamp: at,
      seq: 0,
      metrics: [
        { name: 'bdSeq', ...named },
        { name: 'level', alias: 1, ...named },
      ],
    });
    const [birth] = explainFrames('sparkplug', bytes);
    expect(birth?.title).toBe('NBIRTH');
    expect(birth?.fields.map(({ value, meaning }) => `${value} ${meaning}`.trim())).toEqual(
      expect.arrayContaining(['level', '10 Double', '62.5', `${at} 2026-03-01T00:00:00.000Z`]),
    );
    expect(broken(birth)).toEqual([]);
    expect(broken(explainFrames('sparkplug', writePayload({ timestamp: at, seq: 300, metrics: [named] }))[0])).toEqual([
      '序号为 0 至 255',
      '指标有名称或别名',
    ]);
  });

  it('of a CAP alert: every element with its Chinese name and clause, the colour of its severity', () => {
    const [alert] = of(
      'cap',
      '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>a b</identifier><sender>qx</sender><sent>2026-03-18T09:26:00+08:00</sent><status>Actual</status><msgType>Update</msgType><scope>Public</scope><info><category>Met</category><event>暴雨</event><urgency>Immediate</urgency><severity>Extreme</severity><certainty>Likely</certainty><area><areaDesc>信州区</areaDesc><geocode><valueName>GB/T 2260</valueName><value>361102</value></geocode></area></info></alert>',
    );
    const shown = alert?.fields.map(({ label, value, meaning, depth }) => [depth, label, value, meaning]);
    expect(shown).toEqual(
      expect.arrayContaining([
        [0, '报文标识', 'a b', ''],
        [0, '发布时间', '2026-03-18T09:26:00+08:00', '2026-03-18 09:26:00'],
        [1, '严重程度', 'Extreme', '红色'],
        [2, '地理编码', '361102', 'GB/T 2260'],
      ]),
    );
    expect(broken(alert)).toEqual(expect.arrayContaining(['identifier', 'references']));
  });

  it('of a coal mine file: its name on the first line, records by their layout', () => {
    const content =
      '620823009203;测试煤矿;2026-09-23 10:13:19~62082300920301MN00010001;环境瓦斯;工作面;0.42;%CH4;0;2026-09-23 10:13:10~坏记录~||';
    const [file] = of('coal', `620823009203_CDSS_20260923101319.txt\n${content}`);
    expect(file?.fields.find(({ name }) => name === 'value')?.value).toBe('0.42');
    expect(broken(file)).toEqual(['记录都能读', '坏记录不超过五分之一']);
    expect(of('coal', content)[0]?.accepted).toBe(false);
  });

  it('several frames in one paste are explained one by one', () => {
    expect(of('hj212', OFFICIAL + OFFICIAL)).toHaveLength(2);
    expect(of('gb26875', `${CONFIRM} ${CONFIRM}`)).toHaveLength(2);
    expect(pastedBytes('gb26875', 'not hex')).toBeUndefined();
  });

  it.each(CONFORMABLE)('whatever is pasted, %s is explained without fail', (protocol) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        for (const frame of explainFrames(protocol, bytes)) JSON.stringify(frame);
      }),
      { numRuns: 300 },
    );
    fc.assert(fc.property(fc.string(), (text) => void pastedBytes(protocol, text)));
  });
});
