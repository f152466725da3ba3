import { DESTRUCTION_METHODS, type DestructionMethod } from '../certificates/card-words.ts';
import { HandbackError } from '../errors.ts';
import { cleanText } from '../values/field-text.ts';
import { type LocalDate, parseLocalDate } from '../values/local-date.ts';

/** How a batch of cards was destroyed. */
export interface Destruction {
  readonly destroyedOn: LocalDate;
  readonly method: DestructionMethod;
  /** Security level of ISO/IEC 21964-1 (DIN 66399-1) for electronic data carriers; null where nothing is cut. */
  readonly particleClass: string | null;
  readonly weightGrams: number;
  /** Who saw it done. */
  readonly witness: string;
  /** As the destroyer's own record is named. */
  readonly reference: string;
}

export interface SaidDestruction {
  readonly destroyedOn: string;
  readonly method: string;
  readonly particleClass?: string | null | undefined;
  readonly weightGrams: number;
  readonly witness: string;
  readonly reference: string;
}

/** Chip cards are of category E; 1 is the coarsest, 7 the finest. */
const PARTICLE_CLASS = /^E-[1-7]$/;
/** What cuts, and therefore has a class. */
const CUTTING: readonly DestructionMethod[] = ['shredded', 'pulverised'];
/** A tonne: some 200,000 cards, more than a batch holds. */
const MOST_GRAMS = 1_000_000;

/**
 * @param today no record is of a day to come
 * @param handedOverOn the first day on which it can have been
 * @throws HandbackError `date_invalid`, `field_missing`, `field_invalid`
 */
export function parseDestruction(
  said: SaidDestruction,
  { today, handedOverOn }: { readonly today: LocalDate; readonly handedOverOn: LocalDate },
): Destruction {
  const destroyedOn = parseLocalDate(said.destroyedOn);
  if (destroyedOn > today || destroyedOn < handedOverOn) throw new HandbackError('date_invalid');
  const method = DESTRUCTION_METHODS.find((one) => one === said.method);
  if (method === undefined) throw invalid('method', { allowed: DESTRUCTION_METHODS });
  const particleClass =
    said.particleClass
      ?.trim()
      .toUpperCase()
      .replace(/^E(?=[1-7]$)/, 'E-') || null;
  const cut = CUTTING.includes(method);
  if (cut !== (particleClass !== null) || (particleClass !== null && !PARTICLE_CLASS.test(particleClass)))
    throw invalid('particleClass');
  const { weightGrams } = said;
  if (!Number.isSafeInteger(weightGrams) || weightGrams < 1 || weightGrams > MOST_GRAMS)
    throw invalid('weightGrams');
  return {
    destroyedOn,
    method,
    particleClass,
    weightGrams,
    witness: needed('witness', said.witness),
    reference: needed('reference', said.reference),
  };
}

const invalid = (field: string, facts: Readonly<Record<string, readonly string[]>> = {}): HandbackError =>
  new HandbackError('field_invalid', { field, ...facts });

function needed(field: string, text: string): string {
  const plain = cleanText(text, 80);
  if (plain === '') throw new HandbackError('field_missing', { field });
  return plain;
}
