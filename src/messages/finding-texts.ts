import type { Clearing } from '../domain/cases/finding.ts';
import type { CheckName } from '../domain/rules/rulebook.ts';

/** What a finding's words may show; all of it is formatted for the reader already. */
export interface Shown {
  readonly amount: string;
  readonly date: string;
  /** From which a notice period counts. */
  readonly received: string;
  readonly label: string;
  readonly months: number;
  readonly reference: string;
  readonly main: boolean;
  readonly channels: string;
  readonly system: string;
}

export type CheckTexts = Readonly<
  Record<CheckName, { readonly title: string; readonly text: (f: Shown) => string }>
>;

export type ActionTexts = Readonly<Record<Clearing['action'], (f: Shown) => string>>;
