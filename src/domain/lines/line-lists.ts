import { type Eid, parseEid } from '../values/eid.ts';
import { cleanText, matching, oneOf, refuseField } from '../values/field-text.ts';
import { type Iccid, parseTabledIccid } from '../values/iccid.ts';
import { type Imsi, parseImsi } from '../values/imsi.ts';
import { ACCESS_KINDS } from '../values/line-terms.ts';
import { parseLocalDate } from '../values/local-date.ts';
import { nearestName } from '../values/nearest-name.ts';
import { withoutSeparators } from '../values/pasted-text.ts';
import { PROFILE_STATES, type ProfileState } from './esim-profile.ts';
import type { Access, Hold, Tie } from './line.ts';

/** An access as an operator sends it; its own id is ours. */
export interface AccessInput {
  readonly kind: Access['kind'];
  readonly imsi: Imsi;
  readonly iccid: Iccid;
  readonly eid: Eid | null;
}

/** An eSIM profile of a line as an operator sends it. Null: not known. */
export interface ProfileInput {
  readonly iccid: Iccid;
  readonly eid: Eid | null;
  readonly state: ProfileState;
  readonly smdpAddress: string | null;
  readonly matchingId: string | null;
  /** Whether the profile's metadata names an address that its deletion is notified to. */
  readonly notifiesDeletion: boolean | null;
  /** What the holder calls the device. */
  readonly label: string | null;
  readonly imei: string | null;
}

const MOST_ACCESSES = 20;
const MOST_PROFILES = 50;
const MOST_TIES = 50;
const MOST_HOLDS = 20;

const accessKind = oneOf(...ACCESS_KINDS);
const tieKind = oneOf('family', 'group', 'main_secondary', 'broadband');
const tieRole = oneOf('main', 'member');
const holdKind = oneOf('fraud', 'legal', 'termination_lock');
/** That a device deleted a profile is only ever known from what its eUICC signed. */
const profileState = oneOf(...PROFILE_STATES.filter((state) => state !== 'deleted'));
const yesOrNo = oneOf('yes', 'no');
const hostName = matching(/^(?=.{1,253}$)[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+(:[0-9]{1,5})?$/);
const token = matching(/^[A-Za-z0-9-]{1,255}$/);
const imeiDigits = matching(/^[0-9]{14,16}$/);

/** @throws HandbackError `field_invalid`, or the code of the value in it that is wrong. */
export function readAccesses(text: string): readonly AccessInput[] {
  return jsonItems(text, ['kind', 'imsi', 'iccid', 'eid'], MOST_ACCESSES).map(
    ({ kind, imsi, iccid, eid }) => ({
      kind: accessKind(textOf(kind)),
      imsi: parseImsi(textOf(imsi)),
      iccid: parseTabledIccid(textOf(iccid)),
      eid: eid === undefined || eid === null || eid === '' ? null : parseEid(textOf(eid)),
    }),
  );
}

/** @throws HandbackError `field_invalid`, or the code of the value in it that is wrong. */
export function readProfiles(text: string): readonly ProfileInput[] {
  const keys = ['iccid', 'eid', 'state', 'smdp_address', 'matching_id', 'notifies_deletion', 'label', 'imei'];
  return jsonItems(text, keys, MOST_PROFILES).map((item) => {
    const optional = <T>(key: string, read: (text: string) => T): T | null => {
      const value = item[key];
      return value === undefined || value === null || value === '' ? null : read(textOf(value));
    };
    const notifies = optional('notifies_deletion', yesOrNo);
    return {
      iccid: parseTabledIccid(textOf(item['iccid'])),
      eid: optional('eid', parseEid),
      state: optional('state', profileState) ?? 'installed',
      smdpAddress: optional('smdp_address', hostName)?.toLowerCase() ?? null,
      matchingId: optional('matching_id', token),
      notifiesDeletion: notifies === null ? null : notifies === 'yes',
      label: optional('label', (label) => cleanText(label, 80)),
      imei: optional('imei', imeiDigits),
    };
  });
}

/** @throws HandbackError `field_invalid`. */
export function readTies(text: string): readonly Tie[] {
  return items(text, ['kind', 'role', 'label'], MOST_TIES).map(({ kind, role, label }) => {
    const shown = cleanText(textOf(label), 80);
    // It is shown to whoever signs in for this line, and the other line is somebody else's.
    if (/\d{9,}/.test(withoutSeparators(shown))) refuseField('full_number');
    return { kind: tieKind(textOf(kind)), role: tieRole(textOf(role)), label: shown };
  });
}

/** @throws HandbackError `field_invalid`, `date_invalid`. */
export function readHolds(text: string): readonly Hold[] {
  return items(text, ['kind', 'since', 'reference'], MOST_HOLDS).map(({ kind, since, reference }) => ({
    kind: holdKind(textOf(kind)),
    since: parseLocalDate(textOf(since)),
    reference: cleanText(textOf(reference), 80),
  }));
}

type Item = Readonly<Record<string, unknown>>;

function items(text: string, keys: readonly [string, string, string], most: number): readonly Item[] {
  if (text.startsWith('[')) return jsonItems(text, keys, most);
  const parts = text.split('|');
  if (parts.length > most) refuseField('too_many', { most });
  return parts.map((part) => {
    const [first, second, ...rest] = part.split(':');
    if (second === undefined || rest.length === 0) refuseField('form');
    // A label or a reference may hold a colon; the two before it cannot.
    return { [keys[0]]: first, [keys[1]]: second, [keys[2]]: rest.join(':') };
  });
}

function jsonItems(text: string, keys: readonly string[], most: number): readonly Item[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    refuseField('not_json');
  }
  if (!Array.isArray(parsed)) refuseField('not_json');
  if (parsed.length > most) refuseField('too_many', { most });
  for (const item of parsed as readonly unknown[]) {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) refuseField('not_json');
    for (const key of Object.keys(item))
      if (!keys.includes(key)) {
        const meant = nearestName(key.slice(0, 60), keys);
        refuseField('unknown_field', { name: key.slice(0, 60), ...(meant === null ? {} : { meant }) });
      }
  }
  return parsed as readonly Item[];
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') refuseField('not_text');
  return value.trim() === '' ? refuseField('form') : value;
}
