export { ConflictPage } from './ConflictPage.tsx';
export { deliver, type Delivered } from './deliver.ts';
export { InspectionPage } from './InspectionPage.tsx';
export { InspectionsPage } from './InspectionsPage.tsx';
export { queueSend, StorageFull, type FileToSend, type Send } from './queue.ts';
export { QueuePage } from './QueuePage.tsx';
export { ReviewPage } from './ReviewPage.tsx';
export { settled } from './send.ts';
