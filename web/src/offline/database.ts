import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

/** A file that waits to be sent, with what is known of its making. */
export interface QueuedFile {
  readonly sha256: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly takenAt: number | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly accuracy: number | null;
}

export type EntryState = 'waiting' | 'refused' | 'quarantined' | 'sent';

/** What the platform said against it. */
export interface Problem {
  readonly zh: string;
  readonly en: string;
  readonly field?: string | undefined;
  readonly code?: string | undefined;
  /** Of two versions of a field (`field-clash`) both texts: `mine`, `theirs`. */
  readonly facts?: Readonly<Record<string, string | number>> | undefined;
}

/** One thing to send, exactly as it is kept on this device. */
export interface Entry {
  /** Place in line; given by the database. */
  readonly seq?: number;
  readonly id: string;
  /** The person whose it is: nobody else sees or sends it. */
  readonly account: string;
  readonly person: string;
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  /** The body as it was signed. */
  readonly body: string;
  readonly files: readonly QueuedFile[];
  readonly label: string;
  /** What is sent in order with others of the same record, e.g. `inspection/<id>`. */
  readonly record: string;
  /** Where the person can look at it and correct it. */
  readonly href: string | null;
  readonly madeAt: number;
  /** By how many ms this device's clock was ahead of the platform's; null = not known. */
  readonly offset: number | null;
  readonly key: string | null;
  readonly signature: string | null;
  readonly state: EntryState;
  readonly bytes: number;
  readonly problem: Problem | null;
  readonly attempts: number;
  readonly sentAt: number | null;
  /** What the platform answered. */
  readonly answer: unknown;
}

/** An answer of the platform kept for a day without a signal. */
export interface KeptAnswer {
  readonly key: string;
  readonly account: string;
  readonly at: number;
  readonly bytes: number;
  readonly answer: unknown;
}

export interface DeviceKey {
  readonly account: string;
  readonly pair: CryptoKeyPair;
  /** Hash of the public key once the platform knows it. */
  readonly id: string;
  readonly registered: boolean;
}

interface Schema extends DBSchema {
  entries: { key: number; value: Entry; indexes: { id: string; account: string } };
  files: { key: string; value: { key: string; entry: string; blob: Blob } };
  answers: { key: string; value: KeptAnswer; indexes: { account: string } };
  keys: { key: string; value: DeviceKey };
  records: { key: string; value: { record: string; account: string; value: unknown } };
  facts: { key: string; value: unknown };
}

export type OfflineDatabase = IDBPDatabase<Schema>;

let opened: Promise<OfflineDatabase> | undefined;

/** What this browser keeps; rejects where it keeps nothing (a private window, a full disk). */
export function database(): Promise<OfflineDatabase> {
  opened ??= openDB<Schema>('anlan-offline', 1, {
    upgrade(db) {
      const entries = db.createObjectStore('entries', { keyPath: 'seq', autoIncrement: true });
      entries.createIndex('id', 'id', { unique: true });
      entries.createIndex('account', 'account');
      db.createObjectStore('files', { keyPath: 'key' });
      const answers = db.createObjectStore('answers', { keyPath: 'key' });
      answers.createIndex('account', 'account');
      db.createObjectStore('keys', { keyPath: 'account' });
      db.createObjectStore('records', { keyPath: 'record' });
      db.createObjectStore('facts');
    },
    terminated: () => (opened = undefined),
  }).catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}
