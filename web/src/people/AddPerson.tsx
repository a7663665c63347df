import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal } from 'antd';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { RefusalNote, whileSlow } from '../parts/index.ts';
import { AskedNote } from './Approval.tsx';
import { grantBody, GrantFields, type GrantWish } from './GrantFields.tsx';
import { LinkOnce } from './LinkOnce.tsx';
import styles from './People.module.css';
import { askedSchema, linkSchema } from './shapes.ts';
import { WORDS } from './words.ts';

type Wish = GrantWish & { readonly account: string; readonly name: string };

/** A new person with their first grant; the answer is the link by which they choose their password. */
export function AddPerson({ close, roles }: { readonly close: () => void; readonly roles?: readonly string[] }) {
  const t = useWords(WORDS);
  const client = useQueryClient();
  const add = useMutation({
    mutationFn: (wish: Wish) =>
      api.post('/people', grantBody(wish), z.union([z.object({ id: z.string(), link: linkSchema }), askedSchema])),
    onSuccess: () => client.invalidateQueries({ queryKey: ['people'] }),
  });
  const must = { required: true, message: t('required') };
  return (
    <Modal open title={t('add')} footer={null} onCancel={close} width={560} destroyOnHidden>
      {add.data === undefined ? (
        <Form<Wish> layout="vertical" requiredMark={false} onFinish={(wish) => add.mutate(wish)}>
          <div className={styles.pair}>
            <Form.Item name="name" label={t('name')} rules={[{ ...must, whitespace: true }]}>
              <Input maxLength={60} />
            </Form.Item>
            <Form.Item name="account" label={t('account')} extra={t('accountHelp')} rules={[{ ...must, min: 3 }]}>
              <Input maxLength={60} autoComplete="off" />
            </Form.Item>
          </div>
          <GrantFields roles={roles} />
          {add.isError ? <RefusalNote error={add.error} /> : null}
          <div className={styles.acts}>
            <Button type="primary" htmlType="submit" loading={whileSlow(add.isPending)}>
              {t('save')}
            </Button>
            <Button onClick={close}>{t('cancel')}</Button>
          </div>
        </Form>
      ) : (
        <div className={styles.stack}>
          {'link' in add.data ? <LinkOnce link={add.data.link} /> : <AskedNote />}
          <Button onClick={close}>{t('close')}</Button>
        </div>
      )}
    </Modal>
  );
}
