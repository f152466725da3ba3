import { type KeyObject, type VerifyKeyObjectInput, verify } from 'node:crypto';
import type { Eid } from '../domain/values/eid.ts';
import { readCertificate } from './certificate.ts';
import { ChainFinder, type FoundChain } from './certificate-chain.ts';
import { type Chain, eidOf } from './chain-rules.ts';
import { CHAIN_FAULTS, ChainFault, NOTIFICATION_FAULTS, NotificationFault } from './faults.ts';
import type { Curve } from './gsma-oids.ts';
import {
  type OtherSignedNotification,
  type PendingNotification,
  parsePendingNotification,
} from './notification.ts';
import { type RevocationLists, readRevocationLists } from './revocation.ts';
import type { TrustAnchors } from './trust-anchors.ts';

/** Whether an eUICC of a trusted CI has signed a notification. SGP.22 sections 2.6.7, 3.5 and 4.5.2. */

/** All reasons of a refusal. */
export const REFUSALS = [
  ...NOTIFICATION_FAULTS,
  ...CHAIN_FAULTS,
  /** The chain holds, but the eUICC did not sign these bytes. */
  'signature_invalid',
  /** A ProfileInstallationResult: it carries no certificates to verify it by. */
  'installation_result_unsupported',
] as const;
export type Refusal = (typeof REFUSALS)[number];

export interface ChainFacts {
  /** Key identifier of the CI, in hexadecimal. */
  readonly ciKeyId: string;
  /** Serial number of the EUM's certificate, in hexadecimal. */
  readonly eumSerial: string;
  readonly curve: Curve;
  /** As of when revocation is known; `null` where no CRL of this CI was given. */
  readonly crlThisUpdate: Date | null;
  /** A CRL of this CI has run out. It counts nevertheless: a revoked EUM stays revoked. */
  readonly crlStale: boolean;
}

export type Verdict =
  | {
      readonly ok: true;
      readonly notification: OtherSignedNotification;
      readonly eid: Eid;
      readonly chain: ChainFacts;
    }
  | {
      readonly ok: false;
      readonly reason: Refusal;
      /** As far as it can be read, and proven by nothing. */
      readonly notification: PendingNotification | undefined;
      /** What the eUICC's certificate claims. */
      readonly eid: Eid | undefined;
    };

type Refused = Extract<Verdict, { ok: false }>;

/** A notification whose chain keeps the rules; its signatures are still to be verified. */
interface Candidate {
  readonly ok: true;
  readonly notification: OtherSignedNotification;
  readonly found: FoundChain;
}

export interface VerifierOptions {
  readonly anchors: TrustAnchors;
  /** CRLs of these CIs, as files in DER or PEM. */
  readonly crls?: readonly Buffer[];
}

/**
 * Verifies notifications; fixed to its anchors and CRLs, so that new ones need a new verifier. It answers for any bytes
 * and never throws. The bytes that were signed are verified as received; nothing is encoded anew.
 *
 * What is proven is that this eUICC signed this event for this ICCID. When it did, and whether it did so before, the
 * signature does not say: replays are told by the EID, the sequence number and the address.
 */
export class NotificationVerifier {
  readonly #revocations: RevocationLists;
  readonly #chains: ChainFinder;

  /** @throws TrustFault where a CRL cannot be used. */
  constructor(options: VerifierOptions) {
    this.#revocations = readRevocationLists(options.crls ?? [], options.anchors);
    this.#chains = new ChainFinder(options.anchors, this.#revocations);
  }

  /** @param at the time at which the certificates must be valid. */
  verify(der: Buffer, at: Date): Verdict {
    const candidate = this.#read(der, at);
    if (!candidate.ok) return candidate;
    const { notification, found } = candidate;
    const held = found.checks.every((check) => verify('sha256', check.data, check.key, check.signature));
    if (!held) return refuse('chain_signature', notification);
    found.remember();
    const holds = verify('sha256', notification.tbs, rawKey(found.chain), notification.signature);
    return holds ? this.#accept(candidate, at) : refuse('signature_invalid', notification);
  }

  /** The same on the threads of libuv. The bytes must not change before it answers. */
  async verifyAsync(der: Buffer, at: Date): Promise<Verdict> {
    const candidate = this.#read(der, at);
    if (!candidate.ok) return candidate;
    const { notification, found } = candidate;
    const held = await Promise.all(
      found.checks.map((check) => verifyOnThread(check.data, check.key, check.signature)),
    );
    if (held.includes(false)) return refuse('chain_signature', notification);
    found.remember();
    const holds = await verifyOnThread(notification.tbs, rawKey(found.chain), notification.signature);
    return holds ? this.#accept(candidate, at) : refuse('signature_invalid', notification);
  }

  #read(der: Buffer, at: Date): Candidate | Refused {
    let notification: PendingNotification | undefined;
    try {
      notification = parsePendingNotification(der);
      if (notification.kind === 'installation')
        return refuse('installation_result_unsupported', notification);
      const { euiccCertificate, issuerCertificates } = notification;
      return { ok: true, notification, found: this.#chains.find(euiccCertificate, issuerCertificates, at) };
    } catch (error) {
      if (!(error instanceof NotificationFault || error instanceof ChainFault)) throw error;
      return refuse(error.code, notification);
    }
  }

  #accept({ notification, found }: Candidate, at: Date): Verdict {
    const { eid, anchor, eumSerial } = found.chain;
    const revocations = this.#revocations.get(anchor.keyId);
    const chain: ChainFacts = {
      ciKeyId: anchor.keyId,
      eumSerial,
      curve: anchor.curve,
      crlThisUpdate: revocations ? new Date(revocations.thisUpdate) : null,
      crlStale: revocations !== undefined && at.getTime() > revocations.nextUpdate,
    };
    return { ok: true, notification, eid, chain };
  }
}

function refuse(reason: Refusal, notification: PendingNotification | undefined): Refused {
  return { ok: false, reason, notification, eid: claimedEid(notification) };
}

function claimedEid(notification: PendingNotification | undefined): Eid | undefined {
  if (notification?.kind !== 'other') return undefined;
  try {
    return eidOf(readCertificate(notification.euiccCertificate)) ?? undefined;
  } catch (error) {
    if (!(error instanceof ChainFault)) throw error;
    return undefined;
  }
}

/** Notifications are signed in the raw form r || s, certificates in DER, which is the default. */
const rawKey = (chain: Chain): VerifyKeyObjectInput => ({ key: chain.publicKey, dsaEncoding: 'ieee-p1363' });

function verifyOnThread(
  data: Buffer,
  key: KeyObject | VerifyKeyObjectInput,
  signature: Buffer,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    verify('sha256', data, key, signature, (error, holds) => (error ? reject(error) : resolve(holds)));
  });
}
