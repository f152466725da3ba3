import type { Clock } from '../../ports/clock.ts';
import { ConnectorError, type ConnectorFault } from '../../ports/connector-error.ts';
import type { AnswerMeaning, NetworkAnswer, NodeRef } from '../../ports/hlr.ts';
import { isDeleted, isList, type Row, readRow, readSubscriber, type SubscriberRow } from './answers.ts';
import type { Method, RestAnswer, RestClient } from './rest-client.ts';

/** Shows that the API is here and its database answers, and holds nothing of any subscriber. */
const CONTROL = '/apn/list?page=0&page_size=1';

/** IMS rows of one IMSI; more are no customer's. */
const MOST_IMS_ROWS = 16;

/** One call of the port: its deadline, and the answers that it gathered so far. */
export class PyHssCall {
  readonly answers: NetworkAnswer[] = [];
  readonly #client: RestClient;
  readonly #clock: Clock;
  readonly #element: string;
  readonly #subject: string;
  readonly #signal: AbortSignal;
  /** What was asked since the last note. */
  #asked: { readonly request: string; readonly raw: Buffer }[] = [];
  #changed = false;

  /** @param subject whom the call is about; named in requests that name only a row */
  constructor(client: RestClient, clock: Clock, element: string, subject: string, timeoutMs: number) {
    this.#client = client;
    this.#clock = clock;
    this.#element = element;
    this.#subject = subject;
    this.#signal = AbortSignal.timeout(timeoutMs);
  }

