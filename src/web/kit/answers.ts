import { type ErrorCode, HandbackError } from '../../domain/errors.ts';
import { fieldError } from './faults.tsx';
import type { Answer, FieldError } from './page.ts';
import type { Visit } from './visit.ts';

/** Reads a form input by input and keeps every refusal, so that a person is told of all of them at once. */
export class Answers {
  readonly #visit: Visit;
  readonly #errors: FieldError[] = [];

  constructor(visit: Visit) {
    this.#visit = visit;
  }

  /**
   * What `read` makes of the input; null where it refuses, which is kept.
   * @param about Named before the refusal, where a form has several inputs of its kind.
   */
  read<T>(field: string, read: () => T, about?: string): T | null {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof HandbackError)) throw error;
      const told = fieldError(this.#visit, error, field);
      const { labelled } = this.#visit.t.punctuation;
      this.#errors.push(about === undefined ? told : { ...told, title: labelled(about, told.title) });
      return null;
    }
  }

  /** As `read`, for what is asked of the server; refusals of other codes are thrown. */
  async ask<T>(field: string, codes: readonly ErrorCode[], ask: () => Promise<T>): Promise<T | null> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof HandbackError) || !codes.includes(error.code)) throw error;
      this.#errors.push(fieldError(this.#visit, error, field));
      return null;
    }
  }

  /** What was typed, without spaces around it; nothing at all is a refusal. */
  filled(field: string, title: string): string {
    const typed = (this.#visit.values[field] ?? '').trim();
    if (typed === '') this.refuse(field, title);
    return typed;
  }

  /** Which of some words was chosen; anything else is a refusal, and then the first stands in, which nobody uses. */
  oneOf<T extends string>(field: string, words: readonly T[], title: string): T {
    const chosen = words.find((one) => one === this.#visit.values[field]);
    if (chosen === undefined) this.refuse(field, title);
    return chosen ?? words[0]!;
  }

  refuse(field: string, title: string, detail = ''): void {
    this.#errors.push({ field, title, detail });
  }

  /** The form again, with all that was refused; null where nothing was. */
  get refused(): Answer | null {
    return this.#errors.length === 0 ? null : { kind: 'again', errors: this.#errors };
  }
}
