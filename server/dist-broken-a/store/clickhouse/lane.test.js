import { describe, expect, it } from 'vitest';
import { Lane } from './lane.js';
describe('Lane', () => {
    it('runs at most so many at a time, in order, and all of them', async () => {
        const lane = new Lane(2);
        let running = 0;
        let most = 0;
        const order = [];
        await Promise.all(Array.from({ length: 9 }, (_, i) => lane.run(async () => {
            order.push(i);
            most = Math.max(most, ++running);
            await new Promise((next) => setTimeout(next, 2));
            running--;
        })));
        expect([most, order]).toEqual([2, [0, 1, 2, 3, 4, 5, 6, 7, 8]]);
    });
    it('makes room again after a failure', async () => {
        const lane = new Lane(1);
        await expect(lane.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
        expect(await lane.run(async () => 'next')).toBe('next');
    });
});
//# sourceMappingURL=lane.test.js.map