import { HandbackError } from '../errors.ts';
import type { Capacity } from '../rules/capacity.ts';
import type { LocalDate } from '../values/local-date.ts';

/** What a clerk looks at: whether the picture is of who stands there, and whether the paper is the original. */
export const LOOKS = ['person', 'original'] as const;
export type Look = (typeof LOOKS)[number];

/** What is judged of one document. */
export interface DocumentDuty {
  readonly looks: readonly Look[];
  /** Whether it must still be valid. */
  readonly expiry: boolean;
}

/** Of the holder's document and, where somebody else stands there, of their own. */
export interface DocumentDuties {
  readonly holder: DocumentDuty;
  readonly own: DocumentDuty | null;
}

const WHOLE: DocumentDuty = { looks: ['person', 'original'], expiry: true };
const PAPER: DocumentDuty = { looks: ['original'], expiry: false };

/**
 * Whose documents are looked at, and for what. Of a holder who died, the number stands on the death certificate or on the
 * document that is left, which may have expired; a company's licence has no picture, and most have no last day.
 */
export const DOCUMENT_DUTIES: Readonly<Record<Capacity, DocumentDuties>> = {
  owner: { holder: WHOLE, own: null },
  heir: { holder: PAPER, own: WHOLE },
  guardian: { holder: { looks: ['original'], expiry: true }, own: WHOLE },
  agent: { holder: { looks: ['original'], expiry: true }, own: WHOLE },
  company: { holder: PAPER, own: WHOLE },
};

/** What the clerk saw of one document. */
export interface DocumentLook {
  readonly looks: readonly Look[];
  /** Its last day; null where it says that it has none. */
  readonly expiresOn: LocalDate | null;
}

/**
 * A document is good on its last day and not on the next.
 * @param today in the zone of the line
 * @throws HandbackError `document_check_incomplete` with whose document it is and what was not confirmed, `document_expired`
 */
export function judgeDocument(
  whose: keyof DocumentDuties,
  duty: DocumentDuty,
  seen: DocumentLook,
  today: LocalDate,
): void {
  const open = duty.looks.filter((look) => !seen.looks.includes(look));
  if (open.length > 0) throw new HandbackError('document_check_incomplete', { whose, open });
  if (duty.expiry && seen.expiresOn !== null && seen.expiresOn < today)
    throw new HandbackError('document_expired', { whose });
}
