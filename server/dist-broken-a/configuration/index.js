export { describeConfiguration, readConfiguration, } from './configuration.js';
export { probePort } from './port.js';
//# sourceMappingURL=index.js.map