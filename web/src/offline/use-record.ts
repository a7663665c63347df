import { INSPECTION_FIELDS, inspectionSchema, merge, type Inspection } from '@anlan/kernel/merge';
import { useCallback, useEffect, useRef, useState } from 'react';
import { api, Unreachable } from '../api/index.ts';
import { onQueue } from './queue.ts';
import { changeRecord, localRecord, refreshRecord, type LocalRecord, type Wish } from './record.ts';

/**
 * An inspection record as it stands here: at once from this device, then with what the platform knows. `save` resolves
 * when it is on the disk; what the disk does not take is said by `error`.
 */
export function useInspection(id: string) {
  const record = `inspection/${id}`;
  const [local, setLocal] = useState<LocalRecord>();
  const [view, setView] = useState<Inspection>();
  const [error, setError] = useState<unknown>();
  const [saved, setSaved] = useState<number>();
  const alive = useRef(true);
  const refresh = useCallback(async () => {
    try {
      const known = await api.get(`/inspections/${id}`, inspectionSchema);
      if (alive.current) setView(known);
      const fresh = await refreshRecord(record, {
        title: known.enterpriseName,
        number: known.number,
        enterprise: known.enterprise,
      });
      if (alive.current) setLocal(fresh);
    } catch (failure) {
      const own = await localRecord(record).catch(() => undefined);
      if (!alive.current) return;
      if (own === undefined) setError(failure);
      else if (!(failure instanceof Unreachable)) setLocal(own);
    }
  }, [id, record]);
  useEffect(() => {
    alive.current = true;
    void localRecord(record).then((own) => {
      if (alive.current && own !== undefined) setLocal((before) => before ?? own);
      return refresh();
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    // The queue moved: something of this record may have arrived.
    const off = onQueue(() => {
      clearTimeout(timer);
      timer = setTimeout(() => (navigator.onLine ? void refresh() : undefined), 400);
    });
    return () => {
      alive.current = false;
      clearTimeout(timer);
      off();
    };
  }, [record, refresh]);
  const save = useCallback(
    async (wishes: readonly Wish[]): Promise<boolean> => {
      try {
        const next = await changeRecord(record, wishes);
        setLocal(next);
        setSaved(Date.now());
        setError(undefined);
        return true;
      } catch (failure) {
        setError(failure);
        return false;
      }
    },
    [record],
  );
  const merged = merge(local?.replica.changes ?? []);
  return { record, local, view, merged, error, saved, save, refresh };
}

export const labelOf = (field: string, language: 'zh' | 'en'): string => {
  const declared = INSPECTION_FIELDS[field];
  if (declared !== undefined) return language === 'zh' ? declared.label : declared.labelEn;
  const kind = field.split(':')[0] ?? field;
  const words: Record<string, readonly [string, string]> = {
    photo: ['照片', 'Photo'],
    voice: ['语音', 'Voice'],
    signature: ['签名', 'Signature'],
  };
  return words[kind]?.[language === 'zh' ? 0 : 1] ?? field;
};
