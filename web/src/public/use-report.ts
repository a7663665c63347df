import { REPORT_SUBJECTS } from '@anlan/systems/prevention';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { z } from 'zod';
import { Unreachable } from '../api/index.ts';
import { dropDraft, keepDraft, keptDraft } from './draft.ts';
import { sendReport, type Received, type Sending } from './queries.ts';

const formSchema = z.object({
  requestId: z.string(),
  subject: z.enum(REPORT_SUBJECTS.map(({ value }) => value)),
  statement: z.string(),
  county: z.string(),
  town: z.string(),
  address: z.string(),
  enterprise: z.object({ id: z.string(), name: z.string(), place: z.string() }).nullable(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  insider: z.boolean(),
  named: z.boolean(),
  name: z.string(),
  phone: z.string(),
  photos: z.array(z.object({ type: z.string(), data: z.string() })),
  website: z.string(),
  /** Asked to be sent, and not there yet. */
  waiting: z.boolean(),
});
export type ReportForm = z.infer<typeof formSchema>;

/** `crypto.randomUUID` is there on encrypted pages only. */
export function newRequestId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const empty = (): ReportForm => ({
  requestId: newRequestId(),
  subject: 'danger',
  statement: '',
  county: '',
  town: '',
  address: '',
  enterprise: null,
  lon: null,
  lat: null,
  insider: false,
  named: false,
  name: '',
  phone: '',
  photos: [],
  website: '',
  waiting: false,
});

const AGAIN_MS = 20_000;
export type Missing = 'needStatement' | 'needPlace' | 'needPhone';

export function missingIn(form: ReportForm): Missing | undefined {
  if (form.statement.trim() === '') return 'needStatement';
  if (form.enterprise === null && form.county === '') return 'needPlace';
  if (form.named && !/^(1\d{10}|0\d{2,3}-?\d{7,8})$/.test(form.phone.trim())) return 'needPhone';
  return undefined;
}

function sendingOf(form: ReportForm): Sending {
  const place = form.town === '' ? form.county : form.town;
  return {
    requestId: form.requestId,
    subject: form.subject,
    statement: form.statement.trim(),
    ...(form.enterprise === null ? { place } : { enterprise: form.enterprise.id }),
    ...(form.address.trim() === '' ? {} : { address: form.address.trim() }),
    ...(form.lon === null || form.lat === null ? {} : { lon: form.lon, lat: form.lat }),
    insider: form.insider,
    ...(form.named
      ? { contact: { phone: form.phone.trim(), ...(form.name.trim() === '' ? {} : { name: form.name.trim() }) } }
      : {}),
    photos: form.photos,
    website: form.website,
  };
}

/**
 * The citizen's form: every stroke is kept on this phone, a sending without network waits and goes by itself, and once the
 * platform has it nothing is left here.
 */
export function useReport() {
  const [form, setForm] = useState<ReportForm>(empty);
  const [restored, setRestored] = useState(false);
  const [ready, setReady] = useState(false);
  const [state, setState] = useState<'filling' | 'sending' | 'failed'>('filling');
  const [error, setError] = useState<unknown>(undefined);
  const [received, setReceived] = useState<Received | undefined>(undefined);
  const busy = useRef(false);
  const change = (part: Partial<ReportForm>) =>
    setForm((before) => ({ ...before, ...part, waiting: part.waiting ?? false }));

  const send = async (wanted: ReportForm) => {
    if (busy.current) return;
    busy.current = true;
    setState('sending');
    setError(undefined);
    try {
      const answer = await sendReport(sendingOf(wanted));
      await dropDraft();
      setReceived(answer);
    } catch (failure) {
      const waits = failure instanceof Unreachable;
      setForm((before) => ({ ...before, waiting: waits }));
      setError(waits ? undefined : failure);
      setState(waits ? 'filling' : 'failed');
    } finally {
      busy.current = false;
    }
  };

  useEffect(() => {
    void keptDraft().then((kept) => {
      const read = formSchema.safeParse(kept);
      if (read.success) setForm(read.data);
      setRestored(read.success);
      setReady(true);
    });
  }, []);
  const written = form.statement !== '' || form.photos.length > 0 || form.address !== '';
  useEffect(() => {
    if (!ready || received !== undefined || !written) return undefined;
    const timer = setTimeout(() => void keepDraft(form), 300);
    return () => clearTimeout(timer);
  }, [form, ready, received, written]);
  const again = useEffectEvent(() => {
    if (form.waiting && received === undefined) void send(form);
  });
  useEffect(() => {
    const online = () => again();
    window.addEventListener('online', online);
    const timer = setInterval(online, AGAIN_MS);
    if (ready) online();
    return () => (window.removeEventListener('online', online), clearInterval(timer));
  }, [ready]);

  const clear = () => {
    void dropDraft();
    setForm(empty());
    setRestored(false);
    setError(undefined);
    setState('filling');
  };
  return {
    form,
    change,
    restored,
    written,
    state,
    error,
    received,
    send: (wanted: ReportForm) => void send(wanted),
    clear,
  };
}

export interface PartProps {
  readonly form: ReportForm;
  readonly change: (part: Partial<ReportForm>) => void;
  readonly missing: boolean;
}
