import type { Clearing, Finding } from '../cases/finding.ts';
import { FALLBACK_LANGUAGE, LANGUAGES, type Language } from '../values/language.ts';
import type { Scheme } from './accent.ts';

/** A text of the operator's, in every language. */
export type Spoken = Readonly<Record<Language, string>>;

/** The same where only some languages were given: what is said in one stands in for the others. */
export function inEveryLanguage(said: Partial<Spoken>): Spoken {
  const any = said[FALLBACK_LANGUAGE] || (LANGUAGES.map((language) => said[language]).find(Boolean) ?? '');
  return Object.fromEntries(
    LANGUAGES.map((language) => [language, said[language] || any]),
  ) as unknown as Spoken;
}

/** A picture that was checked: of a type that browsers show, and without anything that runs. */
export interface Logo {
  readonly type: 'image/svg+xml' | 'image/png';
  readonly bytes: Uint8Array;
  /** Of the picture itself; only their ratio matters. */
  readonly width: number;
  readonly height: number;
}

/**
 * What can be done elsewhere about a finding, by what clears it. A contract clears itself by waiting; what can be done about
 * it is to buy it out.
 */
export type ClearingAction =
  | Exclude<Clearing['action'], 'wait_until' | 'wait_for_bill' | 'use_portal' | 'try_again'>
  | 'buy_out';

/** Under which of them the operator's page for a finding is found; null where nothing is to be done. */
export function clearingActionOf({ check, clear }: Pick<Finding, 'check' | 'clear'>): ClearingAction | null {
  if (clear === null) return null;
  switch (clear.action) {
    case 'wait_until':
      return check === 'contract_term' ? 'buy_out' : null;
    case 'wait_for_bill':
    case 'use_portal':
    case 'try_again':
      return null;
    default:
      return clear.action;
  }
}

/** Who runs this Handback, as its subscribers know it: what pages, text messages and certificates say of the operator. */
export interface House {
  readonly name: Spoken;
  readonly logo: { readonly light: Logo; readonly dark: Logo | null } | null;
  /** The picture of the seal that certificates bear; null: they bear none. */
  readonly seal: Logo | null;
  /** `#rrggbb`, one a scheme; null: Handback's own. */
  readonly colour: Readonly<Record<Scheme, string>> | null;
  readonly website: string | null;
  readonly hotline: { readonly number: string; readonly hours: Spoken | null } | null;
  readonly stores: {
    readonly link: string | null;
    readonly list: readonly {
      readonly name: Spoken;
      readonly address: Spoken;
      readonly hours: Spoken | null;
    }[];
  };
  /** Where old cards are sent by post, line by line; null: the hotline tells it. */
  readonly cardReturns: Spoken | null;
  /** Addresses: `https://…`, or a path of these pages. Null: there is none, or the portal's own page serves. */
  readonly legal: {
    readonly imprint: string | null;
    readonly privacy: string | null;
    readonly terms: string | null;
  };
  /** To whom one complains about the operator. */
  readonly complaints: {
    readonly name: Spoken;
    readonly link: string | null;
    readonly phone: string | null;
  } | null;
  /** Within how many days of the last day billed a final bill is to be paid; null: as billing has it. */
  readonly finalBillDueDays: number | null;
  readonly clearing: Partial<Readonly<Record<ClearingAction, string>>>;
}

/** Where the operator has said nothing but its name. */
export function plainHouse(name: string): House {
  return {
    name: Object.fromEntries(LANGUAGES.map((language) => [language, name])) as Spoken,
    logo: null,
    seal: null,
    colour: null,
    website: null,
    hotline: null,
    stores: { link: null, list: [] },
    cardReturns: null,
    legal: { imprint: null, privacy: null, terms: null },
    complaints: null,
    finalBillDueDays: null,
    clearing: {},
  };
}

/** The name on certificates, which have one for all languages; at most `LONGEST_ISSUER` characters. */
export function issuerName({ name }: House): string {
  return [...new Set(LANGUAGES.map((language) => name[language]))].join(' ');
}

/** Upper bound of an organization's name (X.520, ub-organization-name). */
export const LONGEST_ISSUER = 64;
