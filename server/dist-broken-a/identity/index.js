export { hashPassword } from './password.js';
export { platformRoutes } from './platform.js';
export { personWithin } from './people.js';
export { identityRoutes } from './routes.js';
export { readVisit, SESSION_COOKIE } from './session.js';
export { prepareSetup } from './setup.js';
export { jurisdictionOf } from './view.js';
//# sourceMappingURL=index.js.map