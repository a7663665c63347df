export { ProcessWatchesPage } from './ListPage.tsx';
export { NewWatchPage, RetrainPage } from './TrainPage.tsx';
export { ProcessWatchPage } from './WatchPage.tsx';
