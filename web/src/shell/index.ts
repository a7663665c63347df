export { Page } from './Page.tsx';
export { useKeepScope, useScope, withScope, type ActiveScope } from './scope.ts';
export { useTitle } from './title.ts';
