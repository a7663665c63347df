import type { CameraView } from '@anlan/kernel/camera';
import { Button, Form, Input } from 'antd';
import { useWords } from '../language/index.tsx';
import { AskButton, RefusalNote, whileSlow } from '../parts/index.ts';
import styles from './Camera.module.css';
import { useSecret } from './queries.ts';
import { WORDS } from './words.ts';

/** Whether user name and password of a stream are sealed, and a form that seals others; what is sealed is never shown again. */
export function Secret({ camera, write }: { readonly camera: CameraView; readonly write: boolean }) {
  const t = useWords(WORDS);
  const word = t(camera.hasSecret ? 'secretSet' : 'secretNone');
  if (!write) return word;
  return (
    <span className={styles.secret}>
      {word}
      <AskButton label={t('secretSeal')}>{(close) => <Seal id={camera.id} close={close} />}</AskButton>
    </span>
  );
}

function Seal({ id, close }: { readonly id: string; readonly close: () => void }) {
  const t = useWords(WORDS);
  const put = useSecret(id);
  const rules = [{ required: true, message: t('secretBoth') }];
  return (
    <Form
      layout="vertical"
      onFinish={(secret: { user: string; password: string }) => put.mutate(secret, { onSuccess: close })}
    >
      <Form.Item name="user" label={t('secretUser')} rules={rules}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item name="password" label={t('secretPassword')} rules={rules}>
        <Input.Password maxLength={120} autoComplete="new-password" />
      </Form.Item>
      {put.isError ? <RefusalNote error={put.error} kept={false} /> : null}
      <Button type="primary" htmlType="submit" loading={whileSlow(put.isPending)}>
        {t('secretSeal')}
      </Button>
    </Form>
  );
}
