import { commitBytes, commitText } from '../../src/certificate/verify/commitment.ts';
import type { Opening, ProfileStatement } from '../../src/domain/certificates/certificate.ts';
import type { UnbindingResult } from '../../src/domain/esim/unbinding.ts';
import { parseIccid } from '../../src/domain/values/iccid.ts';
import { makeTestChain, type TestChain } from '../../src/simulators/pki/rsp-chain.ts';
import { EID, metadata, notificationOf } from '../rsp/fixtures.ts';

export const RECEIVED_AT = '2026-11-20T09:31:15.204Z';
export const ICCIDS = [
  '89860012345678905678',
  '89860012345678906789',
  '89860012345678907890',
  '89860012345678908901',
  '89860012345678909012',
  '89860012345678900123',
] as const;

/** What an eUICC sends that deletes a profile, as its LPA hands it on. */
export function deletion(chain: TestChain, iccid: string | null = ICCIDS[0], seqNumber = 12): Buffer {
  const tbs = metadata({ iccid: iccid === null ? null : parseIccid(iccid), seqNumber });
  return notificationOf(chain.euicc, [chain.eum], tbs);
}

/** One profile to be stated; what is left out is as a true statement has it. */
export interface ProfileDraft {
  readonly result: UnbindingResult;
  readonly iccid?: string;
  readonly eid?: string | null;
  readonly sequenceNumber?: number;
  readonly receivedAt?: string;
  /** The notification behind a proof. */
  readonly notification?: Uint8Array;
}

/** The profiles of a statement with all their openings. */
export function profileDrafts(drafts: readonly ProfileDraft[]): {
  readonly profiles: readonly ProfileStatement[];
  readonly openings: Readonly<Record<string, Opening>>;
} {
  const openings: Record<string, Opening> = {};
  const text = (pointer: string, value: string) => {
    const { commitment, opening } = commitText(value);
    openings[pointer] = opening;
    return commitment;
  };
  const profiles = drafts.map((draft, p): ProfileStatement => {
    const { result, iccid = ICCIDS[p]!, eid = EID, sequenceNumber = 12, receivedAt = RECEIVED_AT } = draft;
    const notification = commitBytes(draft.notification ?? Buffer.from('as received'));
    if (result === 'proven') openings[`/profiles/${p}/proof/hash`] = notification.opening;
    return {
      iccid: text(`/profiles/${p}/iccid`, iccid),
      eid: eid === null ? null : text(`/profiles/${p}/eid`, eid),
      result,
      proof:
        result === 'proven'
          ? { event: 'delete', sequenceNumber, receivedAt, hash: notification.commitment }
          : null,
    };
  });
  return { profiles, openings };
}

/** An eUICC whose deletion is in the certificates of these tests. */
export const CHAIN: TestChain = makeTestChain({ eid: EID });
