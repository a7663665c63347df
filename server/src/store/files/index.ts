export { type FileStore, openFiles } from './files.ts';
