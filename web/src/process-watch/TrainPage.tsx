import { LENGTHS } from '@anlan/kernel/entity';
import { watchTrialSchema, type PointView, type ProcessWatch, type WatchTrial } from '@anlan/kernel/telemetry';
import { useMutation } from '@tanstack/react-query';
import { Button, DatePicker, Form, Input, InputNumber } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { api } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import {
  Card,
  Empty,
  Failed,
  Loading,
  numberText,
  PageHead,
  RefusalNote,
  TrendChart,
  whileSlow,
} from '../parts/index.ts';
import { usePoints } from '../points/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { EnterpriseSelect } from './EnterpriseSelect.tsx';
import { ModelFacts } from './ModelCard.tsx';
import { PointChoice } from './PointChoice.tsx';
import styles from './ProcessWatch.module.css';
import { useWatch, useWatchAct } from './queries.ts';
import { WORDS } from './words.ts';

/** A new watch: of an enterprise (`?organisation=`), or of one device (`?device=`). */
export function NewWatchPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const [params] = useSearchParams();
  const device = params.get('device');
  const [organisation, setOrganisation] = useState(params.get('organisation') ?? undefined);
  const points = usePoints(device === null ? 'organisation' : 'device', device ?? organisation);
  return (
    <Page title={t('make')}>
      <PageHead title={t('make')} note={t('note')} crumbs={[{ label: t('title'), href: keep('/process-watch') }]} />
      {device === null ? (
        <Card title={t('enterprise')}>
          <EnterpriseSelect value={organisation} onChange={setOrganisation} />
        </Card>
      ) : null}
      {device === null && organisation === undefined ? <Empty title={t('chooseEnterprise')} /> : null}
      {points.isFetching && points.data === undefined ? <Loading rows={6} /> : null}
      {points.isError && points.data === undefined ? (
        <Failed error={points.error} retry={() => void points.refetch()} />
      ) : null}
      {points.data === undefined ? null : (
        <Training key={organisation ?? device} points={points.data.filter(isMeasured)} />
      )}
    </Page>
  );
}

/** What the platform computes is no input of a model. */
const isMeasured = ({ kind }: PointView): boolean => !kind.startsWith('process-');

/** A watch trained anew on the same points. */
export function RetrainPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { id = '' } = useParams();
  const found = useWatch(id);
  const watch = found.data;
  const name = watch?.name ?? t('title');
  return (
    <Page title={`${t('retrain')} ${name}`}>
      <PageHead
        title={`${t('retrain')} · ${name}`}
        crumbs={[
          { label: t('title'), href: keep('/process-watch') },
          { label: name, href: keep(`/process-watch/${id}`) },
        ]}
      />
      {found.isPending ? <Loading rows={6} /> : null}
      {found.isError && watch === undefined ? <Failed error={found.error} retry={() => void found.refetch()} /> : null}
      {watch === undefined ? null : <Training points={watch.points} watch={watch} />}
    </Page>
  );
}

interface Entered {
  readonly name: string;
  readonly reason: string;
  readonly step: number;
  readonly from: Dayjs;
  readonly to: Dayjs;
  readonly lags: number;
  readonly confidence: number;
}

function trainingOf({ from, to, lags, confidence }: Entered) {
  return { from: from.valueOf(), to: to.valueOf(), lags, confidence: confidence / 100 };
}

