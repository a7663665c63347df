export { connectApi, Refused, type Api } from './api.ts';
export { openBrowser, signIn, type Page } from './browser.ts';
export { city, gatewayOf, levelPoints, terminalOf, type DrivenPoint } from './city.ts';
export { connectGateway, type Gateway, type Reading } from './gateway.ts';
export { historyOf } from './history.ts';
export { startPlatform, type Platform, type PlatformOptions, type Ports } from './platform.ts';
export { endAll, processesOf, type Running } from './processes.ts';
export { connectTerminal, locationAt, type Terminal } from './terminal.ts';
export { until } from './wait.ts';
