import { supervise } from '../../supervise/index.js';
//# sourceMappingURL=handle.js.map