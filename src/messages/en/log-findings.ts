import type { FindingFacts, FindingText } from '../../domain/findings.ts';

/** Why a witness did not cosign (`WITNESS_FAULTS`; `ahead`: it saw more than there is). */
const witnessFaults: Readonly<Record<string, string>> = {
  away: 'it does not answer',
  log_unknown: 'it does not know this log',
  signature_refused: 'it refuses the signature',
  proof_refused: 'it refuses the proof',
  request_refused: 'it does not understand the request',
  nonsense: 'its answer is none',
  ahead: 'it saw a larger head than this database has',
};

const why = ({ fault }: FindingFacts): string => witnessFaults[String(fault)] ?? String(fault);

/** What the doctor says of the public log. */
export const logFindings = {
  log_good: { says: ({ entries, at }) => `${entries} entries, shown since ${at}`, todo: null },
  log_none: { says: () => 'not begun: a worker does it when it starts', todo: null },
  log_key_elsewhere: {
    says: ({ path }) => `there is no ${path} on this machine`,
    todo: () =>
      'That is right where another machine runs the worker that signs. A worker here needs a copy of it.',
  },
  log_rolled_back: {
    says: ({ signed, stored }) =>
      `a head of ${signed} entries is known, and this database has ${stored} that fit or fewer`,
    todo: () =>
      'Nothing is signed. Restore a newer backup, or begin another log: docs/guides/monitor-the-log.md.',
  },
  log_not_shown: {
    says: ({ entries, minutes }) =>
      `a head of ${entries} entries waits for its witnesses for ${minutes} minutes`,
    todo: () => 'Too few witnesses answer. See which, or lower the quorum in the file of HANDBACK_WITNESSES.',
  },
  log_head_unreadable: {
    says: ({ path }) => `${path} cannot be read`,
    todo: () =>
      'Restore it from the newest backup, or from another worker. Without it a fork could be signed.',
  },
  witness_away: {
    says: (facts) => `${facts['name']} did not cosign: ${why(facts)}`,
    todo: () => 'It is asked again by itself. Tell whoever runs it if it stays so.',
  },
  witnesses_bad: {
    says: ({ path, problems }) => `${path}: ${problems}`,
    todo: () => 'Correct the file of HANDBACK_WITNESSES; docs/reference/log.md shows its form.',
  },
} satisfies Readonly<Record<string, FindingText>>;
