import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, type YAMLMap } from 'yaml';
import { type LocalDate, parseLocalDate } from '../domain/values/local-date.ts';
import { type Money, parseDecimal, zero } from '../domain/values/money.ts';

/**
 * A YAML file being read: it collects every problem with its line, instead of stopping at the first.
 * Readers answer a placeholder beside each problem they note, so a result counts only while `problems` is empty.
 */
export class YamlFile {
  readonly name: string;
  readonly problems: string[] = [];
  readonly root: MapReader;
  readonly #lines = new LineCounter();

  constructor(name: string, text: string) {
    this.name = name;
    const document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    for (const error of document.errors) this.problem(error.pos[0], error.message);
    const { contents } = document;
    if (!isMap(contents) && document.errors.length === 0) this.problem(0, 'the file must be a map of keys');
    this.root = new MapReader(this, isMap(contents) ? contents : null, 0, '');
  }

  /** `offset` is a position in the text, as nodes carry it. */
  problem(offset: number, text: string): void {
    this.problems.push(`${this.name}:${this.#lines.linePos(offset).line || 1}: ${text}`);
  }
}

/** One map of a file. Each key is read by the method for its type; `end` then reports the keys that nobody read. */
export class MapReader {
  readonly file: YamlFile;
  readonly path: string;
  /** Where the map's own key stands: the line to name for what is missing. */
  readonly #at: number;
  readonly #pairs = new Map<string, Pair<Node, Node | null>>();
  readonly #read = new Set<string>();

  constructor(file: YamlFile, map: YAMLMap | null, at: number, path: string) {
    this.file = file;
    this.#at = at;
    this.path = path;
    for (const pair of (map?.items ?? []) as Pair<Node, Node | null>[]) {
      const key = isScalar(pair.key) ? String(pair.key.value) : null;
      if (key === null)
        this.file.problem(pair.key.range?.[0] ?? at, `${this.#name()} has a key that is no plain text`);
      else this.#pairs.set(key, pair);
    }
  }

  has(key: string): boolean {
    return this.#pairs.has(key);
  }

