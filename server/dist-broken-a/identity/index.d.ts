export { hashPassword } from './password.ts';
export { platformRoutes } from './platform.ts';
export { personWithin } from './people.ts';
export { identityRoutes } from './routes.ts';
export { readVisit, SESSION_COOKIE, type Visit } from './session.ts';
export { prepareSetup } from './setup.ts';
export { jurisdictionOf } from './view.ts';
//# sourceMappingURL=index.d.ts.map