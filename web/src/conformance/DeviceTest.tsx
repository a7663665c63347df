import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { FileSearch, ShieldCheck } from 'lucide-react';
import { api } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, whileSlow } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Conformance.module.css';
import { VerdictWord } from './Frame.tsx';
import { deviceSchema } from './shapes.ts';
import { WORDS } from './words.ts';

/** Tests a device by the last pieces of its line: which rules of its standard it breaks. */
export function DeviceTest({ id }: { readonly id: string }) {
  const t = useWords(WORDS);
  const test = useQuery({
    queryKey: ['device-conformance', id],
    enabled: false,
    queryFn: ({ signal }) => api.get(`/devices/${id}/conformance`, deviceSchema, signal),
  });
  return (
    <Card
      title={t('title')}
      note={t('testNote')}
      extra={
        <Button
          size="small"
          icon={<FileSearch size={14} aria-hidden />}
          loading={whileSlow(test.isFetching)}
          onClick={() => void test.refetch()}
        >
          {t('test')}
        </Button>
      }
    >
      {test.isError ? <Failed error={test.error} retry={() => void test.refetch()} /> : null}
      {test.data === undefined ? null : <Result result={test.data} />}
    </Card>
  );
}

function Result({ result }: { readonly result: (typeof deviceSchema)['_output'] }) {
  const t = useWords(WORDS);
  if (result.frames.length === 0)
    return <Empty icon={<FileSearch size={20} strokeWidth={1.6} />} title={t('noFrames')} />;
  return (
    <div data-testid="device-test">
      {result.rules.length === 0 ? (
        <Empty icon={<ShieldCheck size={20} strokeWidth={1.6} />} title={t('clean')} />
      ) : (
        <ul className={styles.rules}>
          {result.rules.map((rule) => (
            <li key={rule.rule}>
              <VerdictWord state={rule.state} />
              {rule.rule}
              <small>
                {t('frames', { n: rule.frames })} · {rule.detail} · {rule.clause}
              </small>
            </li>
          ))}
        </ul>
      )}
      <div className={styles.lines}>
        {result.frames.map((frame, index) => (
          <div key={index} className={styles.line} title={frame.text}>
            <span>{stampText(frame.at)}</span>
            <b>{t(frame.direction)}</b>
            <code>{frame.explained.map(({ title }) => title).join(' · ') || frame.text}</code>
          </div>
        ))}
      </div>
    </div>
  );
}
