import type { Outlook, RiskContour, Setup } from '@anlan/kernel/workbench';
import { Download } from 'lucide-react';
import { useState, type RefObject } from 'react';
import { useWords } from '../language/index.tsx';
import type { Stage } from '../map/stage.ts';
import { RefusalNote } from '../parts/index.ts';
import { saveGeoJson, savePicture, saveWritten } from './exports.ts';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';

interface ExportsProps {
  readonly setup: Setup;
  readonly outlook: Outlook;
  readonly contours: readonly RiskContour[];
  readonly name: string;
  readonly stage: RefObject<Stage | null>;
}

/** The outlook as papers and files: appendix, GeoJSON, picture, CAP draft. */
export function Exports({ setup, outlook, contours, name, stage }: ExportsProps) {
  const t = useWords(WORDS);
  const [failure, setFailure] = useState<Error>();
  const written = (kind: 'cap' | 'appendix') =>
    void saveWritten(kind, setup, name).then(() => setFailure(undefined), setFailure);
  return (
    <>
      <div className={styles.exports} role="group" aria-label={t('exports')}>
        <button type="button" onClick={() => written('appendix')} data-testid="export-pdf">
          <Download size={14} aria-hidden /> {t('pdf')}
        </button>
        <button type="button" onClick={() => saveGeoJson(setup, outlook, contours)} data-testid="export-geojson">
          {t('geojson')}
        </button>
        <button
          type="button"
          onClick={() => (stage.current === null ? undefined : void savePicture(stage.current.picture()))}
          data-testid="export-png"
        >
          {t('png')}
        </button>
        <button type="button" onClick={() => written('cap')} data-testid="export-cap">
          {t('cap')}
        </button>
      </div>
      {failure === undefined ? null : <RefusalNote error={failure} />}
    </>
  );
}
