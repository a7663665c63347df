import { CHINA, outsideChina } from '@anlan/kernel/entity';
import { placeSchema } from '@anlan/kernel/registry';
import { useQuery } from '@tanstack/react-query';
import { Form, InputNumber } from 'antd';
import { TriangleAlert } from 'lucide-react';
import { api, query, type RegistryRecord } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { problemText } from '../language/problems.ts';
import styles from './RecordForm.module.css';
import { WORDS } from './words.ts';

/** Longitude and latitude of a record; a place outside the boundary of its region is said, and may be saved. */
export function PositionItems({ record }: { readonly record: RegistryRecord | undefined }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const rule = (key: 'lon' | 'lat') => ({
    validator: async (_: unknown, value: unknown) => {
      const { min, max } = CHINA[key];
      if (typeof value !== 'number' || value === record?.[key] || (value >= min && value <= max)) return;
      throw new Error(problemText(outsideChina(key), language));
    },
  });
  return (
    <>
      <Form.Item name="lon" label={t('longitude')} rules={[rule('lon')]}>
        <InputNumber style={{ width: '100%' }} precision={6} suffix="°" />
      </Form.Item>
      <Form.Item name="lat" label={t('latitude')} rules={[rule('lat')]}>
        <InputNumber style={{ width: '100%' }} precision={6} suffix="°" />
      </Form.Item>
      <PlaceNote />
    </>
  );
}

function PlaceNote() {
  const { language } = useLanguage();
  const region = Form.useWatch<string | undefined>('regionPath');
  const lon = Form.useWatch<number | null | undefined>('lon');
  const lat = Form.useWatch<number | null | undefined>('lat');
  const asked = region !== undefined && typeof lon === 'number' && typeof lat === 'number';
  const found = useQuery({
    queryKey: ['registry', 'place', region, lon, lat],
    enabled: asked && Math.abs(lon) <= 180 && Math.abs(lat) <= 90,
    staleTime: Infinity,
    retry: false,
    queryFn: ({ signal }) => api.get(`/registry/place${query({ region, lon, lat })}`, placeSchema, signal),
  });
  const problem = asked ? found.data?.problem : undefined;
  return problem == null ? null : (
    <p className={styles.doubt} role="status" data-testid="place-doubt">
      <TriangleAlert size={14} aria-hidden /> {problem[language]}
    </p>
  );
}
