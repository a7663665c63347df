export { actorOf, need, visitOf } from './actor.js';
export { buildApp } from './app.js';
export { component } from './documentation.js';
export { answer, languageOf, problemSchema, Refused, refuseInBoth, refuseNow, } from './problem.js';
export { noContent, responses } from './types.js';
export { VERSION } from './version.js';
//# sourceMappingURL=index.js.map