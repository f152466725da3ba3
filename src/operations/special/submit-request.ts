import { randomUUID } from 'node:crypto';
import { HandbackError } from '../../domain/errors.ts';
import { type DocumentType, parseDocument } from '../../domain/people/document.ts';
import type { Route, Wish } from '../../domain/rules/route.ts';
import { decideByOf } from '../../domain/rules/route-rules.ts';
import type { IdentityFactor, Material, RouteRule } from '../../domain/rules/rulebook.ts';
import {
  MOST_NUMBERS,
  missingMaterials,
  NAMES_HOLDER,
  type NamedPerson,
  type RequestBody,
} from '../../domain/special/special-request.ts';
import { cleanLines, cleanText } from '../../domain/values/field-text.ts';
import type { Language } from '../../domain/values/language.ts';
import { type Msisdn, parseMsisdn } from '../../domain/values/msisdn.ts';
import { addPeriod } from '../../domain/values/period.ts';
import { cleanPhoto } from '../../domain/values/photo/photo.ts';
import type { Photo } from '../../domain/values/photo/photo-types.ts';
import { insertAudit } from '../../store/audit.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import { findLine, findLinesByMsisdn } from '../../store/lines/lines.ts';
import { lockAttempts, saveAttempts } from '../../store/people/attempts.ts';
import { insertRequestPhoto } from '../../store/special/request-photos.ts';
import { insertRequester } from '../../store/special/requesters.ts';
import { insertRequest } from '../../store/special/requests.ts';
import { type Actor, auditName, staffBehind } from '../access/actor.ts';
import { type Permitted, requireAccess } from '../access/require-access.ts';
import { hashReceipt, newReceiptSecret, newRequestReference } from '../cases/receipt.ts';
import type { Operations } from '../context.ts';
import { givenContact } from '../people/contacts/given-contact.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';

/** A person as a form names them. */
export interface GivenPerson {
  readonly name: string;
  readonly documentType: DocumentType;
  readonly documentNumber: string;
  /** ISO 3166-1 alpha-2; may be left out for documents that only China issues. */
  readonly documentCountry?: string | undefined;
}

export interface GivenPhoto {
  readonly material: Material;
  readonly file: Uint8Array;
}

export interface SpecialRequestForm {
  readonly route: Route;
  readonly wish: Wish;
  /** As they were typed. */
  readonly numbers: readonly string[];
  /** Of `not_mine`: every line under the requester's document but `numbers`, which are theirs. */
  readonly everything?: boolean | undefined;
  readonly requester: GivenPerson;
  /** On the routes that name a holder, and on no other. */
  readonly holder: GivenPerson | null;
  /** A telephone number or an e-mail address; may be empty. */
  readonly contact: string;
  readonly note: string;
  readonly language: Language;
  /** One picture or more of each thing that is asked for; at a desk none is needed of what is in `seen`. */
  readonly photos: readonly GivenPhoto[];
  /** What whoever takes it in has seen. Of people at a desk, and of nobody else. */
  readonly seen?: readonly Material[] | undefined;
}

export interface SpecialReceipt {
  /** For whoever took it in; it opens nothing by itself. */
  readonly requestId: string;
  readonly reference: string;
  /** Shown once. */
  readonly receiptSecret: string;
  readonly receivedAt: Date;
  /** By when it is decided. */
  readonly decideBy: Date;
}

const LONGEST_NAME = 100;
const LONGEST_NOTE = 2_000;
const MOST_PHOTOS = 12;
/** Of one client, or of one person who signed in, in a day: more, and somebody fills the disk. */
const MOST_A_DAY = 10;
/** Of one person at a desk: more, and somebody looks up lines by documents. */
const MOST_AT_DESK_A_DAY = 40;

/**
 * Receives a special request and gives a receipt, at once and whatever it says: papers are looked at afterwards, and whether there is
 * such a line is told to nobody here. Nothing happens to a line before two people of the operator agreed to it.
 *
 * @returns null where nothing was to be changed
 * @throws HandbackError `request_invalid`, `field_missing`, `document_invalid`, `msisdn_invalid`, `contact_invalid`, `photo_invalid`,
 *   `materials_missing` with what is, `too_many_requests`, `forbidden`, `role_needed`
 */
