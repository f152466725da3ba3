import type { TrustDocument } from '../../certificate/sign/trust.ts';

/** What the server writes into the page when it is downloaded. */
export interface OfflineGiven {
  readonly trust: TrustDocument;
  /** When, as a UTC instant. */
  readonly asOf: string;
  /** Of numbers that are written without one. */
  readonly callingCode: string;
}

/** The element that holds it. */
export const GIVEN_ID = 'given';
/** The element that the script fills. */
export const MAIN_ID = 'main';
