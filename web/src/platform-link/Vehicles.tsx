import { LENGTHS } from '@anlan/kernel/entity';
import type { LinkDetail } from '@anlan/kernel/platform-link';
import { App, Button, Input, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, RefusalNote, whileSlow } from '../parts/index.ts';
import { entityByPlural, useMay } from '../registry/index.tsx';
import { useKeepScope } from '../shell/index.ts';
import styles from './Links.module.css';
import { useLinkVehicles } from './queries.ts';
import { WORDS } from './words.ts';

/** The vehicles exchanged on a link; those who configure it put more in or take some out. */
export function Vehicles({ detail }: { readonly detail: LinkDetail }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const writes = useMay('link.write');
  const { link, vehicles } = detail;
  const unknown = link.standing?.unknownPlates ?? [];
  return (
    <Card title={t('vehicles')} note={t('vehiclesNote', { n: link.vehicles })}>
      <div className={styles.form}>
        {writes ? <Choose link={link.id} unknown={unknown} /> : null}
        {vehicles.length === 0 ? t('noVehicles') : null}
        <span className={styles.plates} data-testid="link-vehicles">
          {vehicles.map(({ id, plate, enterprise }) => (
            <Link key={id} to={keep(`/transport/${id}`)} title={enterprise ?? ''}>
              {plate}
            </Link>
          ))}
        </span>
        {link.vehicles > vehicles.length ? <small>{t('more', { n: link.vehicles - vehicles.length })}</small> : null}
        {unknown.length === 0 ? null : (
          <small>
            {t('unknownPlates')}：{unknown.join('、')}
          </small>
        )}
      </div>
    </Card>
  );
}

function Choose({ link, unknown }: { readonly link: string; readonly unknown: readonly string[] }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const { message } = App.useApp();
  const [text, setText] = useState(unknown.join(' '));
  const [category, setCategory] = useState<string>();
  const change = useLinkVehicles(link);
  const field = entityByPlural('vehicles')?.fields['category'];
  const options = field?.kind === 'choice' ? field.options : [];
  const plates = text.split(/[\s、，,;；]+/).filter(Boolean);
  const act = (kind: 'add' | 'remove'): void =>
    change.mutate(
      { act: kind, ...(plates.length > 0 && { plates }), ...(category !== undefined && { category }) },
      { onSuccess: ({ vehicles }) => void message.success(t('changed', { n: vehicles })) },
    );
  const nothing = plates.length === 0 && category === undefined;
  return (
    <>
      <Input.TextArea
        maxLength={LENGTHS.list}
        aria-label={t('plates')}
        placeholder={t('plates')}
        autoSize={{ minRows: 1, maxRows: 4 }}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <span className={styles.row}>
        <Select
          allowClear
          aria-label={t('allOf')}
          placeholder={t('allOf')}
          style={{ minWidth: 160 }}
          {...(category !== undefined && { value: category })}
          onChange={(value?: string) => setCategory(value)}
          options={options.map(({ value, label, labelEn }) => ({ value, label: language === 'zh' ? label : labelEn }))}
        />
        <Button disabled={nothing} loading={whileSlow(change.isPending)} onClick={() => act('add')}>
          {t('add1')}
        </Button>
        <Button disabled={nothing} loading={whileSlow(change.isPending)} onClick={() => act('remove')}>
          {t('remove1')}
        </Button>
      </span>
      {change.isError ? <RefusalNote error={change.error} kept /> : null}
    </>
  );
}
