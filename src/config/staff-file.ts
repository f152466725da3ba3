import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { HandbackError } from '../domain/errors.ts';
import { ROLES, type Role } from '../domain/rules/role.ts';
import type { StaffRules } from '../domain/staff/claims.ts';
import { type MapReader, YamlFile } from './yaml-reader.ts';

const NAME = { pattern: /^[\x21-\x7e]{1,120}$/, called: 'a name without spaces' };
const SCOPE = {
  pattern: /^openid( [\x21\x23-\x5b\x5d-\x7e]+)*$/,
  called: 'scopes with a space between them, openid first',
};

/**
 * Reads how the claims of the issuer become roles (`examples/staff.yaml`).
 * @throws HandbackError `staff_file_invalid`; `problems` are all that there are, each with its line
 */
export function readStaffFile(path: string): StaffRules {
  const file = new YamlFile(basename(path), textOf(path));
  const { root } = file;
  const sessions = root.has('sessions') ? root.map('sessions') : null;
  const rules: StaffRules = {
    scope: root.has('scope') ? root.text('scope', SCOPE) : 'openid profile',
    claim: root.has('claim') ? root.text('claim', NAME) : 'groups',
    shopClaim: root.has('shop_claim') ? root.text('shop_claim', NAME) : 'shop',
    roles: rolesOf(root.map('roles')),
    strong: root.has('strong') ? strongOf(root.map('strong')) : { acr: [], amr: [] },
    absoluteMinutes: 60 * (sessions?.has('hours') ? sessions.wholeNumber('hours', 1, 24) : 8),
    idleMinutes: sessions?.has('idle_minutes') ? sessions.wholeNumber('idle_minutes', 1, 240) : 30,
  };
  sessions?.end();
  root.end();
  if (file.problems.length > 0) throw new HandbackError('staff_file_invalid', { problems: file.problems });
  return rules;
}

function rolesOf(map: MapReader): Readonly<Record<Role, readonly string[]>> {
  const roles = Object.fromEntries(
    ROLES.map((role) => [role, map.has(role) ? map.texts(role) : []]),
  ) as unknown as Record<Role, readonly string[]>;
  if (ROLES.every((role) => roles[role].length === 0)) map.problem('names no group: nobody could sign in');
  map.end();
  return roles;
}

function strongOf(map: MapReader): StaffRules['strong'] {
  const list = (key: string) => (map.has(key) ? map.texts(key) : []);
  const strong = { acr: list('acr'), amr: list('amr') };
  map.end();
  return strong;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new HandbackError('staff_file_invalid', { problems: [`${path}: ${code ?? 'cannot be read'}`] });
  }
}
