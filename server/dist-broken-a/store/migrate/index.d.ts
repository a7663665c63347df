export { migrate, type MigrationInput, type MigrationResult } from './migrate.ts';
//# sourceMappingURL=index.d.ts.map