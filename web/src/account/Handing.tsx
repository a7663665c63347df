import { OFFICES, roleOf, VERBS, verbsOf } from '@anlan/kernel/access';
import { Button, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { api, useSession } from '../api/index.ts';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, RefusalNote, whileSlow } from '../parts/index.ts';
import { GrantList, RegionSelect, useSectors, type Given } from '../people/index.tsx';
import styles from './Account.module.css';
import { useAct, type Account } from './use-account.ts';
import { WORDS } from './words.ts';

type Doing = { readonly act: 'delegate' | 'commission' } | { readonly act: 'end'; readonly grant: Given };

interface Wish {
  readonly grant: string;
  readonly account: string;
  readonly fromDay?: string;
  readonly toDay: string;
  readonly reason: string;
  readonly regionPath?: string;
  readonly sectors?: readonly string[];
  readonly verbs?: readonly string[];
  readonly document?: string;
  readonly penaltyYuan?: number | null;
}

/** A day begins at its midnight, and the last day is over at the next. */
function bodyOf({ fromDay, toDay, penaltyYuan, verbs, ...wish }: Wish): object {
  const from = fromDay === undefined || fromDay === '' ? undefined : new Date(`${fromDay}T00:00:00`).getTime();
  const to = new Date(`${toDay}T00:00:00`).getTime() + 86_400_000;
  return {
    ...wish,
    to,
    ...(from === undefined ? {} : { from }),
    ...(verbs === undefined || verbs.length === 0 ? {} : { verbs }),
    ...(penaltyYuan == null ? {} : { penaltyYuan }),
  };
}

/** What the person holds and has handed on: 代理 and 委托执法. */
export function Handing({ account }: { readonly account: Account }) {
  const t = useWords(WORDS);
  const { verbs } = useSession();
  const [doing, setDoing] = useState<Doing>();
  const act = useAct<unknown>(() => setDoing(undefined));
  const own = account.held.filter(
    (grant) => grant.live && (grant.origin === 'post' || grant.origin === 'grant') && !OFFICES.includes(grant.role),
  );
  const begin = (next: Doing | undefined) => (act.reset(), setDoing(next));
  const path = doing?.act === 'commission' ? '/account/commissions' : '/account/delegations';
  return (
    <Card
      title={t('grants')}
      extra={
        <>
          {own.length === 0 ? null : (
            <Button size="small" onClick={() => begin({ act: 'delegate' })}>
              {t('delegate')}
            </Button>
          )}
          {verbs.includes('commission.write') ? (
            <Button size="small" onClick={() => begin({ act: 'commission' })}>
              {t('commission')}
            </Button>
          ) : null}
        </>
      }
    >
      {doing?.act === 'delegate' || doing?.act === 'commission' ? (
        <Form<Wish>
          key={doing.act}
          layout="vertical"
          requiredMark={false}
          aria-label={doing.act === 'delegate' ? t('delegate') : t('commission')}
          initialValues={own[0] === undefined ? {} : { grant: own[0].id }}
          onFinish={(wish) => act.mutate(() => api.post(path, bodyOf(wish), z.unknown()))}
        >
          <HandingFields own={own} commission={doing.act === 'commission'} />
          <p className={styles.note}>{t('delegateNote', { n: account.limits.delegationDays })}</p>
          {act.isError ? <RefusalNote error={act.error} /> : null}
          <Foot pending={act.isPending} cancel={() => begin(undefined)} />
        </Form>
      ) : null}
      {doing?.act === 'end' ? (
        <Form<{ reason: string }>
          layout="vertical"
          requiredMark={false}
          onFinish={(values) => act.mutate(() => api.post(`/account/given/${doing.grant.id}/end`, values, z.unknown()))}
        >
          <p className={styles.note}>{t('endNote', { name: doing.grant.holder })}</p>
          <Form.Item
            name="reason"
            label={t('reason')}
            rules={[{ required: true, whitespace: true, message: t('required') }]}
          >
            <Input maxLength={500} />
          </Form.Item>
          {act.isError ? <RefusalNote error={act.error} /> : null}
          <Foot pending={act.isPending} cancel={() => begin(undefined)} />
        </Form>
      ) : null}
      <GrantList grants={account.held} />
      {account.given.length === 0 ? null : (
        <>
          <h3>{t('given')}</h3>
          <GrantList grants={account.given} handed end={(grant) => begin({ act: 'end', grant })} />
        </>
      )}
    </Card>
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

function HandingFields({ own, commission }: { readonly own: readonly Given[]; readonly commission: boolean }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const trades = useSectors();
  const wanted = Form.useWatch<string>('grant');
  const chosen = own.find((grant) => grant.id === wanted);
  const must = [{ required: true, message: t('required') }];
  const matters = chosen === undefined ? [] : verbsOf(chosen);
  return (
    <>
      <div className={styles.pair}>
        <Form.Item name="grant" label={t('which')} rules={must}>
          <Select
            options={own.map((grant) => ({
              value: grant.id,
              label: `${label(roleOf(grant.role) ?? { label: grant.role })} · ${grant.scopeLabel}`,
            }))}
          />
        </Form.Item>
        <Form.Item name="account" label={t('whom')} rules={must}>
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
        <Form.Item name="fromDay" label={t('from')}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="toDay" label={t('to')} rules={[{ required: true, message: t('day') }]}>
          <Input type="date" />
        </Form.Item>
      </div>
      <Form.Item
        name="verbs"
        label={commission ? t('matters') : t('delegateMatters')}
        rules={commission ? must : []}
        extra={commission ? undefined : t('wholeNote')}
      >
        <Select
          mode="multiple"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={matters.map((verb) => ({ value: verb, label: label(VERBS[verb]) }))}
        />
      </Form.Item>
      {commission || chosen?.scopeKind === 'region' ? (
        <div className={styles.pair}>
          <Form.Item
            name="regionPath"
            label={commission ? t('region') : t('delegateRegion')}
            rules={commission ? must : []}
          >
            <RegionSelect />
          </Form.Item>
          <Form.Item name="sectors" label={t('sectors')}>
            <Select
              mode="multiple"
              placeholder={commission ? t('sectorsAll') : t('sectorsOwn')}
              options={trades.map((sector) => ({ value: sector.value, label: label(sector) }))}
            />
          </Form.Item>
        </div>
      ) : null}
      {commission ? (
        <div className={styles.pair}>
          <Form.Item name="document" label={t('document')} rules={must}>
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item name="penaltyYuan" label={t('penalty')} extra={t('penaltyNote')}>
            <InputNumber min={0} max={1e9} style={{ width: '100%' }} />
          </Form.Item>
        </div>
      ) : null}
      <Form.Item name="reason" label={t('reason')} rules={[{ ...must[0]!, whitespace: true }]}>
        <Input maxLength={500} />
      </Form.Item>
    </>
  );
}
