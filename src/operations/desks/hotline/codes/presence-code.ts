import { codeFromBytes } from '../../../../domain/people/verification.ts';
import type { Operations } from '../../../context.ts';

const CODES = 10_000;
/** The largest multiple of ten thousand in 16 bits: draws from here up would make low codes likelier. */
const UNBIASED = 60_000;

/** Four digits, each code equally likely. */
export function drawPresenceCode(op: Operations): string {
  for (;;) {
    const draw = op.vault.random(2).readUInt16BE();
    if (draw < UNBIASED) return String(draw % CODES).padStart(4, '0');
  }
}

/** Six digits, for what counts as a factor at the hotline. */
export function drawLongCode(op: Operations): string {
  for (;;) {
    const code = codeFromBytes(op.vault.random(24));
    if (code !== null) return code;
  }
}

/** Keyed with the line, so that a copy of the table does not give away a code that is still good. */
export function presenceHash(op: Operations, lineId: string, code: string): Buffer {
  return op.vault.index('presence code', JSON.stringify([lineId, code]));
}
