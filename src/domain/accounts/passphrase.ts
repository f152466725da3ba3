import { HandbackError } from '../errors.ts';

/** The key of a ZIP is made of its passphrase by 1,000 rounds only: what is short is guessed. */
export const SHORTEST_PASSPHRASE = 12;
export const LONGEST_PASSPHRASE = 100;
const FEWEST_SYMBOLS = 5;
/** So many characters at least follow from none before them. */
const FEWEST_STEPS = 8;
/** What fingers and people run along. */
const RUNS = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

export type PassphraseFault = 'too_short' | 'too_long' | 'letters' | 'too_simple' | 'known_of_you';

/**
 * A passphrase for an archive. Programs for archives do not agree on how letters beyond ASCII become bytes, so that one with them would
 * open on one computer and on no other.
 *
 * @param known numbers that others know of the person: their telephone number, their document
 * @throws HandbackError `passphrase_invalid`, with the reason
 */
export function parsePassphrase(text: string, known: readonly string[] = []): string {
  const reason = reasonAgainst(text, known);
  if (reason !== null) throw new HandbackError('passphrase_invalid', { reason });
  return text;
}

function reasonAgainst(text: string, known: readonly string[]): PassphraseFault | null {
  if (!/^[\x20-\x7e]*$/.test(text)) return 'letters';
  if (text.trim().length < SHORTEST_PASSPHRASE) return 'too_short';
  if (text.length > LONGEST_PASSPHRASE) return 'too_long';
  if (isSimple(text.trim().toLowerCase())) return 'too_simple';
  const bare = bareOf(text);
  // Of a number and little else; the country's code may be left out.
  const isKnown = known.map(bareOf).some((one) => one.length >= 6 && bare.includes(one.slice(-11)));
  return isKnown ? 'known_of_you' : null;
}

/** Few characters, the same piece over and over, or runs along the alphabet and the keyboard: what is tried first. */
function isSimple(text: string): boolean {
  const isRepeated = `${text}${text}`.indexOf(text, 1) < text.length;
  const steps = [...text].filter((character, n) => n === 0 || !follows(text[n - 1]!, character)).length;
  return isRepeated || steps < FEWEST_STEPS || new Set(text).size < FEWEST_SYMBOLS;
}

const follows = (before: string, after: string): boolean =>
  before === after || RUNS.some((run) => run.includes(before + after) || run.includes(after + before));

const bareOf = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
