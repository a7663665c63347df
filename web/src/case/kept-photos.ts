const NAME = 'anlan';
const STORE = 'photos';
/** As long as the drafts they belong to. */
const KEEP = 30 * 86_400_000;

interface Kept {
  readonly blob: Blob;
  readonly at: number;
}

let opened: Promise<IDBDatabase | undefined> | undefined;

/** The photos this browser keeps until their form is sent; undefined where it keeps nothing. */
function room(): Promise<IDBDatabase | undefined> {
  opened ??= new Promise<IDBDatabase | undefined>((resolve) => {
    if (typeof indexedDB === 'undefined') return resolve(undefined);
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(undefined);
  });
  return opened;
}

/** One piece of work on the kept photos; undefined where it failed: a photo may be lost, never the form on the screen. */
async function work<T>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | undefined> {
  const database = await room();
  if (database === undefined) return undefined;
  return new Promise((resolve) => {
    try {
      const request = ask(database.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(undefined);
    } catch {
      resolve(undefined);
    }
  });
}

/** Keeps a photo under its key (epoch ms `at`), and lets go of those left over from drafts long gone. */
export async function keepPhoto(key: string, blob: Blob, at: number): Promise<void> {
  await work('readwrite', (store) => store.put({ blob, at } satisfies Kept, key));
  const keys = (await work('readonly', (store) => store.getAllKeys())) ?? [];
  for (const old of keys) {
    const found = await work<Kept | undefined>('readonly', (store) => store.get(old) as IDBRequest<Kept | undefined>);
    if (found !== undefined && at - found.at > KEEP) await dropPhoto(String(old));
  }
}

export async function keptPhoto(key: string): Promise<Blob | undefined> {
  return (await work<Kept | undefined>('readonly', (store) => store.get(key) as IDBRequest<Kept | undefined>))?.blob;
}

export async function dropPhoto(key: string): Promise<void> {
  await work('readwrite', (store) => store.delete(key));
}
