import type { Entity } from '@anlan/kernel/entity';
import { Button, Dropdown } from 'antd';
import {
  ClipboardList,
  Copy,
  Download,
  Ellipsis,
  FileDown,
  FileSpreadsheet,
  MapPinned,
  QrCode,
  TableProperties,
  Upload,
} from 'lucide-react';
import { useNavigate } from 'react-router';
import { useWords } from '../language/index.tsx';
import { useKeepScope } from '../shell/index.ts';
import { useMay } from './may.ts';
import { WORDS } from './tool-words.ts';

/** Export as shown, import, and the pages about a register as a whole. `wanted` is the list's query. */
export function ToolMenu({ entity, wanted }: { readonly entity: Entity; readonly wanted: string }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const navigate = useNavigate();
  const writes = useMay('registry.write');
  const go = (href: string) => () => void navigate(keep(href));
  const file = (format: string) => () => location.assign(`/api/${entity.plural}/export.${format}${wanted}`);
  const icon = (Icon: typeof Download) => <Icon size={15} aria-hidden />;
  const more = [
    ...(writes
      ? [
          {
            key: 'template',
            label: t('template'),
            icon: icon(FileDown),
            onClick: () => location.assign(`/api/${entity.plural}/template.xlsx`),
          },
          { key: 'd0', type: 'divider' as const },
        ]
      : []),
    {
      key: 'overview',
      label: t('overview'),
      icon: icon(TableProperties),
      onClick: go(`/registry/overview?entity=${entity.key}`),
    },
    {
      key: 'duplicates',
      label: t('duplicates'),
      icon: icon(Copy),
      onClick: go(`/registry/duplicates?entity=${entity.key}`),
    },
    { key: 'censuses', label: t('censuses'), icon: icon(ClipboardList), onClick: go('/registry/censuses') },
    { key: 'regions', label: t('regions'), icon: icon(MapPinned), onClick: go('/registry/regions') },
    { key: 'qr', label: t('qrSheet'), icon: icon(QrCode), onClick: go(`/registry/${entity.plural}/qr${wanted}`) },
  ];
  const exports = [
    { key: 'xlsx', label: t('exportXlsx'), icon: icon(FileSpreadsheet), onClick: file('xlsx') },
    { key: 'csv', label: t('exportCsv'), icon: icon(Download), onClick: file('csv') },
  ];
  return (
    <>
      <Dropdown menu={{ items: more }} trigger={['click']}>
        <Button icon={<Ellipsis size={15} aria-hidden />}>{t('more')}</Button>
      </Dropdown>
      <Dropdown menu={{ items: exports }} trigger={['click']}>
        <Button icon={<Download size={15} aria-hidden />}>{t('export')}</Button>
      </Dropdown>
      {writes ? (
        <Button icon={<Upload size={15} aria-hidden />} onClick={go(`/registry/${entity.plural}/import`)}>
          {t('import')}
        </Button>
      ) : null}
    </>
  );
}
