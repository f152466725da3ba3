import type { ProfileStatement } from '../../domain/certificates/certificate.ts';
import { isZombie, type UnbindingResult } from '../../domain/esim/unbinding.ts';
import type { Messages } from '../../messages/index.ts';

/** What became of an eSIM profile: in a few words, and in plain ones. */
export interface ProfileWords {
  readonly short: string;
  readonly plain: string;
}

/**
 * What became of an eSIM profile, in one language: the same on paper and on every page.
 * @param gone `isGoneFromNetwork` of the claims.
 * @param receivedAt when the proof was received, as it is to be read.
 */
export function profileWords(
  { profileResults, punctuation }: Pick<Messages, 'profileResults' | 'punctuation'>,
  { result, proof }: ProfileStatement,
  gone: boolean,
  receivedAt: string,
): ProfileWords {
  const results: Readonly<Record<UnbindingResult, ProfileWords>> = profileResults.results;
  const { short, plain } = results[result];
  const more =
    proof !== null
      ? profileResults.proof(proof.sequenceNumber, receivedAt)
      : isZombie(result)
        ? profileResults.remains[gone ? 'gone' : 'perhaps']
        : null;
  return { short, plain: more === null ? plain : plain + punctuation.gap + more };
}
