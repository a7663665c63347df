import { REPORT_SUBJECTS } from '@anlan/systems/prevention';
import type { Field } from '@anlan/kernel/entity';
import { Button, Drawer } from 'antd';
import { Phone } from 'lucide-react';
import { useState } from 'react';
import { useSession } from '../api/index.ts';
import { newId } from '../case/index.tsx';
import { useWords } from '../language/index.tsx';
import { AskForm, type Values } from '../parts/AskForm.tsx';
import styles from './Desk.module.css';
import { useTakeDown } from './queries.ts';
import { WORDS } from './words.ts';

const ASKS: Readonly<Record<string, Field>> = {
  channel: {
    kind: 'choice',
    label: '来源',
    labelEn: 'Channel',
    required: true,
    options: [
      { value: 'phone', label: '电话 12350', labelEn: 'Telephone' },
      { value: 'letter', label: '来信来访', labelEn: 'Letter or visit' },
    ],
  },
  subject: { kind: 'choice', label: '类别', labelEn: 'Subject', required: true, options: REPORT_SUBJECTS },
  statement: { kind: 'text', label: '举报内容', labelEn: 'What was reported', required: true, max: 500 },
  enterprise: { kind: 'reference', entity: 'enterprise', label: '被举报单位', labelEn: 'Enterprise' },
  address: { kind: 'text', label: '详细地址', labelEn: 'Address', max: 120 },
  insider: { kind: 'yes-no', label: '本单位职工', labelEn: 'Works there' },
  phone: {
    kind: 'text',
    label: '举报人电话（可不填）',
    labelEn: 'Telephone, optional',
    max: 14,
    pattern: /^(1\d{10}|0\d{2,3}-?\d{7,8})$/,
    patternHelp: '应为手机号或带区号的座机号',
  },
  name: { kind: 'text', label: '称呼（可不填）', labelEn: 'Name, optional', max: 30 },
};

/** Takes a report down that came by telephone or letter; the receipt is read to whoever made it, and shown once. */
export function TakeDown() {
  const t = useWords(WORDS);
  const { scope } = useSession();
  const [open, setOpen] = useState(false);
  const [requestId, setRequestId] = useState(newId);
  const take = useTakeDown();
  const close = () => {
    setOpen(false);
    setRequestId(newId());
    take.reset();
  };
  const send = ({ phone, name, ...values }: Values) =>
    take.mutate({
      requestId,
      place: scope.path ?? '',
      ...values,
      ...(phone === undefined ? {} : { contact: { phone, ...(name === undefined ? {} : { name }) } }),
    });
  return (
    <>
      <Button icon={<Phone size={15} aria-hidden />} onClick={() => setOpen(true)}>
        {t('takeDown')}
      </Button>
      <Drawer
        title={t('takeDown')}
        open={open}
        onClose={close}
        size={620}
        destroyOnHidden
        styles={{ wrapper: { maxWidth: '100vw' } }}
      >
        {take.data === undefined ? (
          <AskForm
            asks={ASKS}
            verb={t('takeDown')}
            pending={take.isPending}
            error={take.error}
            send={send}
            cancel={close}
          />
        ) : (
          <div className={styles.receipt}>
            <p>{t('takenDown')}</p>
            <small>{t('code')}</small>
            <strong>{take.data.code}</strong>
            <small>{t('pin')}</small>
            <strong>{take.data.pin}</strong>
            <Button onClick={close}>{t('close')}</Button>
          </div>
        )}
      </Drawer>
    </>
  );
}
