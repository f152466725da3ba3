import { type Exchange, Pipeline, type PipelineOptions } from '../pipeline.ts';

export interface VtyAnswer {
  /** What the command printed; empty for success. A line that starts with `%` is an error. */
  readonly lines: readonly string[];
  /** Echo, output and prompt as received. */
  readonly raw: Uint8Array;
}

/** The longest banner or answer taken, in bytes. */
const MAX_ANSWER = 16_384;
const ENABLE = 'enable';

/** One line of printable ASCII: anything else could be more than one command. */
const COMMAND = /^[\x20-\x7e]{1,200}$/;

export interface VtyClientOptions extends PipelineOptions {
  /** Whether to ask for `enable`: what changes something needs it, what only shows does not. */
  readonly privileged: boolean;
  /** What the VTY must call itself in its prompt; not compared where it is not set. */
  readonly hostname?: string | undefined;
}

/**
 * A pipelined client of an Osmocom VTY (telnet): one connection, any number of callers, answers in order. The echo of a
 * command ties its answer to it, and the prompt ends it. Source: libosmovty; OsmoHLR, OsmoMSC and OsmoSGSN VTY References.
 */
export class VtyClient {
  readonly #options: VtyClientOptions;
  readonly #pipeline: Pipeline<VtyAnswer, string>;
  /** In the order of writing; expired ones stay, because their answers still come. */
  #order: Exchange<VtyAnswer, string>[] = [];
  #head = 0;
  #rest: Buffer = Buffer.alloc(0);
  #stage: 'banner' | 'enable' | 'commands' = 'banner';
  /** The prompt of commands, with the line break before it. */
  #prompt: Buffer = Buffer.alloc(0);

  constructor(options: VtyClientOptions) {
    this.#options = options;
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

  /** Runs one command. What would be more than one line is refused and not sent. */
  run(command: string, timeoutMs: number): Promise<VtyAnswer> {
    if (!COMMAND.test(command))
      return Promise.reject(this.#pipeline.fault('refused', 'argument_not_allowed'));
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
      // A prompt within an answer ends it too early: what follows is then no echo of the next command.
      this.#checkEcho(this.#stage === 'enable' ? undefined : this.#order[this.#head + 1]?.key);
      this.#answer(raw, raw.toString('latin1', 0, at + 1));
    }
    if (this.#rest.length > MAX_ANSWER) throw new Error('answer too long');
    this.#checkEcho(this.#stage === 'enable' ? ENABLE : this.#order[this.#head]?.key);
  }

  /** Nonsense has no prompt to end it, so an unfinished answer must at least begin like one. */
  #checkEcho(expected: string | undefined): void {
    const seen = this.#rest.toString('latin1', 0, expected?.length ?? 1);
    if (!(expected ?? '').startsWith(seen)) throw new Error('answer to no command of ours');
  }

  /** Reads the banner up to its prompt, learns the host name from it, and asks for `enable`. */
  #greet(): boolean {
    if (this.#rest.length > MAX_ANSWER) throw new Error('banner too long');
    // Telnet negotiation (RFC 854): IAC, verb, option. None of these programs needs an answer to it.
    const banner = this.#rest.toString('latin1').replace(/\xff[\xfb-\xfe]./gs, '');
    if (banner.endsWith('Password: ')) {
      this.#pipeline.break('password_wanted');
      return false;
    }
    const prompt = /(?:^|\n)([\x21-\x3d\x3f-\x7e]+)> $/.exec(banner);
    if (!prompt) return false;
    const { hostname, privileged } = this.#options;
    if (hostname !== undefined && hostname !== prompt[1]) {
      this.#pipeline.break('other_host');
      return false;
    }
    this.#prompt = Buffer.from(`\n${prompt[1]}${privileged ? '#' : '>'} `, 'latin1');
    this.#rest = Buffer.alloc(0);
    if (!privileged) {
      this.#stage = 'commands';
      this.#pipeline.greeted();
      return true;
    }
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
