import { type AccessRule, machine, operator, SEEING, STEERING } from './access-rule.ts';

/** Charges after the end, the comparison of ledgers, numbers and the lists about them: rows of `ACCESS`. */
export const LEDGER_ACCESS = {
  // The nightly comparison hands over what it finds at billing.
  receiveCharge: { ...operator, actors: ['staff', 'system', 'engine'], scope: 'usage:write' },
  disputeCharges: { ...machine, actors: ['engine'] },
  listCharges: { ...operator, scope: 'cases:read', roles: SEEING },
  settleCharge: { ...operator, scope: 'usage:write', roles: ['supervisor', 'fraud', 'operations'] },
  judgeNumbers: { ...machine, actors: ['engine'] },
  // A count of texts, and nothing of what they said or who sent them.
  countTexts: { ...operator, actors: ['staff', 'system', 'engine'], scope: 'usage:write' },
  listNumbers: { ...operator, scope: 'lines:read', roles: SEEING },
  flagNumber: { ...operator, scope: 'cases:steer', roles: ['supervisor', 'fraud'] },
  extendQuarantine: { ...operator, scope: 'cases:steer', roles: ['supervisor', 'fraud', 'operations'] },
  notePortedAway: { ...operator, scope: 'lines:write', roles: ['operations'] },
  proposeReleases: {
    ...operator,
    actors: ['staff', 'system', 'engine'],
    scope: 'cases:steer',
    roles: ['operations'],
  },
  // Whoever asks for it does not agree to it.
  releaseNumbers: { ...operator, scope: 'cases:steer', roles: ['operations'] },
  planFeeds: { ...machine, actors: ['engine'] },
  makeFeed: { ...operator, scope: 'cases:steer', roles: ['operations'] },
  listFeeds: { ...operator, scope: 'cases:read', roles: ['supervisor', 'operations', 'auditor'] },
  readFeed: { ...operator, scope: 'cases:steer', roles: ['operations'] },
  startReconciliation: {
    ...operator,
    actors: ['staff', 'system', 'engine'],
    scope: 'cases:steer',
    roles: ['operations'],
  },
  advanceReconciliation: { ...machine, actors: ['engine'] },
  listFindings: { ...operator, scope: 'evidence:read', roles: ['supervisor', 'operations', 'auditor'] },
  clearFinding: { ...operator, scope: 'cases:steer', roles: STEERING },
  carryOutClearing: { ...machine, actors: ['engine'] },
} as const satisfies Readonly<Record<string, AccessRule>>;
