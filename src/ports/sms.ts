import type { TextAddress } from '../domain/texts/text-sender.ts';
import type { Msisdn } from '../domain/values/msisdn.ts';
import type { PartIds, PartsTaken } from './delivery-error.ts';

export interface SmsMessage {
  /** Stable across retries; printed in the text, so that a duplicate is recognised by its reader. */
  readonly reference: string;
  readonly to: Msisdn;
  readonly text: string;
  /** Goes before what is not: somebody waits for it. */
  readonly urgent?: boolean;
  /** Parts that the message centre took at an earlier try, as a `DeliveryError` named them: they are not sent again. */
  readonly partsTaken?: PartsTaken | null;
}

/** Where a part of a long text belongs. */
export interface TextPart {
  /** The sender's own number for the whole, used again after some time. */
  readonly number: number;
  readonly total: number;
  /** From 1. */
  readonly which: number;
}

/** A text from a phone, or a part of one, as a message centre hands it over. */
export interface DeliveredText {
  /** As the message centre names it; null where it names none. */
  readonly messageId: string | null;
  readonly from: TextAddress;
  /** The number or short code that it was sent to. */
  readonly to: string;
  /** Null for a body that is no text in an alphabet that is known. */
  readonly text: string | null;
  readonly part: TextPart | null;
}

/** What a message centre says became of a part that it took. It is the word of one peer, and proves nothing to anybody. */
export interface DeliveryReceipt {
  /** As its answer named the part. */
  readonly partId: string;
  readonly state: 'delivered' | 'undeliverable';
  /** State and error in its own words, e.g. `EXPIRED/005`. */
  readonly said: string;
}

/** Stores a receipt durably; when it throws, the message centre is told to try again later. */
export type ReceiptTaker = (receipt: DeliveryReceipt) => Promise<void>;

/** Stores a text durably; when it throws, the message centre is told to try again later. */
export type TextTaker = (text: DeliveredText) => Promise<void>;

/**
 * Sends text messages; at-least-once: a crash between sending and noting it can send one message twice, and a part whose
 * answer was lost is sent again at the next try.
 */
export interface Sms {
  /** No `send` takes longer, however long the message centre makes us wait. */
  readonly callTimeoutMs: number;
  /**
   * Resolves when the message centre has taken every part. Failures are thrown as `DeliveryError`, with what was taken; a
   * `ConnectorError` is understood too, and tells less.
   */
  send(message: SmsMessage): Promise<{
    readonly parts: number;
    /** How it calls what it took, where it says so: by that its receipts name it. */
    readonly partIds?: PartIds;
  }>;
  /**
   * From now on hands over what phones send, and what became of what was sent to them, and keeps the connection for it. A text is acknowledged once `take` has stored it;
   * one whose acknowledgement is lost comes again. Absent where a peer only sends.
   */
  receive?(take: TextTaker, receipts?: ReceiptTaker): void;
  close(): Promise<void>;
}
