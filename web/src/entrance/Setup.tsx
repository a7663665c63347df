import { SIGN_IN_PARAMETERS } from '@anlan/kernel/parameter';
import { Button, Form, Input, Radio } from 'antd';
import { Info } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { usePlatform, useSignIn } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Empty, Failed, Loading, RefusalNote, whileSlow } from '../parts/index.ts';
import { problemOf } from '../parts/Refusal.tsx';
import { Entrance } from './Entrance.tsx';
import styles from './Entrance.module.css';
import { WORDS } from './words.ts';

/** The platform's first value: nobody can have set another yet. */
const FIRST_LENGTH = SIGN_IN_PARAMETERS.find(({ key }) => key === 'sign-in.password.length')?.value as number;

interface Wanted {
  readonly jurisdiction: string;
  readonly account: string;
  readonly password: string;
  readonly name: string;
}

/** First start without demonstration data: the jurisdiction and the first administrator. */
export function SetupPage() {
  const t = useWords(WORDS);
  const [search] = useSearchParams();
  const platform = usePlatform();
  const token = search.get('token') ?? '';
  const [chosen, choose] = useState<string>();
  const places = platform.data?.jurisdictions ?? [];
  const place = places.find((one) => one.path === chosen) ?? places[0];
  const problem = platform.data?.setupNeeded === false ? t('done') : token === '' ? t('noToken') : undefined;
  return (
    <Entrance platform={platform.data} jurisdiction={place} title={t('setup')}>
      {platform.isPending ? <Loading /> : null}
      {platform.isError ? <Failed error={platform.error} retry={() => void platform.refetch()} /> : null}
      {platform.data === undefined || problem === undefined ? null : (
        <Empty
          icon={<Info size={20} strokeWidth={1.6} />}
          title={problem}
          note={token === '' ? t('noTokenNote') : undefined}
          action={<Link to="/sign-in">{t('toSignIn')}</Link>}
        />
      )}
      {platform.data === undefined || problem !== undefined || place === undefined ? null : (
        <SetupForm token={token} first={place.path} choose={choose} />
      )}
    </Entrance>
  );
}

function SetupForm({
  token,
  first,
  choose,
}: {
  readonly token: string;
  readonly first: string;
  readonly choose: (path: string) => void;
}) {
  const t = useWords(WORDS);
  const navigate = useNavigate();
  const places = usePlatform().data?.jurisdictions ?? [];
  const setup = useSignIn('/setup');
  const refused = problemOf(setup.error);
  const status = (field: keyof Wanted) => (refused?.field === field ? ('error' as const) : undefined);
  const submit = (wanted: Wanted) =>
    setup.mutate(
      { token, ...wanted },
      {
        onSuccess: (entered) => void navigate('lands' in entered ? entered.lands : '/', { replace: true }),
      },
    );
  return (
    <>
      <p className={styles.lead}>{t('setupIntro')}</p>
      <Form<Wanted>
        layout="vertical"
        requiredMark={false}
        initialValues={{ jurisdiction: first }}
        onFinish={submit}
        onValuesChange={(change) => change.jurisdiction !== undefined && choose(change.jurisdiction)}
      >
        <Form.Item name="jurisdiction" label={t('where')} extra={t('whereHelp')}>
          <Radio.Group
            optionType="button"
            options={places.map((place) => ({ value: place.path, label: place.name }))}
          />
        </Form.Item>
        <Form.Item
          name="name"
          label={t('name')}
          extra={t('nameHelp')}
          validateStatus={status('name')}
          rules={[{ required: true, whitespace: true, message: t('required') }]}
        >
          <Input autoComplete="name" maxLength={40} />
        </Form.Item>
        <Form.Item
          name="account"
          label={t('account')}
          extra={t('accountHelp')}
          validateStatus={status('account')}
          rules={[{ required: true, min: 3, message: t('check') }]}
        >
          <Input autoComplete="username" maxLength={40} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('password')}
          extra={t('passwordHelp', { length: FIRST_LENGTH })}
          validateStatus={status('password')}
          rules={[{ required: true, message: t('required') }]}
        >
          <Input.Password autoComplete="new-password" maxLength={128} />
        </Form.Item>
        {setup.isError ? (
          <div className={styles.gap}>
            <RefusalNote error={setup.error} />
          </div>
        ) : null}
        <Button
          type="primary"
          size="large"
          htmlType="submit"
          block
          loading={whileSlow(setup.isPending)}
          style={{ fontWeight: 700 }}
        >
          {t('create')}
        </Button>
      </Form>
    </>
  );
}
