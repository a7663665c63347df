import { useMutation } from '@tanstack/react-query';
import { Button, Input, Segmented } from 'antd';
import { FileSearch } from 'lucide-react';
import { useState } from 'react';
import { api } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, Empty, PageHead, RefusalNote, whileSlow } from '../parts/index.ts';
import { Page } from '../shell/index.ts';
import styles from './Conformance.module.css';
import { FrameCard } from './Frame.tsx';
import { framesSchema } from './shapes.ts';
import { WORDS } from './words.ts';

/** A short warning as the standard has it. */
const CAP_EXAMPLE = `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>SR-2026-0318</identifier><sender>qx@shangrao</sender><sent>2026-03-18T09:26:00+08:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope><info><language>zh-CN</language><category>Met</category><event>暴雨</event><urgency>Immediate</urgency><severity>Extreme</severity><certainty>Likely</certainty><expires>2026-03-18T15:26:00+08:00</expires><headline>暴雨红色预警信号</headline><area><areaDesc>信州区</areaDesc><circle>28.45,117.97 20</circle></area></info></alert>`;

/** The keep-alive of a recorder. */
const GB28181_EXAMPLE =
  'MESSAGE sip:36110000002000000001@3611000000 SIP/2.0\nVia: SIP/2.0/UDP 10.1.2.3:5060;branch=z9hG4bK1\nFrom: <sip:36110000001180000001@3611000000>;tag=1\nTo: <sip:36110000002000000001@3611000000>\nCall-ID: 1@10.1.2.3\nCSeq: 1 MESSAGE\nMax-Forwards: 70\nContent-Type: Application/MANSCDP+xml\nContent-Length: 168\n\n<?xml version="1.0" encoding="GB2312"?>\n<Notify>\n<CmdType>Keepalive</CmdType>\n<SN>1</SN>\n<DeviceID>36110000001180000001</DeviceID>\n<Status>OK</Status>\n</Notify>\n';

/** Protocols with a frame printed in their standard or of its shape. */
const PROTOCOLS = {
  jt808: [
    'JT/T 808',
    '7e02000026123456789012007d02000000010000000200ba7f0e07e4f11c0028003c00001810151010100104000000640202007d01137e',
  ],
  hj212: [
    'HJ 212',
    '##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\n',
  ],
  gb26875: ['GB/T 26875.3', '404001000101233a091a090c385b01000000790300000000000003ab2323'],
  jt809: [
    'JT/T 809',
    '5b0000005a0200000aa112000000350b0100010000000000b6f5414c45313536000000000000000000000000000212020000002400110407e20a3b1106ccbea501cc71c700000000000098f70144000700000002000000008ce65d',
  ],
  jt1078: ['JT/T 1078', '3031636481e20001013912345678010000000199c82cc02803e80028000f000000016742c01eda0280f6840000'],
  gb28181: ['GB/T 28181', GB28181_EXAMPLE],
  ais: ['AIS', '!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A'],
  cap: ['CAP', CAP_EXAMPLE],
  modbus: ['Modbus TCP', '000100000006010300000002 000100000007010304000a4248'],
  opcua: [
    'OPC UA',
    '48454c46320000000000000000000100000001000000000000000000120000006f70632e7463703a2f2f706c633a34383430',
  ],
  sparkplug: [
    'Sparkplug B',
    '08c0e8b2f4cf3312120a05626453657118c0e8b2f4cf3320085800121b0a056c6576656c100118c0e8b2f4cf33200a690000000000404f401800',
  ],
  coal: [
    '煤矿文件',
    '620823009203_CDSS_20260923101319.txt\n620823009203;测试煤矿;2026-09-23 10:13:19~62082300920301MN00010001;环境瓦斯;工作面;0.42;%CH4;0;2026-09-23 10:13:10~||',
  ],
} as const;
type Protocol = keyof typeof PROTOCOLS;

/** Paste frames of a protocol and read them field by field with their clauses. */
export function ConformancePage() {
  const t = useWords(WORDS);
  const [protocol, setProtocol] = useState<Protocol>('hj212');
  const [text, setText] = useState('');
  const explain = useMutation({
    // A text area keeps line feeds only; the standards end a frame with both.
    mutationFn: (given: string) =>
      api.post(`/conformance/${protocol}`, { text: given.replace(/\r?\n/g, '\r\n') }, framesSchema),
  });
  const example = PROTOCOLS[protocol][1];
  return (
    <Page title={t('title')}>
      <PageHead title={t('title')} note={t('note')} />
      <Card>
        <div className={styles.form}>
          <Segmented
            value={protocol}
            aria-label={t('protocol')}
            onChange={(chosen: Protocol) => {
              setProtocol(chosen);
              explain.reset();
            }}
            options={Object.entries(PROTOCOLS).map(([value, [label]]) => ({ value: value as Protocol, label }))}
          />
          <Input.TextArea
            value={text}
            rows={5}
            maxLength={65_536}
            className={styles.hex}
            placeholder={t('paste')}
            aria-label={t('paste')}
            onChange={(event) => setText(event.target.value)}
          />
          <div className={styles.actions}>
            <Button
              type="primary"
              icon={<FileSearch size={15} aria-hidden />}
              disabled={text.trim() === ''}
              loading={whileSlow(explain.isPending)}
              onClick={() => explain.mutate(text)}
            >
              {t('explain')}
            </Button>
            <Button onClick={() => setText(example)}>{t('example')}</Button>
          </div>
          {explain.isError ? <RefusalNote error={explain.error} /> : null}
        </div>
      </Card>
      <div className={styles.frames}>
        {explain.data === undefined ? null : explain.data.length === 0 ? (
          <Card>
            <Empty icon={<FileSearch size={20} strokeWidth={1.6} />} title={t('none')} note={t('noneNote')} />
          </Card>
        ) : (
          explain.data.map((frame, index) => <FrameCard key={index} frame={frame} />)
        )}
      </div>
    </Page>
  );
}
