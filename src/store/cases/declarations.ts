import type { LocalDate } from '../../domain/values/local-date.ts';
import type { Db } from '../database/database.ts';
import type { Vault } from '../database/vault.ts';

/** A declaration that came through the public form, as it is kept. */
export interface StoredDeclaration {
  readonly reference: string;
  /** Who had the number when it was received; null where nobody had, or the holder had said that such forms are not theirs. */
  readonly lineId: string | null;
  readonly holderId: string | null;
  /** The case that came of it. */
  readonly caseId: string | null;
  readonly receivedAt: Date;
  readonly expiresAt: Date;
  readonly receiptHash: Buffer;
}

/** The form as it was sent, in the keys under which it is kept. */
export interface DeclarationBody {
  readonly number: string;
  readonly name: string;
  readonly contact: string;
  readonly reason: string | null;
  readonly endOn: LocalDate | null;
}

const CONTEXT = 'declaration';

const COLUMNS = `reference, line_id as "lineId", holder_id as "holderId", case_id as "caseId", received_at as "receivedAt",
  expires_at as "expiresAt", receipt_hash as "receiptHash"`;

/** Under what declarations about a number are found, whether or not anybody has it. */
export function numberIndex(vault: Vault, msisdn: string): Buffer {
  return vault.index('declared number', msisdn);
}

/** Makes declarations about one number wait for each other, so that of a hundred at once one is told of. */
export async function lockDeclarations(tx: Db, number: Buffer): Promise<void> {
  await tx.query({
    name: 'lock-declarations',
    text: `select pg_advisory_xact_lock(hashtextextended('declaration ' || encode($1, 'hex'), 0))`,
    values: [number],
  });
}

export interface EarlierDeclarations {
  /** The holder said a while ago that they sent none. */
  readonly quiet: boolean;
  /** The holder was told of another one within the last day. */
  readonly told: boolean;
}

/** What there is to know of earlier declarations about a number. `holderId` is null for a number that nobody has. */
export async function earlierDeclarations(
  tx: Db,
  asked: { readonly number: Buffer; readonly holderId: string | null; readonly now: Date },
): Promise<EarlierDeclarations> {
  const { rows } = await tx.query<EarlierDeclarations>({
    name: 'earlier-declarations',
    text: `select coalesce(bool_or(quiet_until > $3), false) as quiet,
        coalesce(bool_or(told_at > $3 - interval '1 day'), false) as told
      from declaration where number_bidx = $1 and holder_id is not distinct from $2
        and (told_at is not null or quiet_until is not null)`,
    values: [asked.number, asked.holderId, asked.now],
  });
  return rows[0]!;
}

export interface NewDeclaration extends Omit<StoredDeclaration, 'caseId'> {
  readonly number: Buffer;
  readonly toldAt: Date | null;
  /** Kept under the operator's key: no person is known yet. */
  readonly body: DeclarationBody;
}

export async function insertDeclaration(tx: Db, vault: Vault, made: NewDeclaration): Promise<void> {
  await tx.query({
    name: 'insert-declaration',
    text: `insert into declaration
        (reference, number_bidx, line_id, holder_id, received_at, expires_at, receipt_hash, told_at, body_enc)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    values: [
      made.reference,
      made.number,
      made.lineId,
      made.holderId,
      made.receivedAt,
      made.expiresAt,
      made.receiptHash,
      made.toldAt,
      vault.encrypt(vault.operatorKey, CONTEXT, JSON.stringify(made.body)),
    ],
  });
}

export async function findDeclaration(db: Db, reference: string): Promise<StoredDeclaration | null> {
  const { rows } = await db.query<StoredDeclaration>({
    name: 'find-declaration',
    text: `select ${COLUMNS} from declaration where reference = $1`,
    values: [reference],
  });
  return rows[0] ?? null;
}

export interface WaitingDeclaration extends StoredDeclaration {
  readonly body: DeclarationBody;
}

/** Most that are shown of one line: the newest, among which is the holder's own where they have just sent it. */
const MOST_WAITING = 10;

const WAITS = 'case_id is null and expires_at > $3 and quiet_until is null';

/** The declarations about the lines of a person that wait for them to say whether they sent them, the oldest first. */
export async function waitingDeclarations(
  db: Db,
  vault: Vault,
  asked: { readonly lineIds: readonly string[]; readonly holderId: string; readonly now: Date },
): Promise<ReadonlyMap<string, readonly WaitingDeclaration[]>> {
  const { rows } = await db.query<StoredDeclaration & { lineId: string; bodyEnc: Buffer }>({
    name: 'waiting-declarations',
    text: `select d.* from unnest($1::text[]) as asked (line_id)
      cross join lateral (
        select ${COLUMNS}, body_enc as "bodyEnc" from declaration
        where line_id = asked.line_id and holder_id = $2 and ${WAITS}
        order by received_at desc, declaration_id desc limit ${MOST_WAITING}) d
      order by "receivedAt"`,
    values: [asked.lineIds, asked.holderId, asked.now],
  });
  const waiting = rows.map((row) => opened(vault, row));
  return Map.groupBy(waiting, ({ lineId }) => lineId!);
}

/** One that waits, by its reference, locked: of two that take it up at once one finds it. */
export async function lockWaitingDeclaration(
  tx: Db,
  vault: Vault,
  asked: {
    readonly reference: string;
    readonly lineId: string;
    readonly holderId: string;
    readonly now: Date;
  },
): Promise<WaitingDeclaration | null> {
  const { rows } = await tx.query<StoredDeclaration & { bodyEnc: Buffer }>(
    `select ${COLUMNS}, body_enc as "bodyEnc" from declaration
     where line_id = $1 and holder_id = $2 and ${WAITS} and reference = $4 for update`,
    [asked.lineId, asked.holderId, asked.now, asked.reference],
  );
  return rows[0] === undefined ? null : opened(vault, rows[0]);
}

function opened<T extends { readonly bodyEnc: Buffer }>(
  vault: Vault,
  { bodyEnc, ...row }: T,
): Omit<T, 'bodyEnc'> & { readonly body: DeclarationBody } {
  const body = JSON.parse(vault.decryptText(vault.operatorKey, CONTEXT, bodyEnc)) as DeclarationBody;
  return { ...row, body };
}

/** Notes the case that came of a declaration. */
export async function noteTakenUp(tx: Db, reference: string, caseId: string): Promise<void> {
  await tx.query('update declaration set case_id = $2 where reference = $1', [reference, caseId]);
}

/** The holder sent none of those that wait for the line. @returns how many there were */
export async function dismissDeclarations(
  tx: Db,
  asked: {
    readonly lineId: string;
    readonly holderId: string;
    readonly now: Date;
    readonly quietUntil: Date;
  },
): Promise<number> {
  const { rowCount } = await tx.query(
    `update declaration set quiet_until = $4 where line_id = $1 and holder_id = $2 and ${WAITS}`,
    [asked.lineId, asked.holderId, asked.now, asked.quietUntil],
  );
  return rowCount ?? 0;
}
