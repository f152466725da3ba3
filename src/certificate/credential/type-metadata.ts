import { LANGUAGES } from '../../domain/values/language.ts';

/** The path of the type of our certificates below an operator's address; its last part is the version of the claims. */
export const VCT_PATH = '/vct/line-termination/1';

/** Whether an address names this type, at whatever operator. */
export function isLineTermination(vct: unknown): boolean {
  return typeof vct === 'string' && URL.canParse(vct) && new URL(vct).pathname.endsWith(VCT_PATH);
}

/** Names from the claims down; null stands for every element of a list. */
export type SelectivePath = readonly (string | null)[];

/** What is disclosed by choice. */
export const SELECTIVE: readonly SelectivePath[] = [
  ['subject', 'msisdn'],
  ['subject', 'lineId'],
  ['subject', 'holderId'],
  ['subject', 'holderName'],
  ['subject', 'documentEnding'],
  ['accesses', null, 'imsi'],
  ['accesses', null, 'iccid'],
  ['accesses', null, 'evidence', null, 'answer'],
  ['profiles', null, 'iccid'],
  ['profiles', null, 'eid'],
  ['profiles', null, 'proof', 'notification'],
  ['cards', null, 'iccid'],
];

/** Always there and in the clear. */
const PLAIN: readonly SelectivePath[] = [
  ['iss'],
  ['iat'],
  ['vct'],
  ['jti'],
  ['status'],
  ['supersedes'],
  ['operator'],
  ['caseReference'],
  ['declaredAt'],
  ['confirmedAt'],
  ['serviceEndedAt'],
  ['billingEndedOn'],
  ['numberReleasedOn'],
  ['timeZone'],
  ['rulebook'],
  ['subject'],
  ['accesses'],
  ['profiles'],
  ['bill'],
  ['number'],
  ['withdrawals'],
];

/** The type metadata that is published at the address of the type (draft-ietf-oauth-sd-jwt-vc, section 6). */
export function typeMetadata(vct: string, names: (language: (typeof LANGUAGES)[number]) => string): object {
  return {
    vct,
    name: 'Line termination certificate',
    description:
      'That a mobile line has ended: when, how it is known to be off, and what became of its number.',
    display: LANGUAGES.map((locale) => ({ locale, name: names(locale) })),
    claims: [
      ...PLAIN.map((path) => ({ path, sd: 'never', mandatory: true })),
      ...SELECTIVE.map((path) => ({ path, sd: 'always' })),
    ],
  };
}
