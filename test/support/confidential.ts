import { acceptSpecialRequest } from '../../src/operations/special/accept-request.ts';
import { viewSpecialReceipt } from '../../src/operations/special/request-by-receipt.ts';
import { type SpecialReceipt, submitSpecialRequest } from '../../src/operations/special/submit-request.ts';
import { listSpecialRequests } from '../../src/operations/special/view-request.ts';
import { receiptOf, staffNamed, VISITOR } from './actors.ts';
import type { TestInstance } from './instance.ts';
import { type SeededLine, seedLines } from './seed.ts';
import { specialForm } from './special-requests.ts';

/** Two lines of one holder: the one whose phone they carry, and the one that somebody else uses. */
export interface Household {
  readonly holder: SeededLine;
  readonly used: SeededLine;
}

export async function household(
  { operations: { pool }, vault, simulator }: TestInstance,
  from: number,
): Promise<Household> {
  const [holder, made] = await seedLines(pool, vault, 2, { from, simulator });
  await pool.query('update line set holder_id = $2 where line_id = $1', [made!.lineId, holder!.partyId]);
  return { holder: holder!, used: { ...made!, partyId: holder!.partyId } };
}

export interface SafeRequest extends SpecialReceipt {
  readonly requestId: string;
  /** Told of it, and nobody else. */
  readonly contact: string;
}

export async function safeRequest(
  { operations: op }: TestInstance,
  { used }: Household,
  wish: 'end' | 'split_off',
): Promise<SafeRequest> {
  const contact = `+8613${used.msisdn.slice(-9)}`;
  const client = { ...VISITOR, client: used.lineId };
  const receipt = (await submitSpecialRequest(
    op,
    client,
    specialForm('survivor', [used.msisdn], { wish, contact }),
  ))!;
  const { requests } = await listSpecialRequests(op, staffNamed('lin'), {
    ...{ state: 'waiting', after: null, limit: 200 },
  });
  const { requestId } = requests.find(({ reference }) => reference === receipt.reference)!;
  return { ...receipt, requestId, contact };
}

/** Accepted at the machine itself. @returns the case, of a line that ends */
export async function accepted(
  { operations: op }: TestInstance,
  { used }: Household,
  made: SafeRequest,
): Promise<{ readonly caseId: string; readonly reference: string } | null> {
  await acceptSpecialRequest(op, staffNamed('lin'), { requestId: made.requestId, lineIds: [used.lineId] });
  const reference = (await viewSpecialReceipt(op, receiptOf(made))).lines[0]!.caseReference;
  if (reference === null) return null;
  const { rows } = await op.pool.query<{ caseId: string }>(
    'select case_id as "caseId" from termination where reference = $1',
    [reference],
  );
  return { caseId: rows[0]!.caseId, reference };
}
