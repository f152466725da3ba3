import type { ResolvedRules } from '../../domain/rules/rulebook.ts';
import type { Msisdn } from '../../domain/values/msisdn.ts';
import { addPeriod } from '../../domain/values/period.ts';
import { ConnectorError } from '../../ports/connector-error.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import { aliveCode, codesOfLine, keepCode } from '../../store/texts/switching-codes.ts';
import type { Operations } from '../context.ts';

export interface LeaveCode {
  readonly code: string;
  readonly expiresAt: Date;
}

/**
 * The code by which another operator ends this line for its holder: the one that is still good, else a new one. Asking for it ends
 * nothing.
 *
 * @returns null where there are none here, or the system that keeps them does not answer
 */
export async function leaveCode(
  op: Operations,
  record: LineRecord,
  msisdn: Msisdn,
  rules: ResolvedRules,
): Promise<LeaveCode | null> {
  const { validDays } = rules.settings.switching_codes.value;
  if (validDays === null || op.switchingCodes === null) return null;
  const now = op.clock.now();
  const of = { lineId: record.line.lineId, holderId: record.holderId };
  // Two who ask at once ask under the same key, and get the same code. Counted before the look: one that is kept in between is seen by it.
  const key = `${of.lineId}/${await codesOfLine(op.pool, of.lineId)}`;
  const alive = await aliveCode(op.pool, op.vault, of, now);
  if (alive !== null) return alive;
  const expiresAt = addPeriod(now, { unit: 'days', amount: validDays }, rules.timeZone);
  try {
    const { code } = await op.switchingCodes.issue({ key, msisdn, expiresAt });
    await keepCode(op.pool, op.vault, { ...of, code, key, issuedAt: now, expiresAt });
    return (await aliveCode(op.pool, op.vault, of, now)) ?? { code, expiresAt };
  } catch (error) {
    if (error instanceof ConnectorError) return null;
    throw error;
  }
}
