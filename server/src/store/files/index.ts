export { type FileStore, openFiles, type StoredFile } from './files.ts';
