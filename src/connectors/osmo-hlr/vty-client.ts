import { type Exchange, Pipeline, type PipelineOptions } from './pipeline.ts';

/**
 * OsmoHLR's VTY (telnet) interface: the only one that tells the serving nodes when access is refused, and the
 * only one where removing keys that are not there is no error.
 * Source: OsmoHLR VTY Reference, "subscriber ... update"; behaviour as OsmoHLR 1.5 shows it.
 */
export type SubscriberSetting =
  | 'network-access-mode none'
  | 'network-access-mode cs'
  | 'network-access-mode ps'
  | 'network-access-mode cs+ps'
  | 'aud2g none'
  | 'aud3g none';

const SETTINGS: ReadonlySet<string> = new Set<SubscriberSetting>([
  'network-access-mode none',
  'network-access-mode cs',
  'network-access-mode ps',
  'network-access-mode cs+ps',
  'aud2g none',
  'aud3g none',
]);

export interface VtyAnswer {
  /** What the command printed; empty for success. A line that starts with `%` is an error. */
  readonly lines: readonly string[];
  /** Echo, output and prompt as received. */
  readonly raw: Uint8Array;
}

/** The longest banner or answer taken, in bytes. */
const MAX_ANSWER = 16_384;
const ENABLE = 'enable';

/** A pipelined VTY client: one connection, any number of callers, answers in order. Failures are `ConnectorError`s. */
export class VtyClient {
  readonly #pipeline: Pipeline<VtyAnswer, string>;
  /** In the order of writing; expired ones stay, because their answers still come. */
  #order: Exchange<VtyAnswer, string>[] = [];
  #head = 0;
  #rest: Buffer = Buffer.alloc(0);
  #stage: 'banner' | 'enable' | 'commands' = 'banner';
  /** The prompt after `enable`, with the line break before it. */
  #prompt: Buffer = Buffer.alloc(0);

  constructor(options: PipelineOptions) {
    this.#pipeline = new Pipeline<VtyAnswer, string>(options, {
      connected: () => {},
      received: (chunk) => this.#receive(chunk),
      written: (exchange) => this.#order.push(exchange),
      expired: () => {},
      silent: () => this.#pipeline.break('silent'),
      disconnected: () => {
        this.#order = [];
        this.#head = 0;
        this.#rest = Buffer.alloc(0);
        this.#stage = 'banner';
      },
    });
  }

  /** `subscriber imsi <imsi> update <setting>`. Anything but digits in `imsi` is refused and nothing is sent. */
  update(imsi: string, setting: SubscriberSetting, timeoutMs: number): Promise<VtyAnswer> {
    if (!/^\d{1,15}$/.test(imsi) || !SETTINGS.has(setting))
      return Promise.reject(this.#pipeline.fault('refused', 'argument_not_allowed'));
    const command = `subscriber imsi ${imsi} update ${setting}`;
    // A single LF: the VTY would take CR LF for two ends of line.
    return this.#pipeline.submit(Buffer.from(`${command}\n`, 'latin1'), command, timeoutMs);
  }

  close(): void {
    this.#pipeline.close();
  }

  #receive(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    if (this.#stage === 'banner' && !this.#greet()) return;
    for (;;) {
      const at = this.#rest.indexOf(this.#prompt);
      if (at < 0) break;
      const raw = this.#rest.subarray(0, at + this.#prompt.length);
      this.#rest = this.#rest.subarray(raw.length);
      this.#answer(raw, raw.toString('latin1', 0, at + 1));
    }
    if (this.#rest.length > MAX_ANSWER) throw new Error('answer too long');
    this.#checkEcho();
  }

  /** Nonsense has no prompt to end it, so an unfinished answer must at least begin like one. */
  #checkEcho(): void {
    const expected = this.#stage === 'enable' ? ENABLE : this.#order[this.#head]?.key;
    const seen = this.#rest.toString('latin1', 0, expected?.length ?? 1);
    if (!(expected ?? '').startsWith(seen)) throw new Error('answer to no command of ours');
  }

  /** Reads the banner up to its prompt, learns the host name from it, and asks for `enable`. */
  #greet(): boolean {
    if (this.#rest.length > MAX_ANSWER) throw new Error('banner too long');
    // Telnet negotiation (RFC 854): IAC, verb, option. OsmoHLR needs no answer to it.
    const banner = this.#rest.toString('latin1').replace(/\xff[\xfb-\xfe]./gs, '');
    if (banner.endsWith('Password: ')) throw new Error('the VTY wants a password');
    const prompt = /(?:^|\n)([\x21-\x3d\x3f-\x7e]+)> $/.exec(banner);
    if (!prompt) return false;
    this.#prompt = Buffer.from(`\n${prompt[1]}# `, 'latin1');
    this.#rest = Buffer.alloc(0);
    this.#stage = 'enable';
    this.#pipeline.write(Buffer.from(`${ENABLE}\n`));
    return true;
  }

  #answer(raw: Buffer, text: string): void {
    const lines = text.split(/\r?\n/);
    const echo = lines[0]!;
    const output = lines.slice(1, -1);
    if (this.#stage === 'enable') {
      if (echo !== ENABLE || output.length > 0) throw new Error('enable was not granted');
      this.#stage = 'commands';
      this.#pipeline.greeted();
      return;
    }
    const exchange = this.#order[this.#head];
    // The echo is the only thing that ties an answer to its command.
    if (!exchange || exchange.key !== echo) throw new Error('answer to no command of ours');
    if (++this.#head === this.#order.length) {
      this.#order = [];
      this.#head = 0;
    }
    if (output.some((line) => /[^\t\x20-\x7e]/.test(line)))
      this.#pipeline.refuse(exchange, this.#pipeline.fault('unknown', 'malformed_answer'));
    else this.#pipeline.settle(exchange, { lines: output, raw: Buffer.from(raw) });
  }
}
