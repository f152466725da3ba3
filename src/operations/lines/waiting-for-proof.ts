import type { LocalDate } from '../../domain/values/local-date.ts';
import type { WaitingDeclaration } from '../../store/cases/declarations.ts';

/** Somebody declared the end of a line through the public form, and its holder has not said yet that it was them. */
export interface WaitingForProof {
  readonly reference: string;
  readonly receivedAt: Date;
  readonly expiresAt: Date;
  /** The day that the form named: it binds nobody. */
  readonly wantedEndOn: LocalDate | null;
}

export function waitingForProof({
  reference,
  receivedAt,
  expiresAt,
  body,
}: WaitingDeclaration): WaitingForProof {
  return { reference, receivedAt, expiresAt, wantedEndOn: body.endOn };
}
