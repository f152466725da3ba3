import type { Verdict } from '../certificate/verify/verdict.ts';
import type { EvidenceFinding } from '../certificate/verify/verify-evidence.ts';

/** Why `handback verify` refuses a file; a closed set, the same words in text and JSON. */
export type Refusal =
  | Exclude<Verdict['result'], 'authentic'>
  | 'revoked'
  | 'superseded'
  | 'status_stale'
  | 'status_unreadable'
  | 'status_of_another'
  | 'status_older_than_certificate'
  | 'number_differs'
  | 'number_undisclosed'
  | 'evidence_absent'
  | 'evidence_not_verified';

/** What was asked beside the file itself. */
export interface Asked {
  readonly evidence: readonly EvidenceFinding[] | null;
  /** Whether the evidence was to be looked at. */
  readonly evidenceAsked: boolean;
}

/**
 * Everything that keeps a certificate from being relied on; empty when it stands. It fails closed: what was asked for and
 * cannot be told is a refusal. Only where no status list was given nothing is said of revocation.
 */
export function refusalsOf(verdict: Verdict, asked: Asked): readonly Refusal[] {
  if (verdict.result !== 'authentic') return [verdict.result];
  return [
    ...statusRefusals(verdict.status),
    ...numberRefusals(verdict.number),
    ...(asked.evidenceAsked ? evidenceRefusals(asked.evidence ?? []) : []),
  ];
}

type Authentic = Extract<Verdict, { result: 'authentic' }>;

function statusRefusals(status: Authentic['status']): readonly Refusal[] {
  if (!status.known) {
    switch (status.why) {
      case 'no_list':
        return [];
      case 'list_of_another_operator':
      case 'list_of_another_address':
        return ['status_of_another'];
      case 'list_older_than_certificate':
        return ['status_older_than_certificate'];
      default:
        return ['status_unreadable'];
    }
  }
  return [
    ...(status.state === 'valid' ? [] : [status.state]),
    ...(status.stale ? (['status_stale'] as const) : []),
  ];
}

function numberRefusals(number: Authentic['number']): readonly Refusal[] {
  switch (number) {
    case null:
    case 'match':
      return [];
    case 'undisclosed':
      return ['number_undisclosed'];
    case 'no_match':
    case 'no_number':
      return ['number_differs'];
  }
}

/** A signature over what nobody may see is about nobody knows what. */
function evidenceRefusals(evidence: readonly EvidenceFinding[]): readonly Refusal[] {
  if (evidence.length === 0) return ['evidence_absent'];
  const verified = evidence.every(
    ({ verdict, undisclosed }) => verdict === 'signature_verified' && undisclosed.length === 0,
  );
  return verified ? [] : ['evidence_not_verified'];
}
