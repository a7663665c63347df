import { CAMERA_PROTOCOLS, type CameraProtocol, type CameraView } from '@anlan/kernel/camera';
import type { Past } from '@anlan/kernel/media';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty, Facts, Failed, Loading, PageHead } from '../parts/index.ts';
import { Player } from '../player/index.tsx';
import { useMay } from '../registry/index.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import { VideoOff } from 'lucide-react';
import styles from './Camera.module.css';
import { CameraState, shareText } from './CamerasPage.tsx';
import { Catalogue } from './Catalogue.tsx';
import { Alarms, Spans, Views } from './Past.tsx';
import { Pad } from './Pad.tsx';
import { useCamera } from './queries.ts';
import { Recordings } from './Recordings.tsx';
import { Secret } from './Secret.tsx';
import { Subjects } from './Subjects.tsx';
import { WORDS } from './words.ts';

/** One camera: its picture, how it is moved, what is registered of it, when it was on line, who watched it, its alarms. */
export function CameraPage() {
  const { id = '' } = useParams();
  const t = useWords(WORDS);
  const found = useCamera(id);
  if (found.isPending)
    return (
      <Page title={t('title')}>
        <Loading rows={8} />
      </Page>
    );
  if (found.data === undefined)
    return (
      <Page title={t('title')}>
        <Failed error={found.error} retry={() => void found.refetch()} />
      </Page>
    );
  return <Shown camera={found.data} />;
}

function Shown({ camera }: { readonly camera: CameraView }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const [watch, control, write, ask] = [
    useMay('camera.watch'),
    useMay('camera.control'),
    useMay('registry.write'),
    useMay('device.read'),
  ];
  const gb = camera.protocol === 'gb28181';
  const [past, setPast] = useState<Past>();
  const [shown, setShown] = useState<number>();
  const live = past === undefined ? undefined : <Button onClick={() => setPast(undefined)}>{t('backToLive')}</Button>;
  return (
    <Page title={camera.name}>
      <PageHead
        title={camera.name}
        note={<CameraState online={camera.online} />}
        crumbs={[{ label: t('title'), href: keep('/cameras') }, { label: camera.name }]}
        actions={write ? <Link to={keep(`/registry/cameras/${camera.id}`)}>{t('edit')}</Link> : undefined}
      />
      <div className={styles.columns} data-wide>
        <div className={styles.column}>
          <Card title={t(past === undefined ? 'picture' : 'recordedPicture')} extra={live} flush>
            {watch ? (
              <Player stream={camera.id} past={past} onTime={past === undefined ? undefined : setShown} />
            ) : (
              <Empty icon={<VideoOff size={20} />} title={t('mayNot')} />
            )}
          </Card>
          {gb && watch ? (
            <Recordings id={camera.id} shown={past === undefined ? undefined : shown} play={setPast} />
          ) : null}
          <Spans camera={camera} />
          {gb && ask && camera.deviceId !== null ? <Catalogue camera={camera} /> : null}
        </div>
        <div className={styles.column}>
          {gb && control && camera.ptz ? <Pad id={camera.id} /> : null}
          <Record camera={camera} write={write} />
          <Subjects camera={camera} />
          <Alarms camera={camera} />
          <Views camera={camera} />
        </div>
      </div>
    </Page>
  );
}

function Record({ camera, write }: { readonly camera: CameraView; readonly write: boolean }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const protocol = CAMERA_PROTOCOLS[camera.protocol as CameraProtocol];
  const link = (to: string, text: string | null) => (text === null ? null : <Link to={keep(to)}>{text}</Link>);
  const rows = [
    [t('enterprise'), link(`/registry/enterprises/${camera.enterpriseId}`, camera.enterprise)],
    [t('place'), [camera.region, camera.place].filter(Boolean).join(' · ')],
    [t('protocol'), protocol === undefined ? camera.protocol : label(protocol)],
    [t('code'), camera.code === null ? null : <span className={styles.code}>{camera.code}</span>],
    [t('codeParts'), camera.codeParts.map(({ label: part, value }) => `${part} ${value}`).join('，') || null],
    [t('device'), link(`/registry/devices/${camera.deviceId}`, camera.deviceName)],
    ...(camera.protocol === 'rtsp'
      ? [
          [t('address'), camera.address],
          [t('secret'), <Secret key="secret" camera={camera} write={write} />],
        ]
      : []),
    ...(camera.protocol === 'jt1078' ? [[t('channel'), camera.channel]] : []),
    [t('maker'), camera.maker],
    [t('rate'), shareText(camera.online30)],
  ] as const;
  return (
    <Card title={t('facts')}>
      <Facts rows={rows.map(([name, value]) => [name, value] as const)} />
    </Card>
  );
}
