import { dropDraft, keepDraft, readDraft } from '../registry/draft.ts';
import { dropPhoto } from './kept-photos.ts';
import { newId } from './queries.ts';
import { keptFiles, type Held } from './use-files.ts';

/** What a form keeps in this browser until it is sent. */
export interface FormDraft {
  /** When it was kept (epoch ms); undefined for a form begun anew. */
  readonly at: number | undefined;
  readonly input: Readonly<Record<string, unknown>>;
  readonly files: readonly Held[];
  /** Made once per form, so that sending it twice is one act. */
  readonly requestId: string;
}

const ROOM = 'case';

/** The draft of a form (`hidden-danger.open`, `<case>.submit`), or the beginning of a new one. */
export function readForm(key: string, now: number): FormDraft {
  const found = readDraft(ROOM, key, now);
  const { input, files, requestId } = (found?.values ?? {}) as Partial<FormDraft>;
  if (found === undefined || typeof requestId !== 'string')
    return { at: undefined, input: {}, files: [], requestId: newId() };
  return { at: found.at, input: input ?? {}, files: Array.isArray(files) ? files : [], requestId };
}

/** Keeps a form; false where this browser stores nothing. */
export function keepForm(key: string, draft: Omit<FormDraft, 'at'>, at: number): boolean {
  const filled = Object.entries(draft.input).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  const values = { input: Object.fromEntries(filled), files: keptFiles(draft.files), requestId: draft.requestId };
  return keepDraft(ROOM, key, { at, values });
}

/** Lets go of a draft and of the pictures it kept. */
export function dropForm(key: string): void {
  const { files } = (readDraft(ROOM, key, Date.now())?.values ?? {}) as Partial<FormDraft>;
  for (const file of Array.isArray(files) ? files : []) void dropPhoto(file.key);
  dropDraft(ROOM, key);
}
