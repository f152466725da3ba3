import type { Imsi } from '../../domain/values/imsi.ts';
import type { Msisdn } from '../../domain/values/msisdn.ts';
import type { HlrSubscriber, NodeRef } from '../../ports/hlr.ts';
import type { RestAnswer } from './rest-client.ts';

/** A row of a table of PyHSS (`lib/database.py`), as its API gives it back. */
export type Row = Readonly<Record<string, unknown>>;

/** A row of PyHSS's table of subscribers, and what of it Handback needs. */
export interface SubscriberRow {
  readonly subscriberId: number;
  readonly aucId: number | null;
  readonly servingMme: string | null;
  readonly servingMmeRealm: string | null;
  /** The Diameter peer on the way to the MME, without the name of the HSS behind it. */
  readonly servingMmePeer: string | null;
  readonly subscriber: HlrSubscriber;
  readonly row: Row;
}

/**
 * What an answer to a question for one row says. PyHSS has no answer of its own for a row that is not there: an error of the
 * database layer becomes a ValueError, which `handle_exception` (`services/apiService.py`) turns into 400 if it knows its
 * text and else into nothing at all: status 200 (400 for IMS subscribers) and `null`. Versions before it answered 500 with
 * the text, and something else at this address answers 404. None of them proves that the row is not there: see `maybe_absent`.
 */
export type RowAnswer =
  | { readonly kind: 'row'; readonly row: Row }
  | { readonly kind: 'maybe_absent' }
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'malformed' };

/** SQLAlchemy's NoResultFound. */
const NO_ROW = /\bNo row was found\b/;

export function readRow({ status, json, isOfPyHss }: RestAnswer): RowAnswer {
  if (status === 401) return { kind: 'refused', detail: 'provisioning_key_refused' };
  if (status === 200 && isRow(json)) return { kind: 'row', row: json };
  if (!isOfPyHss) return { kind: 'malformed' };
  const isNothing = json === null && (status === 200 || status === 400);
  const isNoRow = isRow(json) && NO_ROW.test(String(json['reason'] ?? json['Reason'] ?? ''));
  return isNothing || isNoRow ? { kind: 'maybe_absent' } : { kind: 'malformed' };
}

/** `{'Result': 'OK'}` (`lib/database.py`, `DeleteObj`). */
export const isDeleted = ({ status, json }: RestAnswer): boolean =>
  status === 200 && isRow(json) && json['Result'] === 'OK';

/** A list, even an empty one: the API is here, and its database answers. */
export const isList = ({ status, json, isOfPyHss }: RestAnswer): boolean =>
  isOfPyHss && status === 200 && Array.isArray(json);

/** What PyHSS says of a Cancel-Location that it shall send (`services/apiService.py`, `PyHSS_Push_CLR`). */
export function readPush({
  status,
  json,
}: RestAnswer): 'queued' | 'not_queued' | 'refused' | 'not_understood' {
  if (status === 401) return 'refused';
  const result = isRow(json) ? String(json['result'] ?? '') : '';
  if (status === 200 && result.startsWith('Successfully queued CLR')) return 'queued';
  // The peer is not connected to PyHSS (`lib/diameter.py`, `sendDiameterRequest`).
  if (status === 400 && result.startsWith('Failed queueing CLR')) return 'not_queued';
  return 'not_understood';
}

/** Null where it is no row of that table. */
export function readSubscriber(row: Row): SubscriberRow | null {
  const { subscriber_id: subscriberId, imsi, enabled, nam } = row;
  if (typeof subscriberId !== 'number' || typeof imsi !== 'string' || !/^\d{6,15}$/.test(imsi)) return null;
  // As PyHSS itself asks (`enabled == 0`, `lib/diameter.py`): a subscriber without the flag may attach.
  const isEnabled = enabled !== false && enabled !== 0;
  const mme = text(row['serving_mme']);
  const realm = text(row['serving_mme_realm']);
  return {
    subscriberId,
    aucId: typeof row['auc_id'] === 'number' ? row['auc_id'] : null,
    servingMme: mme,
    servingMmeRealm: realm,
    servingMmePeer: text(row['serving_mme_peer'])?.split(';')[0] ?? null,
    subscriber: {
      imsi: imsi as Imsi,
      msisdn: msisdnOf(row['msisdn']),
      csEnabled: isEnabled && nam !== ONLY_PACKET,
      psEnabled: isEnabled,
      servingNodes: [
        ...node('cs', text(row['serving_vlr']) ?? text(row['serving_msc'])),
        ...node('ps', mme, realm),
        ...node('ps', text(row['serving_sgsn'])),
      ],
    },
    row,
  };
}

/** Network-Access-Mode. TS 29.272 section 7.3.21. */
const ONLY_PACKET = 2;

const node = (domain: NodeRef['domain'], name: string | null, realm: string | null = null): NodeRef[] =>
  name === null ? [] : [{ domain, name, ...(realm !== null && { realm }) }];

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** PyHSS keeps digits without the plus. Short numbers of a test network are no MSISDN (ITU-T E.164). */
function msisdnOf(value: unknown): Msisdn | null {
  const digits = text(value)?.replace(/^\+/, '');
  return digits !== undefined && /^[1-9]\d{6,14}$/.test(digits) ? (`+${digits}` as Msisdn) : null;
}

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
