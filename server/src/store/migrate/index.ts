export { migrate, type MigrationInput, type MigrationResult } from './migrate.ts';
