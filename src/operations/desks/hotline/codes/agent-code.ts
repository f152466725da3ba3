import type { LocalDate } from '../../../../domain/values/local-date.ts';
import type { Vault } from '../../../../store/database/vault.ts';

export interface AgentCodeOf {
  readonly subject: string;
  /** Of the operator's own zone. */
  readonly day: LocalDate;
  /** The call, by the attendance that was begun for it. */
  readonly attendanceId: string;
}

const CODES = 1_000_000n;

/** The code of an agent in one call on one day, from our keys alone: it is stored nowhere. 64 bits over a million are even enough. */
export function agentCode(vault: Vault, { subject, day, attendanceId }: AgentCodeOf): string {
  const bits = vault.index('agent code', JSON.stringify([subject, day, attendanceId])).readBigUInt64BE();
  return String(bits % CODES).padStart(6, '0');
}