  async ask(method: Method, path: string, body?: Row): Promise<RestAnswer> {
    const text = body === undefined ? '' : ` ${JSON.stringify(body)}`;
    const request = `${method} ${path}${text}`;
    const about = request.includes(this.#subject) ? request : `${request} of ${this.#subject}`;
    if (method !== 'GET') this.#changed = true;
    try {
      const answer = await this.#client.ask(method, path, body, this.#signal);
      this.#asked.push({ request: about, raw: answer.raw });
      return answer;
    } catch (error) {
      throw error instanceof ConnectorError
        ? new ConnectorError(error.connector, error.fault, error.detail, this.answers, { cause: error })
        : error;
    }
  }

  /** Says what was asked last, and not noted yet, means. */
  note(meaning: AnswerMeaning, node?: NodeRef): void {
    const asked = this.#asked.splice(0);
    this.answers.push({
      element: this.#element,
      interface: 'PyHSS API',
      request: asked.map(({ request }) => request).join('\n'),
      answer: Buffer.concat(asked.map(({ raw }) => raw)),
      meaning,
      ...(node && { node }),
      at: this.#clock.now(),
    });
  }

  /** Notes what was not asked, because it cannot be. */
  noteUnsent(why: string, node: NodeRef): void {
    this.#asked.push({ request: `not sent for ${this.#subject}`, raw: Buffer.from(why) });
    this.note('node_unreachable', node);
  }

  /** Says of the last answer what it means for the whole call. */
  mean(meaning: AnswerMeaning): void {
    const last = this.answers.pop();
    if (last !== undefined) this.answers.push({ ...last, meaning });
  }

  fault(fault: ConnectorFault, detail: string): ConnectorError {
    return new ConnectorError(this.#element, fault, detail, this.answers);
  }

  /** Something may have changed already, so `unavailable` (safe to repeat unasked) would be too kind a word. */
  afterEffect(error: unknown): unknown {
    if (!(error instanceof ConnectorError)) return error;
    const fault = error.fault === 'unavailable' && this.#changed ? 'unknown' : error.fault;
    return new ConnectorError(error.connector, fault, error.detail, this.answers, { cause: error });
  }

  /** The subscriber at a path; null only where it is shown that there is none. */
  async subscriber(path: string): Promise<SubscriberRow | null> {
    const row = await this.#row(path);
    if (row === null) {
      this.note('subscriber_absent');
      return null;
    }
    const found = readSubscriber(row);
    this.note(found === null ? 'not_understood' : 'subscriber_found');
    if (found === null) throw this.fault('unknown', 'malformed_answer');
    return found;
  }

  /**
   * Changes a subscriber, and sees that it is so: PyHSS commits before it does what else it does, so that an error can come
   * after the effect.
   */
  async change(subscriberId: number, change: Row, isDone: (row: SubscriberRow) => boolean): Promise<void> {
    const answer = await this.ask('PATCH', `/subscriber/${subscriberId}`, change);
    const reading = readRow(answer);
    const row = reading.kind === 'row' ? readSubscriber(reading.row) : null;
    if (reading.kind === 'refused') {
      this.note('not_understood');
      throw this.fault('refused', reading.detail);
    }
    if (row !== null && row.subscriberId === subscriberId && isDone(row)) {
      this.note('subscriber_found');
      return;
    }
    this.note('not_understood');
    const after = await this.subscriber(`/subscriber/imsi/${this.#subject}`);
    if (after === null || !isDone(after)) throw this.fault('unknown', 'change_not_shown');
  }

  /** Deletes the row at a path. */
  async remove(path: string, meaning: AnswerMeaning): Promise<void> {
    const answer = await this.ask('DELETE', path);
    const isDone = isDeleted(answer);
    this.note(isDone ? meaning : 'not_understood');
    if (isDone) return;
    const reading = readRow(answer);
    throw reading.kind === 'refused'
      ? this.fault('refused', reading.detail)
      : this.fault('unknown', 'delete_not_shown');
  }

  /**
   * Deletes the IMS rows of a subscriber: those that name its IMSI, and that of its number if it does. The answers to these
   * questions are part of the note that follows.
   */
  async removeIms(imsi: string, digits: string | null): Promise<void> {
    const paths = [
      `/ims_subscriber/ims_subscriber_imsi/${imsi}`,
      ...(digits === null ? [] : [`/ims_subscriber/ims_subscriber_msisdn/${digits}`]),
    ];
    // Two rows of one IMSI look like none to a question by IMSI, so the number is asked for first.
    for (const path of paths.reverse()) {
      for (let rows = 0; ; rows++) {
        if (rows === MOST_IMS_ROWS) throw this.fault('refused', 'too_many_ims_rows');
        const row = await this.#row(path);
        const id = row?.['ims_subscriber_id'];
        if (row === null || row['imsi'] !== imsi) break;
        if (typeof id !== 'number') throw this.fault('unknown', 'malformed_answer');
        await this.remove(`/ims_subscriber/${id}`, 'subscriber_deleted');
      }
    }
  }

  /**
   * The keys that an earlier removal left, by the IMSI that their row may name; null if there are none. Their row is not kept
   * as evidence: it can hold key material.
   */
  async strayKeys(imsi: string): Promise<number | null> {
    const asked = this.#asked;
    this.#asked = [];
    const row = await this.#row(`/auc/imsi/${imsi}`);
    this.#asked = asked;
    return row?.['imsi'] === imsi && typeof row['auc_id'] === 'number' ? row['auc_id'] : null;
  }

  /** A row; null only where PyHSS answered twice that it has none, and in between that its database is well. */
  async #row(path: string): Promise<Row | null> {
    const first = readRow(await this.ask('GET', path));
    if (first.kind !== 'maybe_absent') return this.#sure(first);
    if (!isList(await this.ask('GET', CONTROL))) {
      this.note('not_understood');
      throw this.fault('unknown', 'absence_not_shown');
    }
    const second = readRow(await this.ask('GET', path));
    return second.kind === 'maybe_absent' ? null : this.#sure(second);
  }

  #sure(reading: Exclude<ReturnType<typeof readRow>, { readonly kind: 'maybe_absent' }>): Row {
    if (reading.kind === 'row') return reading.row;
    this.note('not_understood');
    throw reading.kind === 'refused'
      ? this.fault('refused', reading.detail)
      : this.fault('unknown', 'malformed_answer');
  }
}
