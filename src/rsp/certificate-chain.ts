import { hash } from 'node:crypto';
import { BoundedCache } from './bounded-cache.ts';
import { readCertificate } from './certificate.ts';
import {
  type Chain,
  type Issuers,
  readChain,
  readIssuers,
  requireValid,
  type SignatureCheck,
} from './chain-rules.ts';
import type { RevocationLists } from './revocation.ts';
import type { TrustAnchors } from './trust-anchors.ts';

/** A chain that keeps the rules and, once its checks hold, is true. */
export interface FoundChain {
  readonly chain: Chain;
  /** The signatures that nobody has verified yet: none for a chain that held before. */
  readonly checks: readonly SignatureCheck[];
  /** To be called once the checks have held. */
  remember(): void;
}

/** There are few EUMs; an eUICC often has several notifications to send. About 2 kB each. */
const REMEMBERED_ISSUERS = 256;
const REMEMBERED_EUICCS = 4096;

/**
 * Finds chains under fixed anchors and revocations, and remembers those that held, so that one signature is left to
 * verify for an eUICC that is known and two for one of a known EUM. For other anchors or CRLs make another finder: what
 * this one remembers was true under its own.
 */
export class ChainFinder {
  readonly #anchors: TrustAnchors;
  readonly #revocations: RevocationLists;
  // By SHA-256 over the certificates as received: what was sent along never decides by what was sent before.
  readonly #issuers = new BoundedCache<Issuers>(REMEMBERED_ISSUERS);
  readonly #chains = new BoundedCache<Chain>(REMEMBERED_EUICCS);

  constructor(anchors: TrustAnchors, revocations: RevocationLists) {
    this.#anchors = anchors;
    this.#revocations = revocations;
  }

  /**
   * @param euicc the certificate of the eUICC, in DER.
   * @param issuers first that of its issuer, then the others that were sent, in DER.
   * @throws ChainFault
   */
  find(euicc: Buffer, issuers: readonly Buffer[], at: Date): FoundChain {
    const chainKey = digest([euicc, ...issuers]);
    const known = this.#chains.get(chainKey);
    if (known) {
      requireValid(known, at);
      return { chain: known, checks: [], remember: () => {} };
    }
    const issuersKey = digest(issuers);
    const above = this.#findIssuers(issuersKey, issuers);
    const { chain, check } = readChain(readCertificate(euicc), above.issuers);
    requireValid(chain, at);
    return {
      chain,
      checks: [...above.checks, check],
      remember: () => {
        this.#issuers.set(issuersKey, above.issuers);
        this.#chains.set(chainKey, chain);
      },
    };
  }

  #findIssuers(key: string, certificates: readonly Buffer[]): ReturnType<typeof readIssuers> {
    const issuers = this.#issuers.get(key);
    if (issuers) return { issuers, checks: [] };
    return readIssuers(certificates.map(readCertificate), this.#anchors, this.#revocations);
  }
}

/** DER values delimit themselves, so that one row of them is no other row. */
const digest = (certificates: readonly Buffer[]): string => hash('sha256', Buffer.concat(certificates));
