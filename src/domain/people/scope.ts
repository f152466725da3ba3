/** What a token of staff or of another system may be given. */
export const SCOPES = [
  'lines:write',
  'lines:read',
  'cases:read',
  'cases:declare',
  'cases:steer',
  'cases:confidential',
  'evidence:read',
  'cards:write',
  'usage:write',
  'calls:write',
  'certificates:revoke',
  'rules:write',
  'audit:read',
  'tokens:write',
] as const;
export type Scope = (typeof SCOPES)[number];

/** A token with one of these is in the hands of a person: it steers cases, signs for what changes hands, or changes the rules. */
export const STAFF_SCOPES: readonly Scope[] = ['cases:steer', 'cards:write', 'rules:write'];
