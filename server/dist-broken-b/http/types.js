import { z } from 'zod';
import { PROBLEM_TYPE, problemSchema } from './problem.js';
const problem = {
    description: 'Refused: which rule, in both languages',
    content: { [PROBLEM_TYPE]: { schema: problemSchema } },
};
/** Response schemas of a route: the answer, and the problem document of every refusal. */
export function responses(schema, status) {
    const success = { [status ?? 200]: schema };
    return { ...success, '4xx': problem, '5xx': problem };
}
/** Response schemas of a route that answers 204 without a body. */
export const noContent = { 204: z.undefined().describe('Done'), '4xx': problem, '5xx': problem };
//# sourceMappingURL=types.js.map