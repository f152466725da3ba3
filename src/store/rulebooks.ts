import type { RulesOfDecision } from '../domain/cases/decision.ts';
import { HandbackError } from '../domain/errors.ts';
import type { Route } from '../domain/rules/route.ts';
import { rulesOfRoute } from '../domain/rules/route-rules.ts';
import { type ResolvedRules, type Rulebook, rulesFor, rulesForDecision } from '../domain/rules/rulebook.ts';
import { type LocalDate, localDateAt } from '../domain/values/local-date.ts';
import type { Pool } from './database/database.ts';

/** The rulebooks in force, and every earlier version that an open case may have pinned. */
export class Rulebooks {
  readonly #current: ReadonlyMap<string, Rulebook>;
  readonly #all: ReadonlyMap<string, Rulebook>;
  readonly #resolved = new Map<string, ResolvedRules>();

  private constructor(current: readonly Rulebook[], all: readonly Rulebook[]) {
    this.#current = new Map(current.map((book) => [book.jurisdiction, book]));
    this.#all = new Map(all.map((book) => [`${book.jurisdiction} ${book.version}`, book]));
  }

  /**
   * Stores the loaded rulebooks beside the earlier ones.
   * @throws HandbackError `rulebook_invalid` if a file changed but kept its version: open cases have pinned the other text.
   */
  static async open(pool: Pool, loaded: readonly Rulebook[]): Promise<Rulebooks> {
    for (const book of loaded) {
      const { rows } = await pool.query<{ same: boolean }>(
        `with put as (insert into rulebook (jurisdiction, version, body) values ($1, $2, $3) on conflict do nothing)
         select body = $3::jsonb as same from rulebook where jurisdiction = $1 and version = $2`,
        [book.jurisdiction, book.version, JSON.stringify(book)],
      );
      if (rows[0]?.same === false) {
        throw new HandbackError('rulebook_invalid', {
          jurisdiction: book.jurisdiction,
          version: book.version,
          reason: 'changed_without_new_version',
        });
      }
    }
    const { rows } = await pool.query<{ body: Rulebook }>('select body from rulebook');
    return new Rulebooks(
      loaded,
      rows.map((row) => row.body),
    );
  }

  /** All that this process knows, each with its jurisdiction. Another process may have brought newer ones since. */
  get versions(): readonly string[] {
    return [...this.#all.keys()];
  }

  get jurisdictions(): readonly string[] {
    return [...this.#current.keys()].sort();
  }

  /** The rules of today. */
  current(jurisdiction: string, province: string | null, now: Date): ResolvedRules {
    const book = this.#current.get(jurisdiction);
    if (book === undefined) throw new HandbackError('rulebook_missing', { jurisdiction });
    return this.#resolve(book, province, localDateAt(now, book.timeZone));
  }

  /** The rules for a decision of an open case: as of its declaration, save those marked `running`. */
  forCase(
    pinned: {
      jurisdiction: string;
      province: string | null;
      rulebookVersion: string;
      declaredAt: Date;
      route: Route | null;
    },
    now: Date,
  ): ResolvedRules {
    const book = this.#book(pinned.jurisdiction, pinned.rulebookVersion);
    const then = localDateAt(pinned.declaredAt, book.timeZone);
    const key = `${pinned.jurisdiction} ${pinned.rulebookVersion} ${pinned.province} ${then} ${localDateAt(now, book.timeZone)} ${pinned.route} case`;
    return this.#cached(key, () =>
      rulesOfRoute(
        rulesForDecision(
          this.#resolve(book, pinned.province, then),
          this.current(pinned.jurisdiction, pinned.province, now),
        ),
        pinned.route,
      ),
    );
  }

  /** The rules of a decision of the past. @throws HandbackError `rulebook_missing` */
  asDecided({ jurisdiction, province, version, on, running, route }: RulesOfDecision): ResolvedRules {
    const then = this.#resolve(this.#book(jurisdiction, version), province, on);
    const decided =
      running === null
        ? then
        : rulesForDecision(
            then,
            this.#resolve(this.#book(jurisdiction, running.version), province, running.on),
          );
    return rulesOfRoute(decided, route);
  }

  #book(jurisdiction: string, version: string): Rulebook {
    const book = this.#all.get(`${jurisdiction} ${version}`);
    if (book === undefined) throw new HandbackError('rulebook_missing', { jurisdiction, version });
    return book;
  }

  #resolve(book: Rulebook, province: string | null, on: LocalDate): ResolvedRules {
    return this.#cached(`${book.jurisdiction} ${book.version} ${province} ${on}`, () =>
      rulesFor(book, province, on),
    );
  }

  #cached(key: string, make: () => ResolvedRules): ResolvedRules {
    let rules = this.#resolved.get(key);
    if (rules === undefined) {
      // A day's keys are few; what piles up over months is dropped.
      if (this.#resolved.size > 2_000) this.#resolved.clear();
      rules = make();
      this.#resolved.set(key, rules);
    }
    return rules;
  }
}
