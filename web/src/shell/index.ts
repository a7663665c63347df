export { pagesOf } from './pages.ts';
export { Page } from './Page.tsx';
export { useKeepScope, useScope } from './scope.ts';
export { useTitle } from './title.ts';
