import { describe, expect, it } from 'vitest';
import { FairQueue } from '../../../src/certificate/threads/fair-queue.ts';

const bounds = { most: 100, mostBytes: 1_000, mostOfClient: 50, mostBytesOfClient: 600 };

describe('what waits', () => {
  it('is taken by client in turn: one who brings much waits for themselves', () => {
    const queue = new FairQueue<string>(bounds);
    for (let i = 0; i < 40; i++) queue.push(`flood ${i}`, { client: 'flood', bytes: 1 });
    queue.push('a', { client: 'a', bytes: 1 });
    queue.push('b 1', { client: 'b', bytes: 1 });
    queue.push('b 2', { client: 'b', bytes: 1 });
    const order = Array.from({ length: 6 }, () => queue.shift());
    expect(order).toEqual(['flood 0', 'a', 'b 1', 'flood 1', 'b 2', 'flood 2']);
    queue.push('late', { client: 'c', bytes: 1 });
    expect([queue.shift(), queue.shift()]).toEqual(['flood 3', 'late']);
  });

  it('is bounded in number and bytes, over all and for each, and has room again', () => {
    const queue = new FairQueue<number>({ most: 4, mostBytes: 100, mostOfClient: 2, mostBytesOfClient: 60 });
    const push = (client: string, bytes: number): boolean => queue.push(0, { client, bytes });
    expect([push('a', 50), push('a', 11), push('a', 10), push('a', 0)]).toEqual([true, false, true, false]);
    expect([push('b', 41), push('b', 40)]).toEqual([false, true]);
    expect([push('c', 0), push('d', 0)]).toEqual([true, false]);
    expect([queue.length, queue.bytes]).toEqual([4, 100]);
    while (queue.shift() !== undefined);
    expect([queue.length, queue.bytes]).toEqual([0, 0]);
    expect(push('a', 60)).toBe(true);
  });
});
