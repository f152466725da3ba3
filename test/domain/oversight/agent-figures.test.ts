import { expect, it } from 'vitest';
import { type AgentFigures, unusualOf } from '../../../src/domain/oversight/agent-figures.ts';
import { USUAL_AGENT_WATCH } from '../../../src/domain/rules/agent-watch.ts';

const quiet: AgentFigures = {
  ...{ endings: 100, urgent: 10, right: 100, wrong: 10, lockouts: 0, acts: 300, outside: 10, objected: 0 },
};
it.each([
  [{}, []],
  [{ endings: 10, urgent: 4 }, ['many_urgent']],
  [{ endings: 10, urgent: 3 }, []],
  // Of four endings a share says nothing.
  [{ endings: 4, urgent: 4 }, []],
  [{ right: 3, wrong: 2 }, ['many_wrong']],
  [{ right: 2, wrong: 2 }, []],
  [{ acts: 10, outside: 2 }, ['outside_hours']],
  [{ acts: 10, outside: 1 }, []],
  [{ objected: 2 }, ['objected_to']],
  [{ objected: 1 }, []],
  [
    { endings: 9, urgent: 9, right: 0, wrong: 9, acts: 9, outside: 9, objected: 9 },
    ['many_urgent', 'many_wrong', 'outside_hours', 'objected_to'],
  ],
] as const)('of %j what stands out is %j', (figures, expected) => {
  expect(unusualOf({ ...quiet, ...figures }, USUAL_AGENT_WATCH)).toEqual(expected);
});