/** Points, span and how; tried first, then put to use. */
function Training({ points, watch }: { readonly points: readonly PointView[]; readonly watch?: ProcessWatch }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const navigate = useNavigate();
  const [form] = Form.useForm<Entered>();
  const [chosen, setChosen] = useState<readonly string[]>(watch?.points.map(({ id }) => id) ?? []);
  const [requestId] = useState(() => crypto.randomUUID());
  const act = useWatchAct();
  const trial = useMutation({
    mutationFn: (entered: Entered) =>
      api.post(
        '/process-watches/trial',
        { points: chosen, step: watch?.step ?? entered.step, training: trainingOf(entered) },
        watchTrialSchema,
      ),
  });
  const go = (entered: Entered) => {
    const training = trainingOf(entered);
    const made = { requestId, name: entered.name, points: chosen, step: entered.step, training };
    act.mutate(
      watch === undefined
        ? { path: '', body: made }
        : { path: `/${watch.id}/models`, body: { version: watch.version, training, reason: entered.reason } },
      { onSuccess: ({ id }) => void navigate(keep(`/process-watch/${id}`)) },
    );
  };
  const checked = (then: (entered: Entered) => void) => () =>
    void form.validateFields().then(then, () => {
      // The form says at its fields what is missing.
    });
  const few = chosen.length < 2;
  return (
    <div className={styles.columns}>
      <Card title={t('points')} note={t('chosen', { n: numberText(chosen.length) })}>
        {points.length === 0 ? (
          <Empty title={t('noPoints')} />
        ) : (
          <PointChoice points={points} chosen={chosen} choose={setChosen} fixed={watch !== undefined} />
        )}
      </Card>
      <div className={styles.column}>
        <Card title={t('training')}>
          <Form
            form={form}
            layout="vertical"
            initialValues={{ step: watch?.step ?? 60, lags: watch?.models[0]?.lags ?? 0, confidence: 99 }}
          >
            <Fields watch={watch} />
            {few ? <p role="status">{t('needPoints')}</p> : null}
            {trial.isError ? <RefusalNote error={trial.error} /> : null}
            {act.isError ? <RefusalNote error={act.error} /> : null}
            <div className={styles.foot}>
              <Button
                disabled={few}
                loading={whileSlow(trial.isPending)}
                onClick={checked((entered) => trial.mutate(entered))}
              >
                {t('try')}
              </Button>
              <Button
                type="primary"
                disabled={few}
                loading={whileSlow(act.isPending)}
                onClick={checked(go)}
                style={{ fontWeight: 700 }}
              >
                {t('keep')}
              </Button>
            </div>
          </Form>
        </Card>
        {trial.data === undefined ? null : <Tried trial={trial.data} />}
      </div>
    </div>
  );
}

function Fields({ watch }: { readonly watch: ProcessWatch | undefined }) {
  const t = useWords(WORDS);
  const span = [{ required: true, message: t('needSpan') }];
  const whole = { width: '100%' };
  return (
    <>
      {watch === undefined ? (
        <>
          <Form.Item
            name="name"
            label={t('name')}
            rules={[{ required: true, whitespace: true, max: 60, message: t('needName') }]}
          >
            <Input maxLength={LENGTHS.line} />
          </Form.Item>
          <Form.Item name="step" label={`${t('step')}（s）`}>
            <InputNumber min={1} max={3600} precision={0} style={whole} />
          </Form.Item>
        </>
      ) : (
        <Form.Item
          name="reason"
          label={t('reason')}
          rules={[{ required: true, whitespace: true, max: 300, message: t('needReason') }]}
        >
          <Input maxLength={LENGTHS.line} />
        </Form.Item>
      )}
      <Form.Item name="from" label={t('from')} rules={span}>
        <DatePicker showTime={{ format: 'HH:mm' }} style={whole} />
      </Form.Item>
      <Form.Item name="to" label={t('to')} rules={span}>
        <DatePicker showTime={{ format: 'HH:mm' }} style={whole} />
      </Form.Item>
      <Form.Item name="confidence" label={`${t('confidence')}（%）`}>
        <InputNumber min={90} max={99.99} step={0.5} style={whole} />
      </Form.Item>
      <Form.Item name="lags" label={t('lags')} extra={t('advanced')}>
        <InputNumber min={0} max={5} precision={0} style={whole} />
      </Form.Item>
    </>
  );
}

function Tried({ trial }: { readonly trial: WatchTrial }) {
  const t = useWords(WORDS);
  const [from = 0, to = 0] = [trial.at[0], trial.at.at(-1)];
  const resolution = (trial.at[1] ?? from) - from;
  return (
    <Card title={t('trial')} note={t('beyond', { n: `${numberText(trial.beyond * 100, 1)} %` })}>
      <p>{t('trialNote')}</p>
      <TrendChart
        series={{ at: trial.at, value: trial.deviation, from, to, unit: '', resolution }}
        limits={[{ value: 1, label: t('limit'), level: 'yellow' }]}
        expectedPeriod={resolution / 1000}
        height={180}
        label={t('trial')}
      />
      <ModelFacts model={trial.model} />
    </Card>
  );
}
