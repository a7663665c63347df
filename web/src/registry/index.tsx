export { ENTITIES, entityByKey, entityByPlural, recordHref } from './entities.ts';
export { ListPage } from './ListPage.tsx';
export { useHistory, useRecord } from './queries.ts';
export { RecordPage } from './RecordPage.tsx';
export { RecordFacts, RecordPanel, useMay } from './RecordPanel.tsx';
export { isLevel, Reference, Value } from './Value.tsx';
