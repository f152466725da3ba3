import { expect, test } from 'vitest';
import { LANES, type Stage } from '../../../src/domain/cases/termination.ts';
import type { Work } from '../../../src/store/cases/work.ts';
import { LONG_ENOUGH_MS, RecordQueues, WORTH_A_COMMIT } from '../../../src/workflow/engine/record-queues.ts';

const NOBODY_ELSE = true;
const OTHERS = false;

/** Adds so many cases of a lane at a stage, and answers the queues. */
function fill(queues: RecordQueues, count: number, stage: Stage, lane: number, now = 0): RecordQueues {
  const work = { stage, lane } as Work;
  for (let i = 0; i < count; i += 1) queues.add({ work, steps: [] }, now);
  return queues;
}

const stageOf = (batch: ReturnType<RecordQueues['take']>): string | undefined => batch?.[0]?.work.stage;

test("a person's case is recorded at once, before any number of a campaign's that came earlier", () => {
  const queues = fill(new RecordQueues(), WORTH_A_COMMIT, 'bar', LANES.campaign);
  fill(queues, 1, 'detach', LANES.person);
  expect(stageOf(queues.take(2 * WORTH_A_COMMIT, 0, OTHERS))).toBe('detach');
  expect(queues.take(2 * WORTH_A_COMMIT, 0, OTHERS)).toHaveLength(WORTH_A_COMMIT);
});

test('a few cases of a campaign wait for others, but not longer than a little', () => {
  const queues = fill(new RecordQueues(), WORTH_A_COMMIT - 1, 'bar', LANES.campaign, 1_000);
  expect(queues.take(2 * WORTH_A_COMMIT, 1_000 + LONG_ENOUGH_MS - 1, OTHERS)).toBeNull();
  expect(queues.waitMs(1_000)).toBe(LONG_ENOUGH_MS);
  expect(queues.take(2 * WORTH_A_COMMIT, 1_000 + LONG_ENOUGH_MS, OTHERS)).toHaveLength(WORTH_A_COMMIT - 1);
  expect(queues.waitMs(2_000)).toBeNull();
});

test('a lone case of a campaign waits for nobody when nothing else is under way', () => {
  const queues = fill(new RecordQueues(), 1, 'bar', LANES.campaign);
  expect(queues.take(2 * WORTH_A_COMMIT, 0, OTHERS)).toBeNull();
  expect(queues.take(2 * WORTH_A_COMMIT, 0, NOBODY_ELSE)).toHaveLength(1);
  expect(queues.size).toBe(0);
});

test('every stage has its turn, and what does not fit into a commit is next but one', () => {
  const queues = fill(new RecordQueues(), 3 * WORTH_A_COMMIT, 'bar', LANES.campaign);
  fill(queues, WORTH_A_COMMIT, 'detach', LANES.campaign);
  const turns = [1, 2, 3].map(() => queues.take(2 * WORTH_A_COMMIT, 0, OTHERS));
  expect(turns.map(stageOf)).toEqual(['bar', 'detach', 'bar']);
  expect(turns.map((batch) => batch?.length)).toEqual([2, 1, 1].map((n) => n * WORTH_A_COMMIT));
  expect(queues.size).toBe(0);
});

test("a person's case that did not fit into a commit is still known to be a person's", () => {
  const queues = fill(new RecordQueues(), 2, 'bar', LANES.campaign);
  fill(queues, 1, 'bar', LANES.person);
  expect(queues.take(2, 0, OTHERS)).toHaveLength(2);
  expect(queues.take(2, 0, OTHERS)).toHaveLength(1);
});
