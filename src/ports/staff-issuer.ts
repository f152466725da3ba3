import type { Claims } from '../domain/staff/claims.ts';

/** What must be the same when the person comes back: kept by their browser, sealed, for one attempt. */
export interface SignInAttempt {
  readonly state: string;
  readonly nonce: string;
  /** RFC 7636. */
  readonly verifier: string;
  /** The person was asked to show anew, and strongly, who they are. */
  readonly fresh: boolean;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** A person, as the issuer knows them. */
export interface IssuedIdentity {
  readonly issuer: string;
  readonly sub: string;
  /** Of the ID token, and of the userinfo endpoint what is not in there. */
  readonly claims: Claims;
  readonly idToken: string;
  readonly sid: string | null;
  /** When they last showed who they are; null where the issuer does not say. */
  readonly authenticatedAt: Date | null;
}

export interface LogoutToken {
  readonly issuer: string;
  readonly jti: string;
  readonly sub: string | null;
  readonly sid: string | null;
}

/**
 * Where the operator's people sign in: OpenID Connect Core 1.0, authorization code flow with PKCE.
 * Each throws HandbackError `issuer_away` where nobody answers, `sign_in_refused` (with `reason`) for an answer that does not
 * hold.
 */
export interface StaffIssuer {
  /** @param asked.acr what a fresh sign-in should reach; the answer is checked all the same */
  begin(asked: {
    readonly redirectUri: string;
    readonly scope: string;
    readonly fresh: boolean;
    readonly acr: readonly string[];
  }): Promise<{ readonly url: string; readonly attempt: SignInAttempt }>;
  /** @param callback the address at which the person came back, as the public sees it */
  finish(callback: URL, attempt: SignInAttempt): Promise<IssuedIdentity>;
  /** Where to send the person so that their session there ends too; null where the issuer has no such place. */
  signOutUrl(asked: { readonly idToken: string; readonly returnTo: string }): Promise<string | null>;
  /** OpenID Connect Back-Channel Logout 1.0, section 2.6. */
  readLogoutToken(token: string): Promise<LogoutToken>;
}
