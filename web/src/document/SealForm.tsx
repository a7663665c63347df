import { sealSchema, sealUserSchema } from '@anlan/kernel/document';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Modal, Select } from 'antd';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import { api, query } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { hashOf } from '../offline/device.ts';
import { RefusalNote, whileSlow } from '../parts/index.ts';
import { RegionSelect } from '../people/index.tsx';
import styles from './Seals.module.css';
import { SEAL_WORDS } from './seal-words.ts';

interface Wish {
  readonly regionPath: string;
  readonly users?: readonly string[];
}

/** Puts a seal into use for an authority; the one before is kept and retired. */
export function SealForm({ place, close }: { readonly place: string | null; readonly close: () => void }) {
  const t = useWords(SEAL_WORDS);
  const client = useQueryClient();
  const [picture, setPicture] = useState<File>();
  const [form] = Form.useForm<Wish>();
  const regionPath = Form.useWatch('regionPath', form) ?? place;
  const people = useQuery({
    queryKey: ['seals', 'users', regionPath],
    enabled: regionPath !== null,
    queryFn: ({ signal }) => api.get(`/seals/users${query({ regionPath })}`, z.array(sealUserSchema), signal),
  });
  const put = useMutation({
    mutationFn: async (wish: Wish) => {
      const bytes = new Uint8Array((await picture?.arrayBuffer()) ?? new ArrayBuffer(0));
      const text = btoa(bytes.reduce((all, byte) => all + String.fromCharCode(byte), ''));
      return api.post('/seals', { users: [], ...wish, picture: text }, z.array(sealSchema));
    },
    onSuccess: (rows) => (client.setQueryData(['seals'], rows), close()),
  });
  const must = [{ required: true, message: t('required') }];
  return (
    <Modal open title={t('add')} footer={null} onCancel={close} destroyOnHidden>
      <Form<Wish>
        form={form}
        layout="vertical"
        requiredMark={false}
        aria-label={t('add')}
        initialValues={place === null ? {} : { regionPath: place }}
        onFinish={(wish) => put.mutate(wish)}
      >
        <Form.Item name="regionPath" label={t('place')} rules={must}>
          <RegionSelect />
        </Form.Item>
        <label className={styles.file}>
          {t('picture')}
          <input type="file" accept="image/png,image/jpeg" onChange={(event) => setPicture(event.target.files?.[0])} />
        </label>
        {picture === undefined ? null : <Preview picture={picture} />}
        <Form.Item name="users" label={t('users')} extra={t('usersNote')}>
          <Select
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            options={(people.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        {put.isError ? <RefusalNote error={put.error} /> : null}
        <div className={styles.acts}>
          <Button type="primary" htmlType="submit" loading={whileSlow(put.isPending)} disabled={picture === undefined}>
            {t('use')}
          </Button>
          <Button onClick={close}>{t('cancel')}</Button>
        </div>
      </Form>
    </Modal>
  );
}

/** The picture with the hash under which it will be kept: what the audit and every paper name. */
function Preview({ picture }: { readonly picture: File }) {
  const t = useWords(SEAL_WORDS);
  const [shown, setShown] = useState<{ readonly href: string; readonly sha256: string }>();
  useEffect(() => {
    const href = URL.createObjectURL(picture);
    void hashOf(picture).then((sha256) => setShown({ href, sha256: sha256 ?? '' }));
    return () => URL.revokeObjectURL(href);
  }, [picture]);
  if (shown === undefined) return null;
  return (
    <div className={styles.seal}>
      <img src={shown.href} alt={t('picture')} />
      <code>{shown.sha256}</code>
    </div>
  );
}
