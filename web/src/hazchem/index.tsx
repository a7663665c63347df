export { GapsPage } from './GapsPage.tsx';
export { HoldersPage } from './HoldersPage.tsx';
export { SourcePage } from './SourcePage.tsx';
export { SourcesPage } from './SourcesPage.tsx';
export { TankPage } from './TankPage.tsx';
