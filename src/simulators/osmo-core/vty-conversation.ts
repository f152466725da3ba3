import { connect, type Socket } from 'node:net';

/** Telnet negotiation (RFC 854): IAC, verb, option. These servers need no answer to it. */
const NEGOTIATION = /\xff[\xfb-\xfe]./gs;
const PROMPT = /(?:^|\n)[\x21-\x3d\x3f-\x7e]+[>#] $/;
const PATIENCE_MS = 30_000;

/** A person at the telnet terminal (VTY) of an Osmocom server: types a line, reads on until the next prompt. */
export class VtyConversation {
  readonly #socket: Socket;
  #seen = '';
  #wake = (): void => {};
  #fault: Error | null = null;

  private constructor(host: string, port: number) {
    this.#socket = connect({ host, port, noDelay: true });
    this.#socket.on('data', (chunk) => {
      this.#seen += chunk.toString('latin1');
      this.#wake();
    });
    const fail = (error: Error): void => {
      this.#fault ??= error;
      this.#wake();
    };
    this.#socket.on('error', fail);
    this.#socket.on('close', () => fail(new Error(`the VTY at ${host}:${port} closed`)));
  }

  /** Resolves behind the greeting. */
  static async open(host: string, port: number): Promise<VtyConversation> {
    const vty = new VtyConversation(host, port);
    await vty.#untilPrompt();
    return vty;
  }

  /** @returns echo, output and prompt, byte for byte (Latin-1) */
  async raw(command: string): Promise<string> {
    // A single LF: the VTY would take CR LF for two ends of line.
    this.#socket.write(`${command}\n`, 'latin1');
    return this.#untilPrompt();
  }

  /** @returns the lines of the output, without echo and prompt */
  async ask(command: string): Promise<string[]> {
    return (await this.raw(command)).split('\r\n').slice(1, -1);
  }

  close(): void {
    this.#socket.destroy();
  }

  async #untilPrompt(): Promise<string> {
    const patience = setTimeout(() => {
      this.#fault ??= new Error(`the VTY showed no prompt; it wrote ${JSON.stringify(this.#seen)}`);
      this.#wake();
    }, PATIENCE_MS);
    try {
      for (;;) {
        const text = this.#seen.replace(NEGOTIATION, '');
        if (PROMPT.test(text)) {
          this.#seen = '';
          return text;
        }
        if (this.#fault) throw this.#fault;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      clearTimeout(patience);
    }
  }
}

/** One question to the VTY of a server. */
export async function askVty(host: string, port: number, command: string): Promise<string[]> {
  const vty = await VtyConversation.open(host, port);
  try {
    return await vty.ask(command);
  } finally {
    vty.close();
  }
}
