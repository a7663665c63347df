export { type FileStore, openFiles, type StoredFile } from './files.ts';
//# sourceMappingURL=index.d.ts.map