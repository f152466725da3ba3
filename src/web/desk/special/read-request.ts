import { LOOKS } from '../../../domain/desks/document-check.ts';
import { DOCUMENT_TYPES, parseDocument } from '../../../domain/people/document.ts';
import type { Route } from '../../../domain/rules/route.ts';
import { cleanText } from '../../../domain/values/field-text.ts';
import { parseMsisdn } from '../../../domain/values/msisdn.ts';
import { listedIn } from '../../../domain/values/pasted-text.ts';
import { givenContact } from '../../../operations/people/contacts/given-contact.ts';
import type { RouteAsks } from '../../../operations/special/route-asks.ts';
import type { GivenPerson, SpecialRequestForm } from '../../../operations/special/submit-request.ts';
import { Answers } from '../../kit/answers.ts';
import type { Answer } from '../../kit/page.ts';
import type { DeskVisit } from '../kit/desk-visit.ts';
import { pictureIn } from '../kit/one-picture.ts';
import { lookBox, seenBox } from './take-in-fields.tsx';

const LONGEST_NAME = 100;

/** What a clerk typed, as the operation takes it; or the form again, with everything that is wrong with it. */
export function readRequest(
  visit: DeskVisit,
  route: Route,
  asks: RouteAsks,
): { readonly form: SpecialRequestForm } | { readonly refused: Answer } {
  const { t, op, values } = visit;
  const { specialDesk } = t;
  const { intake: text } = specialDesk;
  const answers = new Answers(visit);
  const requester = readPerson(visit, answers, 'requester');
  if (LOOKS.some((look) => values[lookBox(look)] !== 'yes'))
    answers.refuse('looks', t.punctuation.labelled(text.looked, t.errors.document_check_incomplete.title));
  const holder = asks.namesHolder ? readPerson(visit, answers, 'holder') : null;
  const everything = route === 'not_mine' && values['which'] !== 'named';
  const numbers = listedIn(visit.long['numbers'] ?? '');
  if (numbers.length === 0 && !everything) answers.refuse('numbers', text.numbersMissing);
  for (const number of numbers)
    if (answers.read('numbers', () => parseMsisdn(number, op.defaultCallingCode)) === null) break;
  const wish = asks.wishes.length === 1 ? asks.wishes[0] : asks.wishes.find((one) => one === values['wish']);
  if (wish === undefined) answers.refuse('wish', t.common.missing(specialDesk.wish));
  const contact = (values['contact'] ?? '').trim();
  if (contact !== '') answers.read('contact', () => givenContact(op, contact));
  const picture = answers.read('file', () => pictureIn(visit));
  if (answers.refused !== null || wish === undefined) return { refused: answers.refused! };
  const materials = [...asks.materials, ...asks.oneOf];
  const material = materials.find((one) => one === values['picture_of']) ?? materials[0]!;
  return {
    form: {
      ...{ route, wish, numbers, everything, requester, holder, contact, language: visit.language },
      note: values['note'] ?? '',
      photos: picture === null ? [] : [{ material, file: picture }],
      seen: materials.filter((one) => values[seenBox(one)] === 'yes'),
    },
  };
}

function readPerson(visit: DeskVisit, answers: Answers, whose: 'requester' | 'holder'): GivenPerson {
  const { values, t } = visit;
  const missing = (label: string): string =>
    t.common.missing(t.punctuation.labelled(t.specialDesk.intake[whose], label));
  const name = answers.filled(`${whose}_name`, missing(t.specialDesk.intake.name));
  if (name !== '') answers.read(`${whose}_name`, () => cleanText(name, LONGEST_NAME));
  const documentType = DOCUMENT_TYPES.find((one) => one === values[`${whose}_type`]) ?? DOCUMENT_TYPES[0];
  const documentNumber = answers.filled(`${whose}_number`, missing(t.counter.documents.number));
  const country = (values[`${whose}_country`] ?? '').trim();
  // Of documents that only China issues none is asked.
  const named = country !== '' && (documentType === 'passport' || documentType === 'other');
  const documentCountry = named ? country : undefined;
  if (documentNumber !== '')
    answers.read(`${whose}_number`, () => parseDocument(documentType, documentNumber, documentCountry));
  return { name, documentType, documentNumber, documentCountry };
}
