export { hashPassword } from './password.ts';
export { platformRoutes } from './platform.ts';
export { identityRoutes } from './routes.ts';
export { readVisit, SESSION_COOKIE } from './session.ts';
export { prepareSetup } from './setup.ts';
