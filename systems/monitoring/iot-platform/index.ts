export { iotTreeSchema, type IotTree } from './views.ts';
