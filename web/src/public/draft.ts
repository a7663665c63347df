const NAME = 'anlan-public';
const STORE = 'draft';

/** One piece of work on this browser's store; undefined where it keeps nothing. Nothing here is ever sent by itself. */
function work<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    if (typeof indexedDB === 'undefined') return resolve(undefined);
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onerror = () => resolve(undefined);
    opening.onsuccess = () => {
      const database = opening.result;
      try {
        const request = ask(database.transaction(STORE, mode).objectStore(STORE));
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => resolve(undefined);
      } catch {
        resolve(undefined);
      } finally {
        database.close();
      }
    };
  });
}

/** Keeps the form on this phone until it is sent or cleared. */
export const keepDraft = (draft: object): Promise<unknown> => work('readwrite', (store) => store.put(draft, 'report'));
export const keptDraft = (): Promise<unknown> =>
  work('readonly', (store) => store.get('report') as IDBRequest<unknown>);
export const dropDraft = (): Promise<unknown> => work('readwrite', (store) => store.delete('report'));
