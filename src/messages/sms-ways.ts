import type { TextWish } from '../domain/rules/text-rules.ts';

/** What every message may say of its sender, in the reader's words. */
export interface Ways {
  readonly portal: string;
  /** How to call: with the number where there is one. */
  readonly call: string;
  /** The number that the message is about, masked; or what a line without one is called. */
  readonly line: string;
}

/** What a line is told of itself, formatted for its reader already. */
export interface LineAnswer {
  /** What ending it now costs; null where that is not known. */
  readonly total: string | null;
  readonly items: readonly { readonly name: string; readonly amount: string }[];
  /** What the account has left; null for nothing. */
  readonly credit: string | null;
  /** Titles only: what they are about can be somebody else's. */
  readonly inTheWay: readonly string[];
  /** The first day that can be the last one, where that is not today. */
  readonly earliest: string | null;
  readonly underWay: boolean;
  readonly url: string;
}

/** The words that can be texted, in the reader's script. */
export interface AskedWords {
  readonly words: readonly { readonly wish: TextWish; readonly word: string }[];
}