export async function submitSpecialRequest(
  op: Operations,
  actor: Actor,
  form: SpecialRequestForm & { readonly validateOnly?: boolean | undefined },
): Promise<SpecialReceipt | null> {
  requireAccess(actor, 'submitSpecialRequest');
  const now = op.clock.now();
  const rules = rulesOfLine(op, null, now);
  const { calendar, routes } = rules.settings.routes.value;
  const rule = routes[form.route];
  const photos = readPhotos(form.photos);
  const person = staffBehind(actor);
  if (form.seen !== undefined && person === null)
    throw new HandbackError('request_invalid', { field: 'seen' });
  const materials = [...new Set([...(form.seen ?? []), ...photos.map(({ material }) => material)])];
  const read = readForm(op, form, rule);
  const held = await findLinesByMsisdn(op.pool, read.numbers);
  const body: RequestBody = {
    ...{ ...read, materials, inHand: await numbersInHand(op, actor) },
    lines: read.numbers.map((number) => held.get(number)?.line.lineId ?? null),
  };
  const missing = missingMaterials(rule, materials);
  if (missing.length > 0) throw new HandbackError('materials_missing', { materials: missing });
  if (form.validateOnly) return null;
  const reference = newRequestReference(op.vault);
  const receiptSecret = newReceiptSecret(op.vault);
  const decideBy = decideByOf(rule, now, calendar, rules.timeZone);
  const factors: readonly IdentityFactor[] = person === null ? ['document_photo'] : ['document_seen'];
  const requestId = await inTransaction(op.pool, async (tx) => {
    await countOf(op, tx, actor, now);
    // As any other person's: a line that is split off goes on under it, and must not say why.
    const partyId = randomUUID();
    const { requester } = body;
    const dataKey = await insertRequester(tx, op.vault, {
      partyId,
      language: form.language,
      person: requester,
    });
    const made = await insertRequest(tx, op.vault, {
      ...{ reference, route: form.route, wish: form.wish, channel: actor.channel, requesterId: partyId },
      ...{ takenBy: person === null ? null : auditName(actor), receivedAt: now, decideBy },
      ...{
        jurisdiction: rules.jurisdiction,
        receiptHash: hashReceipt(receiptSecret),
        receiptFactors: factors,
      },
      ...{ confidential: rule.confidential, body, dataKey },
    });
    const keepUntil = addPeriod(decideBy, rules.settings.document_photos.value.keep, rules.timeZone);
    for (const { material, photo } of photos)
      await insertRequestPhoto(tx, op.vault, {
        ...{
          requestId: made,
          material,
          type: photo.type,
          bytes: photo.bytes,
          dataKey,
          takenAt: now,
          keepUntil,
        },
      });
    await insertAudit(tx, [
      {
        ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'special_request_received' },
        facts: { requestId: made, reference, materials },
      },
    ]);
    return made;
  });
  return { requestId, reference, receiptSecret, receivedAt: now, decideBy };
}

function readPhotos(
  given: readonly GivenPhoto[],
): readonly { readonly material: Material; readonly photo: Photo }[] {
  if (given.length > MOST_PHOTOS) throw new HandbackError('photo_invalid', { reason: 'too_many' });
  return given.map(({ material, file }) => ({ material, photo: cleanPhoto(file) }));
}

function readForm(
  op: Operations,
  form: SpecialRequestForm,
  rule: RouteRule,
): Omit<RequestBody, 'materials' | 'inHand' | 'lines'> {
  const { route, everything = false } = form;
  if (!rule.wishes.includes(form.wish)) throw new HandbackError('request_invalid', { field: 'wish' });
  if (everything && route !== 'not_mine') throw new HandbackError('request_invalid', { field: 'everything' });
  if ((form.holder !== null) !== NAMES_HOLDER.includes(route))
    throw form.holder === null
      ? new HandbackError('field_missing', { field: 'holder_name' })
      : new HandbackError('request_invalid', { field: 'holder' });
  const numbers = readNumbers(op, form.numbers, route);
  if (numbers.length === 0 && !everything) throw new HandbackError('field_missing', { field: 'numbers' });
  const requester = readPerson(form.requester, 'requester');
  const holder = form.holder === null ? null : readPerson(form.holder, 'holder');
  // Nobody is their own heir, guardian or agent.
  if (holder !== null && holder.document.number === requester.document.number)
    throw new HandbackError('request_invalid', { field: 'requester_document' });
  const contact = form.contact.trim();
  if (contact !== '') givenContact(op, contact);
  if (form.note.length > LONGEST_NOTE) throw new HandbackError('request_invalid', { field: 'note' });
  return { numbers, everything, requester, holder, contact, note: cleanLines(form.note, LONGEST_NOTE) };
}

function readNumbers(op: Operations, typed: readonly string[], route: Route): readonly Msisdn[] {
  const given = typed.filter((text) => text.trim() !== '');
  if (given.length > MOST_NUMBERS[route]) throw new HandbackError('request_invalid', { field: 'numbers' });
  return [...new Set(given.map((text) => parseMsisdn(text, op.defaultCallingCode)))];
}

function readPerson(given: GivenPerson, who: 'requester' | 'holder'): NamedPerson {
  const name = cleanText(given.name, LONGEST_NAME);
  if (name === '') throw new HandbackError('field_missing', { field: `${who}_name` });
  const document = parseDocument(given.documentType, given.documentNumber, given.documentCountry);
  return { name, document };
}

/** Of who signed in by a code to a line: it says who has that phone in hand, and of a survivor nothing says it better. */
async function numbersInHand(op: Operations, actor: Actor): Promise<readonly Msisdn[]> {
  if (actor.kind !== 'subscriber' || actor.attended || !actor.factors.includes('sms_code')) return [];
  const msisdn = (await findLine(op.pool, actor.lineId))?.line.msisdn ?? null;
  return msisdn === null ? [] : [msisdn];
}

/** Tokens of the operator's own systems answer for themselves. */
async function countOf(
  op: Operations,
  tx: Db,
  actor: Permitted<'submitSpecialRequest'>,
  now: Date,
): Promise<void> {
  const person = staffBehind(actor);
  const asker =
    person?.subject ??
    (actor.kind === 'public' ? actor.client : actor.kind === 'subscriber' ? actor.partyId : null);
  if (asker === null) return;
  const bucket = op.vault.index('special requests of an asker', asker);
  const [counter] = await lockAttempts(tx, [{ bucket, subject: bucket }]);
  const { sentAt, ...attempts } = counter!;
  const lately = sentAt.filter((at) => now.getTime() - at.getTime() < 24 * 3_600_000);
  if (lately.length >= (person === null ? MOST_A_DAY : MOST_AT_DESK_A_DAY))
    throw new HandbackError('too_many_requests');
  await saveAttempts(tx, [{ bucket, attempts }], now);
}