  keys(): readonly string[] {
    return [...this.#pairs.keys()];
  }

  /** Notes a problem with the map as a whole, or with one of its keys. */
  problem(text: string, key?: string): void {
    if (key === undefined) this.file.problem(this.#at, `${this.#name()} ${text}`);
    else this.file.problem(this.#offset(key), `${this.pathOf(key)} ${text}`);
  }

  pathOf(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`;
  }

  text(key: string, form?: { readonly pattern: RegExp; readonly called: string }): string {
    const value = this.#scalar(key);
    if (value === undefined) return '';
    if (typeof value !== 'string' || value.trim() === '') {
      this.problem(typeof value === 'number' ? 'must be text (put it in quotes)' : 'must be text', key);
      return '';
    }
    if (form !== undefined && !form.pattern.test(value)) this.problem(`must be ${form.called}`, key);
    return value;
  }

  flag(key: string): boolean {
    const value = this.#scalar(key);
    if (value !== undefined && typeof value !== 'boolean') this.problem('must be true or false', key);
    return value === true;
  }

  wholeNumber(key: string, least: number, most?: number): number {
    const value = this.#scalar(key);
    if (value === undefined) return least;
    return this.#whole(value, least, most, (text) => this.problem(text, key));
  }

  wholeNumbers(key: string, least: number, most?: number): readonly number[] {
    return this.#list(key).map((item) =>
      this.#whole(isScalar(item) ? item.value : null, least, most, (text) =>
        this.#itemProblem(key, item, text),
      ),
    );
  }

  oneOf<T extends string>(key: string, words: readonly T[]): T {
    const value = this.#scalar(key);
    if (value !== undefined && !words.includes(value as T))
      this.problem(`must be one of ${words.join(', ')}`, key);
    return value as T;
  }

  someOf<T extends string>(key: string, words: readonly T[], least: 0 | 1 = 1): readonly T[] {
    const seen = new Set<unknown>();
    return this.#list(key, least).map((item) => {
      const value = isScalar(item) ? item.value : null;
      if (!words.includes(value as T)) this.#itemProblem(key, item, `must be one of ${words.join(', ')}`);
      else if (seen.has(value)) this.#itemProblem(key, item, `names ${String(value)} twice`);
      seen.add(value);
      return value as T;
    });
  }

  /** A list of any short texts, each once. */
  texts(key: string): readonly string[] {
    const seen = new Set<unknown>();
    return this.#list(key).map((item) => {
      const value = isScalar(item) ? item.value : null;
      if (typeof value !== 'string' || value.trim() === '' || value.length > 200)
        this.#itemProblem(key, item, 'must hold texts only');
      else if (seen.has(value)) this.#itemProblem(key, item, `names ${value} twice`);
      seen.add(value);
      return String(value);
    });
  }

  /** A list of any short texts, which may be empty. */
  someTexts(key: string): readonly string[] {
    return this.#list(key, 0).map((item) => this.#shortText(key, item));
  }

  date(key: string): LocalDate {
    const value = this.#scalar(key);
    try {
      if (typeof value === 'string') return parseLocalDate(value);
    } catch {
      // Falls through to the one message for every kind of bad date.
    }
    if (value !== undefined) this.problem('must be a date of the calendar, YYYY-MM-DD', key);
    return '0001-01-01' as LocalDate;
  }

  /** A list of dates, each once; it may be empty. */
  dates(key: string): readonly LocalDate[] {
    const seen = new Set<string>();
    return this.#list(key, 0).flatMap((item) => {
      const value = isScalar(item) ? String(item.source ?? item.value) : '';
      if (seen.has(value)) this.#itemProblem(key, item, `names ${value} twice`);
      seen.add(value);
      try {
        return [parseLocalDate(value)];
      } catch {
        this.#itemProblem(key, item, 'must hold dates of the calendar, YYYY-MM-DD');
        return [];
      }
    });
  }

  /** A decimal amount, in quotes or not: the digits are taken as written, never through a float. */
  amount(key: string, currency: string): Money {
    const node = this.#node(key);
    if (node === undefined) return zero(currency);
    try {
      if (isScalar(node)) return parseDecimal(currency, String(node.source ?? node.value));
    } catch {
      // Falls through to the one message.
    }
    this.problem(`must be an amount of ${currency}, such as ${currency === 'JPY' ? '500' : '50.00'}`, key);
    return zero(currency);
  }

  /** @param called what problems within the map name it by. */
  map(key: string, called = this.pathOf(key)): MapReader {
    const node = this.#node(key);
    if (node !== undefined && !isMap(node)) this.problem('must be a map of keys', key);
    return new MapReader(this.file, isMap(node) ? node : null, this.#offset(key), called);
  }

  /** A list of maps; a single map counts as a list of one. The line tells the items apart, not the path. */
  maps(key: string, called = this.pathOf(key), least = 1): readonly MapReader[] {
    const node = this.#node(key);
    if (node === undefined) return [];
    if (isMap(node)) return [new MapReader(this.file, node, this.#offset(key), called)];
    if (!isSeq(node) || node.items.length < least || !node.items.every(isMap)) {
      this.problem('must be a map of keys or a list of such maps', key);
      return [];
    }
    return node.items.map(
      (item) => new MapReader(this.file, item as YAMLMap, (item as Node).range?.[0] ?? this.#at, called),
    );
  }

  /** Reports every key that was never asked for. */
  end(): void {
    for (const key of this.#pairs.keys())
      if (!this.#read.has(key)) this.problem('is not a key that is known here', key);
  }

  #name(): string {
    return this.path === '' ? 'the file' : this.path;
  }

  #offset(key: string): number {
    return this.#pairs.get(key)?.key.range?.[0] ?? this.#at;
  }

  #node(key: string): Node | undefined {
    this.#read.add(key);
    const pair = this.#pairs.get(key);
    if (pair === undefined) {
      this.file.problem(this.#at, `${this.pathOf(key)} is missing`);
      return undefined;
    }
    if (pair.value === null || (isScalar(pair.value) && pair.value.value === null)) {
      this.problem('has no value', key);
      return undefined;
    }
    return pair.value;
  }

  #scalar(key: string): unknown {
    const node = this.#node(key);
    return node === undefined || isScalar(node) ? node?.value : {};
  }

  #list(key: string, least: 0 | 1 = 1): readonly Node[] {
    const node = this.#node(key);
    if (node === undefined) return [];
    if (isSeq(node) && node.items.length >= least) return node.items as Node[];
    this.problem(least === 0 ? 'must be a list' : 'must be a list of at least one', key);
    return [];
  }

  #shortText(key: string, item: Node): string {
    const value = isScalar(item) ? item.value : null;
    if (typeof value === 'string' && value.trim() !== '' && value.length <= 200) return value;
    this.#itemProblem(key, item, 'must hold texts only (put numbers in quotes)');
    return '';
  }

  #itemProblem(key: string, item: Node, text: string): void {
    this.file.problem(item.range?.[0] ?? this.#at, `${this.pathOf(key)} ${text}`);
  }

  #whole(value: unknown, least: number, most: number | undefined, problem: (text: string) => void): number {
    const range = most === undefined ? `>= ${least}` : `from ${least} to ${most}`;
    if (
      Number.isSafeInteger(value) &&
      (value as number) >= least &&
      (value as number) <= (most ?? Infinity)
    ) {
      return value as number;
    }
    problem(`must be a whole number ${range}`);
    return least;
  }
}
