import { HandbackError } from '../../../domain/errors.ts';
import {
  COMPANY_DOCUMENTS,
  type DocumentType,
  PERSONAL_DOCUMENTS,
  parseDocument,
} from '../../../domain/people/document.ts';
import type { Route } from '../../../domain/rules/route.ts';
import type { Material } from '../../../domain/rules/rulebook.ts';
import { NAMES_HOLDER } from '../../../domain/special/special-request.ts';
import { type Msisdn, parseMsisdn } from '../../../domain/values/msisdn.ts';
import { listedIn } from '../../../domain/values/pasted-text.ts';
import { cleanPhoto } from '../../../domain/values/photo/photo.ts';
import { givenContact } from '../../../operations/people/contacts/given-contact.ts';
import type { RouteAsks } from '../../../operations/special/route-asks.ts';
import type {
  GivenPerson,
  GivenPhoto,
  SpecialRequestForm,
} from '../../../operations/special/submit-request.ts';
import { Answers } from '../../kit/answers.ts';
import type { Answer } from '../../kit/page.ts';
import type { Visit } from '../../kit/visit.ts';
import { photoOf } from './paths.ts';

/** A line of whoever signed in. */
export interface OwnLine {
  readonly lineId: string;
  readonly msisdn: Msisdn;
}

/** Inputs whose text may be longer than what pages keep of others. */
export const LONG_INPUTS = ['numbers', 'mine', 'note'] as const;

/** The inputs for pictures, all together and one for each paper. */
export const PAPER = 'papers';
export const paperInput = (material: Material): string => `paper_${material}`;

/** The tick at one of the requester's own lines; each has a name of its own, because forms with files keep one value a name. */
export const tickInput = (i: number): string => `line_${i}`;

/** What identifies whoever a part of the form is about; the first is chosen beforehand. */
export const documentsOf = (who: 'holder' | 'requester', route: Route): readonly DocumentType[] =>
  who === 'holder' && route === 'company' ? COMPANY_DOCUMENTS : PERSONAL_DOCUMENTS;

interface Asked {
  readonly route: Route;
  readonly view: RouteAsks;
  readonly own: readonly OwnLine[];
}

/** Reads the form of a route; the form again, with everything that was wrong, where something was. */
export function readRequest(visit: Visit, { route, view, own }: Asked): SpecialRequestForm | Answer {
  const { values, t } = visit;
  const { special: text } = t;
  const answers = new Answers(visit);
  const wish = view.wishes.length === 1 ? view.wishes[0]! : view.wishes.find((one) => one === values['wish']);
  if (wish === undefined) answers.refuse('wish', text.choose(text.wish));
  const { numbers, everything } = readNumbers(visit, answers, { route, view, own });
  const holder = NAMES_HOLDER.includes(route) ? readPerson(visit, answers, 'holder', route) : null;
  const requester = readPerson(visit, answers, 'requester', route);
  const photos = readPhotos(visit, answers, route, view);
  const contact = (values['contact'] ?? '').trim();
  if (contact !== '') answers.read('contact', () => givenContact(visit.op, contact));
  const note = (visit.long['note'] ?? '').replaceAll('\r\n', '\n').trim();
  if (answers.refused !== null) return answers.refused;
  return {
    ...{ route, wish: wish!, numbers, everything, requester, holder, contact, note, photos },
    language: visit.language,
  };
}

function readNumbers(
  visit: Visit,
  answers: Answers,
  { route, view, own }: Asked,
): { readonly numbers: readonly string[]; readonly everything: boolean } {
  const { values, t } = visit;
  const { special: text } = t;
  const { which } = values;
  if (route === 'not_mine' && which !== 'these' && which !== 'all')
    answers.refuse('which', text.choose(text.which));
  const everything = route === 'not_mine' && which === 'all';
  const input = everything ? 'mine' : 'numbers';
  const typed = listedIn(visit.long[input] ?? '');
  const ticks = own.map((_, i) => values[tickInput(i)]);
  const ticked = everything ? [] : own.filter(({ lineId }) => ticks.includes(lineId));
  const numbers = [...typed, ...ticked.map(({ msisdn }) => msisdn)];
  const wrong = typed.filter((one) => !isNumber(visit, one));
  if (numbers.length === 0 && !everything && (route !== 'not_mine' || which === 'these'))
    answers.refuse(input, t.common.missing(text.routes[route].numbers));
  if (wrong.length > 0)
    answers.refuse(
      input,
      text.numberWrong(t.punctuation.listed(wrong.slice(0, 3).map((one) => one.slice(0, 30)))),
    );
  if (numbers.length > view.mostNumbers) answers.refuse(input, text.tooManyNumbers(view.mostNumbers));
  return { numbers, everything };
}

function isNumber({ op }: Visit, typed: string): boolean {
  try {
    parseMsisdn(typed, op.defaultCallingCode);
    return true;
  } catch (error) {
    if (error instanceof HandbackError) return false;
    throw error;
  }
}

function readPerson(visit: Visit, answers: Answers, who: 'holder' | 'requester', route: Route): GivenPerson {
  const { values, t } = visit;
  const { special: text } = t;
  // Both have the same inputs: whose is empty is said.
  const of = (label: string): string => t.punctuation.labelled(text.routes[route][who], label);
  const company = who === 'holder' && route === 'company';
  const name = answers.filled(`${who}_name`, t.common.missing(of(company ? text.companyName : text.name)));
  const types = documentsOf(who, route);
  const documentType = types.find((one) => one === values[`${who}_type`]) ?? types[0]!;
  const documentNumber = answers.filled(`${who}_number`, t.common.missing(of(text.documentNumber)));
  const typed = (values[`${who}_country`] ?? '').trim();
  const needed = documentType === 'passport' || documentType === 'other';
  const documentCountry = needed && typed !== '' ? typed : undefined;
  if (documentNumber !== '')
    answers.read(
      needed && typed === '' ? `${who}_country` : `${who}_number`,
      () => parseDocument(documentType, documentNumber, documentCountry),
      text.routes[route][who],
    );
  return { name, documentType, documentNumber, documentCountry };
}

function readPhotos(
  visit: Visit,
  answers: Answers,
  route: Route,
  { materials, oneOf }: RouteAsks,
): readonly GivenPhoto[] {
  const { special: text } = visit.t;
  const photos: GivenPhoto[] = [];
  const given = (material: Material): boolean => {
    const input = paperInput(material);
    const paper = photoOf(visit.t, route, material);
    const files = visit.files.filter(({ field }) => field === input);
    const shed = visit.shed.includes(input);
    if (shed) answers.refuse(input, text.tooLarge(paper), text.tooLargeDetail);
    for (const { bytes } of files) {
      if (!shed) answers.read(input, () => cleanPhoto(bytes), paper);
      photos.push({ material, file: bytes });
    }
    return shed || files.length > 0;
  };
  for (const material of materials)
    if (!given(material))
      answers.refuse(paperInput(material), text.paperMissing(photoOf(visit.t, route, material)));
  if (oneOf.map(given).every((one) => !one) && oneOf.length > 0) answers.refuse('one_of', text.oneMissing);
  return photos;
}
