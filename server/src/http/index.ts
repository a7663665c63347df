export { actorOf, lacksVerb, need, personOf, visitOf } from './actor.ts';
export { buildApp, type AppOptions } from './app.ts';
export { component } from './documentation.ts';
export { answer, languageOf, Refused, refuseNow } from './problem.ts';
export { seen } from './seen.ts';
export { noContent, responses, type App, type Labels, type RouteModule } from './types.ts';
export { VERSION } from './version.ts';
