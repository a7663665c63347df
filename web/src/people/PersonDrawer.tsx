import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Drawer, Form, Input } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { api, useSession } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Facts, Failed, Loading, RefusalNote, whileSlow } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import { AskedNote } from './Approval.tsx';
import { grantBody, GrantFields, type GrantWish } from './GrantFields.tsx';
import { GrantList } from './GrantList.tsx';
import { LinkOnce } from './LinkOnce.tsx';
import styles from './People.module.css';
import { SessionList } from './SessionList.tsx';
import { askedSchema, linkSchema, personFileSchema, type Given, type Link } from './shapes.ts';
import { WORDS } from './words.ts';

type Doing = { readonly act: 'give' | 'reset' | 'retire' } | { readonly act: 'end'; readonly grant: Given };
interface Because {
  readonly reason: string;
  readonly secondFactor?: boolean;
}

/** One person: grants with dates, sessions, lock; what the security administrator may do about them. */
export function PersonDrawer({ id, close }: { readonly id: string; readonly close: () => void }) {
  const t = useWords(WORDS);
  const session = useSession();
  const client = useQueryClient();
  const [doing, setDoing] = useState<Doing>();
  const [link, setLink] = useState<Link>();
  const [asked, setAsked] = useState(false);
  const file = useQuery({
    queryKey: ['people', 'file', id],
    queryFn: ({ signal }) => api.get(`/people/${id}`, personFileSchema, signal),
  });
  const act = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSuccess: () => (setDoing(undefined), client.invalidateQueries({ queryKey: ['people'] })),
  });
  const myself = id === session.person.id;
  const post = (path: string, body: object) =>
    act.mutate(async () => {
      const done = await api.post(`/people/${id}${path}`, body, z.unknown());
      setAsked(askedSchema.safeParse(done).success);
    });
  const because = (values: Because) => {
    if (doing?.act === 'end') post(`/grants/${doing.grant.id}/end`, { reason: values.reason });
    if (doing?.act === 'retire')
      act.mutate(() => api.post(`/people/${id}/retire`, { reason: values.reason }, z.unknown()).then(close));
    if (doing?.act === 'reset')
      act.mutate(async () => {
        const body = { secondFactor: false, ...values };
        const done = await api.post(`/people/${id}/reset`, body, z.union([linkSchema, askedSchema]));
        setLink('href' in done ? done : undefined);
        setAsked('request' in done);
      });
  };
  const begin = (next: Doing | undefined) => (act.reset(), setAsked(false), setDoing(next));
  const person = file.data?.person;
  return (
    <Drawer open title={person?.name ?? ''} onClose={close} size={520}>
      {file.isPending ? <Loading /> : null}
      {file.isError ? <Failed error={file.error} /> : null}
      {file.data === undefined || person === undefined ? null : (
        <div className={styles.stack}>
          <Facts
            columns={2}
            rows={[
              [t('account'), person.account],
              [t('scope'), person.scopeLabel],
              [t('factor'), person.secondFactor ? t('yes') : t('no')],
              [t('last'), person.lastVisitAt === null ? t('never') : stampText(person.lastVisitAt)],
              ...(person.lockedUntil === null
                ? []
                : [[t('state'), t('locked', { time: stampText(person.lockedUntil) })] as const]),
            ]}
          />
          {link === undefined ? null : <LinkOnce link={link} />}
          {asked ? <AskedNote /> : null}
          {myself ? (
            <p className={styles.note}>{t('myself')}</p>
          ) : (
            <Acts locked={person.lockedUntil !== null} begin={begin} unlock={() => post('/unlock', {})} />
          )}
          {doing === undefined && act.isError ? <RefusalNote error={act.error} kept={false} /> : null}
          {doing?.act === 'give' ? (
            <Form<GrantWish>
              layout="vertical"
              requiredMark={false}
              aria-label={t('give')}
              onFinish={(wish) => post('/grants', grantBody(wish))}
            >
              <GrantFields />
              {act.isError ? <RefusalNote error={act.error} /> : null}
              <Foot pending={act.isPending} cancel={() => begin(undefined)} />
            </Form>
          ) : null}
          {doing === undefined || doing.act === 'give' ? null : (
            <Form<Because> layout="vertical" requiredMark={false} onFinish={because}>
              <p className={styles.note}>
                {doing.act === 'end' ? t('endTitle') : doing.act === 'reset' ? t('resetNote') : t('retireNote')}
              </p>
              <Form.Item
                name="reason"
                label={t('reason')}
                rules={[{ required: true, whitespace: true, message: t('required') }]}
              >
                <Input.TextArea rows={2} maxLength={500} placeholder={t('reasonHint')} />
              </Form.Item>
              {doing.act === 'reset' ? (
                <Form.Item name="secondFactor" valuePropName="checked">
                  <Checkbox>{t('resetFactor')}</Checkbox>
                </Form.Item>
              ) : null}
              {act.isError ? <RefusalNote error={act.error} /> : null}
              <Foot pending={act.isPending} cancel={() => begin(undefined)} />
            </Form>
          )}
          <section>
            <h3 className={styles.heading}>{t('grants')}</h3>
            <GrantList grants={file.data.grants} end={myself ? undefined : (grant) => begin({ act: 'end', grant })} />
          </section>
          {file.data.given.length === 0 ? null : (
            <section>
              <h3 className={styles.heading}>{t('given')}</h3>
              <GrantList grants={file.data.given} handed />
            </section>
          )}
          <section>
            <h3 className={styles.heading}>{t('sessions')}</h3>
            <SessionList
              sessions={file.data.sessions}
              end={
                myself ? undefined : (one) => act.mutate(() => api.remove(`/people/${id}/sessions/${one}`, z.unknown()))
              }
            />
          </section>
        </div>
      )}
    </Drawer>
  );
}

function Acts({
  locked,
  begin,
  unlock,
}: {
  readonly locked: boolean;
  readonly begin: (doing: Doing) => void;
  readonly unlock: () => void;
}) {
  const t = useWords(WORDS);
  return (
    <div className={styles.acts}>
      <Button type="primary" onClick={() => begin({ act: 'give' })}>
        {t('give')}
      </Button>
      <Button onClick={() => begin({ act: 'reset' })}>{t('reset')}</Button>
      {locked ? <Button onClick={unlock}>{t('unlock')}</Button> : null}
      <Button onClick={() => begin({ act: 'retire' })}>{t('retire')}</Button>
    </div>
  );
}

function Foot({ pending, cancel }: { readonly pending: boolean; readonly cancel: () => void }) {
  const t = useWords(WORDS);
  return (
    <div className={styles.acts}>
      <Button type="primary" htmlType="submit" loading={whileSlow(pending)}>
        {t('save')}
      </Button>
      <Button onClick={cancel}>{t('cancel')}</Button>
    </div>
  );
}
