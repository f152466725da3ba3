import type { RulesOfDecision } from '../domain/cases/decision.ts';
import { HandbackError } from '../domain/errors.ts';
import { completedRulebook } from '../domain/rules/completed-rulebook.ts';
import type { Route } from '../domain/rules/route.ts';
import { rulesOfRoute } from '../domain/rules/route-rules.ts';
import { type ResolvedRules, type Rulebook, rulesFor, rulesForDecision } from '../domain/rules/rulebook.ts';
import { type LocalDate, localDateAt } from '../domain/values/local-date.ts';
import type { Pool } from './database/database.ts';
import { keepLoaded, type RulebookStart, type RulebookState } from './rulebook-start.ts';

export type { RulebookStart } from './rulebook-start.ts';

interface Kept {
  readonly jurisdiction: string;
  readonly version: string;
  readonly state: RulebookState;
  readonly body: Rulebook;
}

/** The rulebooks in force, and every earlier version that an open case may have pinned. */
export class Rulebooks {
  readonly #pool: Pool;
  /** As the folder had them when this process started. */
  readonly #files: ReadonlyMap<string, Rulebook>;
  #current: ReadonlyMap<string, Rulebook> = new Map();
  #all: ReadonlyMap<string, Rulebook> = new Map();
  #seen = '';
  #looking: Promise<void> = Promise.resolve();
  readonly #resolved = new Map<string, ResolvedRules>();

  private constructor(pool: Pool, files: readonly Rulebook[]) {
    this.#pool = pool;
    this.#files = new Map(files.map((book) => [book.jurisdiction, book]));
  }

  /**
   * Keeps the loaded rulebooks beside the earlier ones.
   * @throws HandbackError `rulebook_invalid` if a file changed but kept its version: open cases have pinned the other text. A
   *   version that is only proposed may change: nothing was decided by it.
   */
  static async open(
    pool: Pool,
    loaded: readonly Rulebook[],
    start: RulebookStart = 'propose',
  ): Promise<Rulebooks> {
    await keepLoaded(pool, loaded, start);
    const rulebooks = new Rulebooks(pool, loaded);
    await rulebooks.reload();
    return rulebooks;
  }

  /** Looks what is in force now: another process, or a second person, may have changed it. One look after the other. */
  reload(): Promise<void> {
    const look = this.#looking.then(() => this.#look());
    this.#looking = look.catch(() => undefined);
    return look;
  }

  async #look(): Promise<void> {
    const { rows: states } = await this.#pool.query<{ seen: string | null }>(
      `select string_agg(concat_ws(' ', jurisdiction, version, state, in_force_since), ';' order by jurisdiction, version) as seen
       from rulebook where state <> 'proposed'`,
    );
    const seen = states[0]?.seen ?? '';
    if (seen === this.#seen) return;
    const { rows } = await this.#pool.query<Kept>(
      `select jurisdiction, version, state, body from rulebook where state <> 'proposed'`,
    );
    const books = rows.map(({ body, ...row }) => ({ ...row, body: this.completed(body) }));
    this.#current = new Map(
      books.filter(({ state }) => state === 'in_force').map(({ jurisdiction, body }) => [jurisdiction, body]),
    );
    this.#all = new Map(books.map(({ jurisdiction, version, body }) => [`${jurisdiction} ${version}`, body]));
    this.#resolved.clear();
    this.#seen = seen;
  }

  /** A kept text, with what only the file of this newer Handback states. */
  completed(kept: Rulebook): Rulebook {
    return completedRulebook(kept, this.#files.get(kept.jurisdiction) ?? null);
  }

  /** The versions of the folder, as this process read it. */
  get files(): readonly Rulebook[] {
    return [...this.#files.values()];
  }

  /** What the folder has beside what is in force, each as `jurisdiction version`. */
  get waiting(): readonly { readonly book: string; readonly inForce: string }[] {
    return this.files.flatMap(({ jurisdiction, version }) => {
      const inForce = this.#current.get(jurisdiction)?.version ?? version;
      if (inForce === version) return [];
      return [{ book: `${jurisdiction} ${version}`, inForce: `${jurisdiction} ${inForce}` }];
    });
  }

  /** All that this process knows, each with its jurisdiction. Another process may have brought newer ones since. */
  get versions(): readonly string[] {
    return [...this.#all.keys()];
  }

  /** Those for which the folder has a file. One whose file is gone goes on for its lines and cases, and gets no new ones. */
  get jurisdictions(): readonly string[] {
    return [...this.#files.keys()].sort();
  }

  /** The version in force. @throws HandbackError `rulebook_missing` */
  inForce(jurisdiction: string): Rulebook {
    const book = this.#current.get(jurisdiction);
    if (book === undefined) throw new HandbackError('rulebook_missing', { jurisdiction });
    return book;
  }

  /** Everything in force, by jurisdiction. */
  get allInForce(): readonly Rulebook[] {
    return [...this.#current.values()].sort((a, b) => (a.jurisdiction < b.jurisdiction ? -1 : 1));
  }

  /** The rules of today. */
  current(jurisdiction: string, province: string | null, now: Date): ResolvedRules {
    const book = this.inForce(jurisdiction);
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
