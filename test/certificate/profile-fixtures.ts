import { randomBytes } from 'node:crypto';
import {
  digestText,
  type Hide,
  notificationDisclosure,
  SALT_BYTES,
} from '../../src/certificate/credential/disclosure.ts';
import type { ProfileStatement } from '../../src/domain/certificates/certificate.ts';
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

/** The profiles of claims; what discloses them is hidden by `hide`, and kept. */
export function profileDrafts(
  drafts: readonly ProfileDraft[],
  hide: Hide,
  disclosures: string[],
): readonly ProfileStatement[] {
  return drafts.map((draft, p): ProfileStatement => {
    const { result, iccid = ICCIDS[p]!, eid = EID, sequenceNumber = 12, receivedAt = RECEIVED_AT } = draft;
    const plain = { deviceKnown: eid !== null, result };
    if (result !== 'proven') return hide({ ...plain, proof: null }, { iccid, eid });
    const raw = draft.notification ?? Buffer.from('as received');
    const { text, digest } = notificationDisclosure(randomBytes(SALT_BYTES), raw);
    disclosures.push(text);
    const proof = { event: 'delete', sequenceNumber, receivedAt, _sd: [digestText(digest)] } as const;
    return hide({ ...plain, proof }, { iccid, eid });
  });
}

/** An eUICC whose deletion is in the certificates of these tests. */
export const CHAIN: TestChain = makeTestChain({ eid: EID });
