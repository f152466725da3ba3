import type { AccountTable, AccountTableName, OwnTable } from '../../domain/accounts/account-content.ts';
import { RECORD_COLUMNS, RECORD_KINDS, type RecordKind } from '../../domain/accounts/customer-records.ts';
import type { CustomerRecords, RecordsOf } from '../../ports/customer-records.ts';
import { messageRows, numberRows, personRow, requestRows } from '../../store/accounts/account-rows.ts';
import { profilesOfLines } from '../../store/lines/esim-profiles.ts';
import { findLines } from '../../store/lines/lines.ts';
import { contactsOf, type Party } from '../../store/people/parties.ts';
import { withoutConfidential } from '../access/confidential.ts';
import type { Operations } from '../context.ts';

type Cell = string | number | Date | null;

/** The columns of our own tables; those of the operator's records are `RECORD_COLUMNS`. */
const OWN_COLUMNS: Readonly<Record<OwnTable, readonly string[]>> = {
  person: ['kind', 'name', 'document_type', 'document_country', 'document_number', 'language'],
  contacts: ['channel', 'value', 'verified_at', 'changed_at'],
  lines: [
    'line_id',
    'status',
    'plan',
    'payment',
    'opened_on',
    'jurisdiction',
    'access',
    'imsi',
    'iccid',
    'eid',
    'device',
  ],
  numbers: ['line_id', 'number', 'from', 'to'],
  requests: [
    ...[
      'reference',
      'line_id',
      'channel',
      'declared_at',
      'confirmed_at',
      'service_ended_at',
      'closed_at',
      'outcome',
    ],
    'certificate_id',
  ],
  messages: ['sent_at', 'channel', 'kind', 'text'],
};

const isRecordKind = (name: AccountTableName): name is RecordKind =>
  (RECORD_KINDS as readonly string[]).includes(name);

/** A table of what is held of a person; it is read when its rows are asked for, and once more when they are asked for again. */
export function accountTable(
  op: Operations,
  of: { readonly party: Party; readonly lineIds: readonly string[] },
  records: CustomerRecords | null,
  name: AccountTableName,
): AccountTable {
  if (isRecordKind(name)) {
    const asked: RecordsOf = { holderId: of.party.partyId, lineIds: of.lineIds };
    const columns = RECORD_COLUMNS[name].map((column) => column.name);
    return { columns, rows: records === null ? nothing() : records.read(asked, name) };
  }
  return { columns: OWN_COLUMNS[name], rows: inOnePart(() => ownRows(op, of, name)) };
}

async function* nothing(): AsyncGenerator<readonly (readonly string[])[]> {}

async function* inOnePart(
  read: () => Promise<readonly (readonly Cell[])[]>,
): AsyncGenerator<readonly (readonly string[])[]> {
  yield (await read()).map((row) => row.map(asText));
}

const asText = (cell: Cell): string =>
  cell === null ? '' : cell instanceof Date ? cell.toISOString() : String(cell);

async function ownRows(
  op: Operations,
  { party, lineIds }: { readonly party: Party; readonly lineIds: readonly string[] },
  name: OwnTable,
): Promise<readonly (readonly Cell[])[]> {
  const { pool, vault } = op;
  switch (name) {
    case 'person': {
      const person = await personRow(pool, vault, party);
      if (person === null) return [];
      const { kind, documentType, documentCountry, document, language } = person;
      return [[kind, person.name, documentType, documentCountry, document, language]];
    }
    case 'contacts':
      return (await contactsOf(pool, vault, party)).map(({ channel, value, verifiedAt, changedAt }) => [
        ...[channel, value, verifiedAt, changedAt],
      ]);
    case 'lines':
      return lineRows(op, lineIds);
    case 'numbers':
      return (await numberRows(pool, lineIds)).map(({ lineId, msisdn, from, to }) => [
        lineId,
        msisdn,
        from,
        to,
      ]);
    case 'requests':
      return (await requestRows(pool, party.partyId, lineIds)).map((r) => [
        ...[r.reference, r.lineId, r.channel, r.declaredAt, r.confirmedAt, r.serviceEndedAt, r.closedAt],
        ...[r.outcome, r.certificateId],
      ]);
    case 'messages':
      return (await messageRows(pool, vault, party)).map(({ at, channel, kind, text }) => [
        at,
        channel,
        kind,
        text,
      ]);
  }
}

/** A row for each card and eSIM profile of each line; one without them for a line that has none any more. */
async function lineRows(op: Operations, lineIds: readonly string[]): Promise<readonly (readonly Cell[])[]> {
  const found = await findLines(op.pool, lineIds);
  const profiles = await profilesOfLines(op.pool, lineIds);
  return lineIds.flatMap((lineId) => {
    const record = found.get(lineId);
    const known = record === undefined ? null : withoutConfidential(record);
    if (known === null) return [];
    const { status, plan, payment, openedOn, jurisdiction, accesses } = known.line;
    const line = [lineId, status, plan.name, payment, openedOn, jurisdiction];
    const ways = [
      ...accesses.map(({ kind, imsi, iccid, eid }) => [kind, imsi, iccid, eid, null]),
      ...profiles
        .filter((one) => one.lineId === lineId && !accesses.some(({ iccid }) => iccid === one.iccid))
        .map(({ iccid, eid, imei }) => ['esim', null, iccid, eid, imei]),
    ];
    return (ways.length === 0 ? [[null, null, null, null, null]] : ways).map((way) => [...line, ...way]);
  });
}
