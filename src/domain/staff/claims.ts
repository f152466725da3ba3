import { ROLES, type Role } from '../rules/role.ts';

/** How what an issuer says of a person is understood here; from the staff file. */
export interface StaffRules {
  /** The scopes that are asked for. */
  readonly scope: string;
  /** The claim that names the person's groups; a dot leads into an object: `realm_access.roles`. */
  readonly claim: string;
  /** The claim that names where they sit. */
  readonly shopClaim: string;
  /** The groups of each role. */
  readonly roles: Readonly<Record<Role, readonly string[]>>;
  /** By which of these a sign-in counts as strong: OpenID Connect Core 1.0 section 2, RFC 8176. */
  readonly strong: { readonly acr: readonly string[]; readonly amr: readonly string[] };
  readonly absoluteMinutes: number;
  readonly idleMinutes: number;
}

export type Claims = Readonly<Record<string, unknown>>;

/**
 * The roles of all groups that the claim names, in the order of `ROLES`. Groups that the file does not name give nothing:
 * a person without a known one has no role, and is let in nowhere.
 */
export function rolesOf(claims: Claims, { claim, roles }: StaffRules): readonly Role[] {
  const groups = textsOf(claimAt(claims, claim));
  return ROLES.filter((role) => roles[role].some((group) => groups.includes(group)));
}

/** Whether the person showed more than a password. */
export function isStrong(claims: Claims, { strong }: StaffRules): boolean {
  const has = (claim: unknown, of: readonly string[]) => textsOf(claim).some((one) => of.includes(one));
  return has(claims['acr'], strong.acr) || has(claims['amr'], strong.amr);
}

/** A shop, or another short text; null for anything else. */
export function shopOf(claims: Claims, { shopClaim }: StaffRules): string | null {
  const [shop = ''] = textsOf(claimAt(claims, shopClaim));
  return shop === '' || shop.length > 60 ? null : shop;
}

/** What colleagues call them: the first that is there of the usual claims. */
export function nameOf(claims: Claims, sub: string): string {
  const said = ['name', 'preferred_username', 'email'].map((claim) => claims[claim]);
  const name = said.find((one): one is string => typeof one === 'string' && one.trim() !== '');
  return (name ?? sub).trim().slice(0, 80);
}

function claimAt(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  return path
    .split('.')
    .reduce<unknown>(
      (at, key) =>
        typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? (at as Claims)[key] : undefined,
      claims,
    );
}

/** A claim that may be one text or a list of them. */
function textsOf(claim: unknown): readonly string[] {
  return (Array.isArray(claim) ? claim : [claim]).filter((one) => typeof one === 'string');
}
