import type { PinStatus } from '../file-description.ts';
import { OK, type ReadOnlyCard } from './read-only-card.ts';
import { SimFault } from './sim-fault.ts';

export interface PinOptions {
  /** Asks for the PIN, with the tries that are left; null where nobody can be asked. */
  readonly askPin: (triesLeft: number | null) => Promise<string | null>;
  /** The last try may be used. */
  readonly lastTry: boolean;
}

/** ETSI TS 102 221 section 11.1.9.1.2 and 3GPP TS 51.011 section 9.4.5. */
const BLOCKED_STATUS: ReadonlySet<number> = new Set([0x6983, 0x9840]);

/**
 * Opens what PIN1 protects, with one try at most. `triesNow` asks a 2G card anew, whose answer to a wrong PIN does not count.
 * @throws SimFault `puk_locked`, `pin_last_try`, `pin_needed`, `pin_malformed`, `pin_wrong`
 */
export async function unlock(
  card: ReadOnlyCard,
  pin: PinStatus,
  { askPin, lastTry }: PinOptions,
  triesNow: () => Promise<number | null>,
): Promise<void> {
  const triesLeft = card.cardClass === 0xa0 ? pin.triesLeft : await triesOf(card, pin.keyReference);
  if (triesLeft === 0) throw new SimFault('puk_locked');
  if (triesLeft === 1 && !lastTry) throw new SimFault('pin_last_try');
  const given = await askPin(triesLeft);
  if (given === null) throw new SimFault('pin_needed', { triesLeft });
  // A PIN that no card could have would cost a try all the same.
  if (!/^\d{4,8}$/.test(given)) throw new SimFault('pin_malformed', { triesLeft });
  const { statusWord } = await card.verify(pin.keyReference, given);
  if (statusWord === OK) return;
  if (BLOCKED_STATUS.has(statusWord)) throw new SimFault('puk_locked');
  const left = countIn(statusWord) ?? (statusWord === 0x9804 ? await triesNow() : null);
  if (left === 0) throw new SimFault('puk_locked');
  if (statusWord === 0x9804 || countIn(statusWord) !== null)
    throw new SimFault('pin_wrong', { triesLeft: left });
  throw new SimFault('card_protocol', { detail: statusWord.toString(16).toUpperCase() });
}

/** @returns null where the card does not say */
async function triesOf(card: ReadOnlyCard, keyReference: number): Promise<number | null> {
  const { statusWord } = await card.askTriesLeft(keyReference);
  return BLOCKED_STATUS.has(statusWord) ? 0 : countIn(statusWord);
}

/** 63Cx counts the tries that are left. */
const countIn = (statusWord: number): number | null =>
  (statusWord & 0xfff0) === 0x63c0 ? statusWord & 0x0f : null;
