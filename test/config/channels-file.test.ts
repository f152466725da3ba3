import { describe, expect, it } from 'vitest';
import { parseChannels } from '../../src/config/channels-file.ts';
import { HandbackError } from '../../src/domain/errors.ts';

const fileOf = (domain: string): string => `
owners:
  - id: guiyi
    name: { zh-CN: 归一移动, en: Guiyi Mobile }
    role: operator
    country: cn
    channels:
      - { kind: domain, value: ${domain}, source: the operator, checked: 2026-11-01 }
`;
const problemsOf = (domain: string): unknown => {
  try {
    parseChannels('channels.yaml', fileOf(domain));
    return [];
  } catch (error) {
    if (error instanceof HandbackError) return error.facts.problems;
    throw error;
  }
};

/** All that stands below a domain of the registry is answered as official. */
describe('a file of channels', () => {
  it.each(['com.cn', 'co.uk', 'github.io'])(
    'takes no ending below which anybody gets a name: %s',
    (domain) => {
      expect(problemsOf(domain)).toEqual([expect.stringContaining('channels.yaml:8: owners')]);
    },
  );

  it.each(['guiyi.example', '10099.com.cn', 'guiyi.github.io', 'handback.test', 'xn--fiqs8s.xn--fiqs8s'])(
    'takes %s',
    (domain) => {
      expect(problemsOf(domain)).toEqual([]);
    },
  );
});
