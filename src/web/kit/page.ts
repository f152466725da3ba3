import type { ComponentChildren } from 'preact';
import type { ErrorCode } from '../../domain/errors.ts';
import type { Visit } from './visit.ts';

/** What a person gave, as given, and what was wrong with it. */
export interface Form {
  readonly values: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
}

export interface FieldError {
  /** The name of the input; null where none is at fault. */
  readonly field: string | null;
  readonly title: string;
  readonly detail: string;
  /** Nothing went wrong: it only says what is left to do. */
  readonly calm?: true;
}

export const BLANK: Form = { values: {}, errors: [] };

export interface PageAnswer {
  readonly kind: 'page';
  readonly title: string;
  readonly body: ComponentChildren;
  readonly status?: number;
  /** Where the back link leads; null on pages that nothing comes before. */
  readonly back: string | null;
  /** Whether the page holds a form (`MainForm`) whose content must survive a change of language. */
  readonly form?: boolean;
  /** Islands beside the one that every page has. */
  readonly islands?: readonly string[];
  /** Seconds after which a page without JavaScript loads itself again. */
  readonly refresh?: number | null;
  /** For search engines: only pages without anything personal. */
  readonly indexed?: boolean;
  /** Where the browser goes on by itself. */
  readonly leadsTo?: string;
  /** What this page's scripts may use beside the usual: a camera, and WebAssembly that reads its pictures. */
  readonly camera?: true;
}

export type Answer =
  | PageAnswer
  | {
      readonly kind: 'go';
      readonly to: string;
      /** The browser is told to forget all that it has of us. Over plain HTTP it does not listen. */
      readonly leaving?: true;
      /** The browser is told to forget what it has of the pages, and to keep who signed in. */
      readonly forgetting?: true;
    }
  | { readonly kind: 'again'; readonly errors: readonly FieldError[] }
  | {
      readonly kind: 'file';
      readonly type: string;
      readonly name: string;
      /** Shown by the browser instead of kept. */
      readonly inline?: true;
      /** Or what is sent as it is made, for what may be long. */
      readonly bytes: Uint8Array | string | AsyncIterable<string | Uint8Array>;
    };

/** What is sent as it is made, with its beginning made already: a refusal is answered as one, and not in the middle of a file. */
export async function begun(parts: AsyncIterable<string>): Promise<AsyncIterable<string>> {
  const all = parts[Symbol.asyncIterator]();
  const first = await all.next();
  return (async function* () {
    if (first.done) return;
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => all };
  })();
}

export const go = (to: string): Answer => ({ kind: 'go', to });

/** One question of the portal or a desk: how it is asked and, where it takes an answer, what happens with it. */
export interface Page<V extends Visit = Visit> {
  readonly path: string;
  /** Without a session it leads to the start page, with a notice. */
  readonly signedIn?: boolean;
  readonly show?: (visit: V, form: Form) => Promise<Answer>;
  /** Nothing of what is typed here is kept where a session is over: it is worth nothing without what was before. */
  readonly keepsNothing?: true;
  /** What a refusal concerns: the input that each error code belongs to. */
  readonly fields?: Partial<Readonly<Record<ErrorCode, string | null>>>;
  readonly submit?: (visit: V) => Promise<Answer>;
  /** A form with a file of at most so many bytes: its parts are read as multipart. */
  readonly upload?: number;
  /** A form with one file of at most so many bytes that is read while it comes in: its fields stand before it. */
  readonly streams?: number;
  /**
   * A form with several files: at most so many, each and all together of so many bytes. What is larger is let go, and its input
   * stands in `shed`.
   */
  readonly uploads?: { readonly most: number; readonly each: number; readonly all: number };
}
