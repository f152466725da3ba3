import type { ConnectorError } from '../../ports/connector-error.ts';
import { type Exchange, Pipeline, type PipelineOptions } from '../pipeline.ts';
import { IPA, IpaReader, ipaFrame } from './ipa.ts';

/**
 * OsmoHLR's control interface: text commands in IPA frames, matched to their answers by request id.
 * Source: OsmoHLR User Manual, chapter "Control interface"; texts as OsmoHLR 1.5 answers them.
 */
export interface CtrlAnswer {
  /** `ERROR` is the peer's answer too: what it means is the caller's table to say. */
  readonly kind: 'reply' | 'error';
  /** What follows the variable name, or the error text. */
  readonly value: string;
  /** The whole frame as received. */
  readonly raw: Uint8Array;
}

interface CtrlKey {
  readonly id: string;
  readonly verb: 'GET' | 'SET';
  readonly variable: string;
}

/** The longest answer taken, in bytes; OsmoHLR's own message buffers end well below. */
const MAX_ANSWER = 16_384;
/** Only digits can come from outside; the rest is ours. */
const VARIABLE = /^subscriber\.(create|delete|by-(imsi|msisdn|id)-\d{1,15}\.[a-z0-9-]+)$/;
const VALUE = /^[a-z0-9,]+$/;
/** Ids are positive 31-bit integers to OsmoHLR; 0 belongs to traps. */
const LAST_ID = 0x7fff_ffff;

/** A pipelined CTRL client: one connection, any number of callers. Failures are `ConnectorError`s. */
export class CtrlClient {
  readonly #pipeline: Pipeline<CtrlAnswer, CtrlKey>;
  readonly #byId = new Map<string, Exchange<CtrlAnswer, CtrlKey>>();
  readonly #reader = new IpaReader(MAX_ANSWER, [IPA.osmo]);
  #lastId = 0;

  constructor(options: PipelineOptions) {
    this.#pipeline = new Pipeline<CtrlAnswer, CtrlKey>(options, {
      connected: () => this.#pipeline.greeted(),
      received: (chunk) => {
        for (const frame of this.#reader.read(chunk)) this.#receive(frame.payload, frame.raw);
      },
      written: (exchange) => this.#byId.set(exchange.key.id, exchange),
      // The id is never used again, so a late answer finds nobody.
      expired: (exchange) => this.#byId.delete(exchange.key.id),
      silent: () => this.#pipeline.break('silent'),
      disconnected: () => {
        this.#byId.clear();
        this.#reader.reset();
      },
    });
  }

  get(variable: string, timeoutMs: number): Promise<CtrlAnswer> {
    return this.#send('GET', variable, '', timeoutMs);
  }

  set(variable: string, value: string, timeoutMs: number): Promise<CtrlAnswer> {
    return this.#send('SET', variable, value, timeoutMs);
  }

  close(): void {
    this.#pipeline.close();
  }

  #send(verb: 'GET' | 'SET', variable: string, value: string, timeoutMs: number): Promise<CtrlAnswer> {
    // A space or line break here would become a second argument or command.
    if (!VARIABLE.test(variable) || (verb === 'SET' && !VALUE.test(value)))
      return Promise.reject(this.#pipeline.fault('refused', 'argument_not_allowed'));
    this.#lastId = this.#lastId === LAST_ID ? 1 : this.#lastId + 1;
    const id = String(this.#lastId);
    const text = verb === 'GET' ? `GET ${id} ${variable}` : `SET ${id} ${variable} ${value}`;
    const payload = Buffer.allocUnsafe(text.length + 1);
    payload[0] = IPA.ctrl;
    payload.write(text, 1, 'latin1');
    return this.#pipeline.submit(ipaFrame(IPA.osmo, payload), { id, verb, variable }, timeoutMs);
  }

  #receive(payload: Buffer, raw: Buffer): void {
    if (payload[0] !== IPA.ctrl) throw new Error('not a CTRL frame');
    const text = payload.toString('latin1', 1);
    const parsed = /^(GET_REPLY|SET_REPLY|ERROR|TRAP) (\S+) /.exec(text);
    if (!parsed) throw new Error('not a CTRL answer');
    const [head, word, id] = parsed as unknown as [string, string, string];
    if (word === 'TRAP') return;
    // `ERROR err ...`: the peer could not even read our id, so some exchange will never be answered.
    if (id === 'err') throw new Error('peer could not read a request');
    const exchange = this.#byId.get(id);
    if (!exchange) return;
    this.#byId.delete(id);
    const answer = readAnswer(exchange.key, word, text.slice(head.length));
    if (answer) this.#pipeline.settle(exchange, { ...answer, raw: Buffer.from(raw) });
    else this.#pipeline.refuse(exchange, this.#malformed());
  }

  /** Only this exchange fails: a subscriber with odd data must not cost the others their answers. */
  #malformed(): ConnectorError {
    return this.#pipeline.fault('unknown', 'malformed_answer');
  }
}

function readAnswer(key: CtrlKey, word: string, rest: string): Omit<CtrlAnswer, 'raw'> | null {
  if (/[^\t\n\x20-\x7e]/.test(rest)) return null;
  if (word === 'ERROR') return { kind: 'error', value: rest };
  if (word !== `${key.verb}_REPLY` || !rest.startsWith(`${key.variable} `)) return null;
  return { kind: 'reply', value: rest.slice(key.variable.length + 1) };
}
