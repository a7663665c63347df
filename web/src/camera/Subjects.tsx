import { CAMERA_SUBJECTS, type CameraSubject, type CameraView } from '@anlan/kernel/camera';
import { Button, Select } from 'antd';
import { X } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { ReferencePick } from '../case/ReferencePick.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { AskButton, Card, RefusalNote, whileSlow } from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import { useKeepScope } from '../shell/index.ts';
import styles from './Camera.module.css';
import { useSubjects } from './queries.ts';
import { WORDS } from './words.ts';

type Register = Exclude<CameraSubject, 'point'>;
/** Points are tied by import: whoever stands at the page ties the camera to the tank they belong to. */
const REGISTERS = Object.keys(CAMERA_SUBJECTS).filter((kind): kind is Register => kind !== 'point');

/** What a camera watches, so that an alarm there opens it; tied and untied by whoever keeps the register. */
export function Subjects({ camera }: { readonly camera: CameraView }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const write = useMay('registry.write');
  const put = useSubjects(camera.id);
  const without = (id: string) => put.mutate(camera.subjects.filter((one) => one.id !== id));
  return (
    <Card title={t('subjects')}>
      {camera.subjects.length === 0 ? <p className={styles.list}>{t('noSubjects')}</p> : null}
      <ul className={styles.list} data-testid="subjects">
        {camera.subjects.map(({ kind, id, name }) => {
          const words = CAMERA_SUBJECTS[kind as CameraSubject];
          return (
            <li key={id}>
              <small>{words === undefined ? kind : label(words)}</small>
              {kind === 'point' ? name : <Link to={keep(`/registry/${kind}s/${id}`)}>{name}</Link>}
              {write ? (
                <Button
                  type="text"
                  size="small"
                  icon={<X size={14} aria-hidden />}
                  aria-label={t('untie', { name })}
                  disabled={put.isPending}
                  onClick={() => without(id)}
                />
              ) : null}
            </li>
          );
        })}
      </ul>
      {put.isError ? <RefusalNote error={put.error} /> : null}
      {write ? <AskButton label={t('tie')}>{(close) => <Tie camera={camera} close={close} />}</AskButton> : null}
    </Card>
  );
}

function Tie({ camera, close }: { readonly camera: CameraView; readonly close: () => void }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const put = useSubjects(camera.id);
  const [kind, setKind] = useState<Register>('tank');
  const [id, setId] = useState<string | null>(null);
  const add = () => {
    if (id === null) return;
    const others = camera.subjects.filter((one) => one.id !== id);
    put.mutate([...others, { kind, id }], { onSuccess: close });
  };
  return (
    <div className={styles.tie}>
      <Select<Register>
        value={kind}
        aria-label={t('subjectKind')}
        options={REGISTERS.map((value) => ({ value, label: label(CAMERA_SUBJECTS[value]) }))}
        onChange={(next) => (setKind(next), setId(null))}
      />
      <ReferencePick
        key={kind}
        field={{ kind: 'reference', entity: kind, ...CAMERA_SUBJECTS[kind] }}
        enterprise={camera.enterpriseId}
        value={id}
        onChange={setId}
        aria-label={t('subject')}
      />
      <Button type="primary" disabled={id === null} loading={whileSlow(put.isPending)} onClick={add}>
        {t('tie')}
      </Button>
      {put.isError ? <RefusalNote error={put.error} /> : null}
    </div>
  );
}
