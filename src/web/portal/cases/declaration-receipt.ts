import type { Receipt } from '../../../operations/cases/declarations/declare-publicly.ts';
import type { OpenReceipt, Visit } from '../../kit/visit.ts';

/** A public declaration's receipt, as it is shown after the form. */
export interface NewReceipt {
  readonly reference: string;
  readonly secret: string;
  readonly receivedAt: string;
  readonly expiresAt: string;
}

const NEW = 'hb_declared';
const NEW_SECONDS = 900;
const OPENED = 'hb_declaration';
const OPENED_SECONDS = 1_800;

export function keepDeclaration({ jar }: Visit, made: Receipt): void {
  const kept: NewReceipt = {
    reference: made.reference,
    secret: made.receiptSecret,
    receivedAt: made.receivedAt.toISOString(),
    expiresAt: made.expiresAt.toISOString(),
  };
  jar.keepSealed(NEW, kept, NEW_SECONDS);
}

export function keptDeclaration({ jar }: Visit): NewReceipt | null {
  return jar.sealed<NewReceipt>(NEW);
}

export function keepOpened({ jar }: Visit, given: OpenReceipt): void {
  jar.keepSealed(OPENED, given, OPENED_SECONDS);
}

/** The receipt with which a declaration was opened a while ago. */
export function openedDeclaration({ jar }: Visit): OpenReceipt | null {
  return jar.sealed<OpenReceipt>(OPENED);
}
