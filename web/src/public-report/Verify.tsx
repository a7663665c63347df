import type { Field } from '@anlan/kernel/entity';
import { Checkbox } from 'antd';
import type { PublicReport, ReportDossier } from '@anlan/systems/prevention';
import { useState } from 'react';
import { kindByKey } from '../case/index.tsx';
import { useWords } from '../language/index.tsx';
import { AskForm, type Values } from '../parts/AskForm.tsx';
import { useDone } from './done.ts';
import styles from './Desk.module.css';
import { photoHref, useReportAct } from './queries.ts';
import { WORDS } from './words.ts';

const FOLLOW: Readonly<Record<string, Field>> = {
  followKind: {
    kind: 'choice',
    label: '转成',
    labelEn: 'Becomes',
    required: true,
    options: [
      { value: 'hidden-danger', label: '隐患（企业整改、销号）', labelEn: 'Hidden danger' },
      { value: 'enforcement', label: '执法线索（立案查处）', labelEn: 'Enforcement lead' },
    ],
  },
  followTitle: {
    kind: 'text',
    label: '隐患或线索标题',
    labelEn: 'Title of it',
    required: true,
    max: 120,
    help: '企业能看到，不要写是谁、什么时候举报的',
  },
  followText: { kind: 'text', label: '说明', labelEn: 'Description', max: 1000 },
};

interface FormProps {
  readonly report: PublicReport;
  readonly dossier: ReportDossier;
  readonly close: () => void;
}

function followOf(values: Values, photos: readonly string[]) {
  const { followKind, followTitle, followText } = values;
  return {
    kind: followKind,
    title: followTitle,
    photos,
    ...(followText === undefined ? {} : { description: followText }),
  };
}

/** Found true: the finding, what the reporter is told, and what it becomes, in one form and one act. */
export function VerifyForm({ report, dossier, close }: FormProps) {
  const t = useWords(WORDS);
  const done = useDone();
  const { case: view, detail: known } = report.detail;
  const asks = kindByKey('public-report')?.actions['verify']?.asks ?? {};
  const [photos, setPhotos] = useState<readonly string[]>([]);
  const verify = useReportAct(view.id, 'verify');
  const send = (values: Values) => {
    const input = Object.fromEntries(Object.keys(asks).flatMap((key) => (key in values ? [[key, values[key]]] : [])));
    verify.mutate(
      { version: view.version, input, follow: followOf(values, photos) },
      { onSuccess: () => (done(), close()) },
    );
  };
  return (
    <AskForm
      asks={{ ...asks, ...FOLLOW }}
      initial={{ enterprise: known['enterprise'], followKind: 'hidden-danger' }}
      verb={t('verify')}
      pending={verify.isPending}
      error={verify.error}
      cancel={close}
      send={send}
    >
      <PhotoChoice id={view.id} dossier={dossier} chosen={photos} choose={setPhotos} />
    </AskForm>
  );
}

/** Hands on what was found true without it. */
export function FollowForm({ report, dossier, close }: FormProps) {
  const t = useWords(WORDS);
  const done = useDone();
  const { case: view } = report.detail;
  const [photos, setPhotos] = useState<readonly string[]>([]);
  const follow = useReportAct(view.id, 'follow');
  return (
    <AskForm
      asks={FOLLOW}
      initial={{ followKind: 'hidden-danger' }}
      verb={t('handOn')}
      pending={follow.isPending}
      error={follow.error}
      cancel={close}
      send={(values) =>
        follow.mutate(
          { version: view.version, follow: followOf(values, photos) },
          { onSuccess: () => (done(), close()) },
        )
      }
    >
      <PhotoChoice id={view.id} dossier={dossier} chosen={photos} choose={setPhotos} />
    </AskForm>
  );
}

function PhotoChoice({
  id,
  dossier,
  chosen,
  choose,
}: {
  readonly id: string;
  readonly dossier: ReportDossier;
  readonly chosen: readonly string[];
  readonly choose: (chosen: readonly string[]) => void;
}) {
  const t = useWords(WORDS);
  if (dossier.photos.length === 0) return null;
  return (
    <fieldset className={styles.choice}>
      <legend>{t('followPhotos')}</legend>
      {dossier.photos.map(({ sha256 }, index) => (
        <Checkbox
          key={sha256}
          checked={chosen.includes(sha256)}
          onChange={({ target }) =>
            choose(target.checked ? [...chosen, sha256] : chosen.filter((one) => one !== sha256))
          }
        >
          <img src={photoHref(id, sha256)} alt={`${t('photos')} ${index + 1}`} />
        </Checkbox>
      ))}
    </fieldset>
  );
}
