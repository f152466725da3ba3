import { randomInt } from 'node:crypto';
import type { Socket } from 'node:net';
import { type About, LateAnswers, OverdueQuestions } from '../late-answers.ts';
import { type Exchange, Pipeline, type PipelineOptions } from '../pipeline.ts';
import { DiameterReader, isRequest, type Message } from './codec.ts';
import { APPLICATION_BASE, APPLICATION_S6A, COMMAND, RESULT } from './dictionary.ts';
import { answerTo, capabilities, farewell, type Identity, type MessageIds, watchdog } from './messages.ts';
import { type Answer, capabilitiesFault, isSuccess, readAnswer } from './result.ts';

export interface LinkOptions extends PipelineOptions {
  readonly identity: Identity;
  /** After so long without a byte from the peer it is asked for a sign of life, and after twice that the link is given up. */
  readonly watchdogMs: number;
}

/** One request of S6a. */
export interface S6aQuestion {
  readonly command: number;
  readonly sessionId: string;
  /** The message, once it has its numbers. */
  readonly encode: (ids: MessageIds) => Buffer;
  readonly about: About;
}

interface Asked {
  readonly hopByHop: number;
  readonly command: number;
  /** Null where the command has none. */
  readonly sessionId: string | null;
  readonly about: About;
}

type Open = Exchange<Answer, Asked>;

/** Longer ones are refused: what is asked here is answered in some hundred bytes. */
const LONGEST_MESSAGE = 65_536;

/** Of our answers, in bytes, to a peer that asks and does not read. */
const MOST_UNREAD = 1_048_576;

/** How long a peer may take to let us go, in milliseconds. */
const FAREWELL_MS = 1_000;

/**
 * One Diameter link to a neighbour: an MME, or the relay (DRA) that stands before all of them. It opens with an exchange of
 * capabilities and a sign of life, keeps itself alive, answers what the peer asks, and ends with a word on either side (RFC 6733 section 5).
 *
 * An answer belongs to the request of its hop-by-hop number on this link, and only if command and Session-Id are that
 * request's, too. A request is never sent again on its own, so none carries the T flag: whoever asks again asks anew.
 */
export class DiameterLink {
  readonly #identity: Identity;
  readonly #watchdogMs: number;
  readonly #pipeline: Pipeline<Answer, Asked>;
  readonly #reader = new DiameterReader(LONGEST_MESSAGE);
  /** What was sent and is not answered, by hop-by-hop number; those for whom nobody waits any more among them. */
  readonly #open = new Map<number, Open>();
  /** Those of them for whom somebody waits, by what they are about. */
  readonly #waiting = new Map<string, Set<Open>>();
  readonly #overdue = new OverdueQuestions<Open>(({ key }) => this.#open.delete(key.hopByHop));
  readonly #late = new LateAnswers<Answer>();
  /** RFC 6733 section 3: any start will do, and every number is used once. */
  #hopByHop = randomInt(2 ** 32);
  /** RFC 6733 section 3: the time in the upper 12 bits, chance in the lower 20. */
  #endToEnd = (((Math.floor(Date.now() / 1_000) & 0xfff) << 20) >>> 0) + randomInt(2 ** 20);
  #socket: Socket | null = null;
  #capabilitiesAsked = -1;
  #watchdogOpen = false;
  #heard = false;
  #watchdogTimer: NodeJS.Timeout | undefined;
  #isUp = false;
  #closed = false;
  #gone = Promise.withResolvers<void>();

  constructor(options: LinkOptions) {
    this.#identity = options.identity;
    this.#watchdogMs = options.watchdogMs;
    this.#pipeline = new Pipeline<Answer, Asked>(options, {
      connected: (socket) => {
        const ids = this.#nextIds();
        this.#socket = socket;
        this.#capabilitiesAsked = ids.hopByHop;
        this.#pipeline.write(capabilities(this.#identity, ids, socket.localAddress ?? '0.0.0.0'));
      },
      received: (chunk) => {
        this.#heard = true;
        for (const message of this.#reader.read(chunk)) {
          if (isRequest(message)) this.#serve(message);
          else this.#receive(message);
          // Given up over this message: what came behind it is of a link that is no more.
          if (this.#socket === null) return;
        }
      },
      written: (exchange) => {
        this.#open.set(exchange.key.hopByHop, exchange);
        this.#wait(exchange);
      },
      expired: (exchange) => this.#giveUp(exchange),
      // One deaf node behind a relay is no sign of a dead link: ask the neighbour itself first.
      silent: () => this.#askForLife(),
      disconnected: () => {
        clearInterval(this.#watchdogTimer);
        this.#watchdogTimer = undefined;
        this.#isUp = false;
        this.#socket = null;
        this.#watchdogOpen = false;
        this.#capabilitiesAsked = -1;
        this.#open.clear();
        this.#waiting.clear();
        this.#overdue.clear();
        this.#reader.reset();
        this.#gone.resolve();
        this.#gone = Promise.withResolvers<void>();
      },
    });
  }

  /**
   * Resolves with the answer, whatever it says; or with one that came too late for who asked the same before.
   * @throws ConnectorError as `unavailable` where nothing was sent, as `unknown` where no answer came
   */
  ask(question: S6aQuestion, timeoutMs: number, signal?: AbortSignal): Promise<Answer> {
    const { command, sessionId, about } = question;
    if (this.#closed) return Promise.reject(this.#pipeline.fault('unavailable', 'closed'));
    const late = this.#late.take(about);
    if (late !== null) return Promise.resolve(late);
    const ids = this.#nextIds();
    const asked: Asked = { hopByHop: ids.hopByHop, command, sessionId, about };
    return this.#pipeline.submit(question.encode(ids), asked, timeoutMs, signal);
  }

  /** Asks the neighbour itself. Resolves with its answer. @throws ConnectorError */
  signOfLife(timeoutMs: number): Promise<Answer> {
    const ids = this.#nextIds();
    const about = { question: null, askedAt: 0, since: 0 };
    const asked = { hopByHop: ids.hopByHop, command: COMMAND.deviceWatchdog, sessionId: null, about };
    return this.#pipeline.submit(watchdog(this.#identity, ids), asked, timeoutMs);
  }

  /** Says goodbye first, for a peer that is not told calls back (RFC 6733 section 5.4). */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#isUp) {
      const gone = this.#gone.promise;
      this.#pipeline.write(farewell(this.#identity, this.#nextIds()));
      this.#pipeline.drain('closed', FAREWELL_MS);
      await gone;
    }
    this.#pipeline.close();
  }

  #nextIds(): MessageIds {
    this.#hopByHop = (this.#hopByHop + 1) >>> 0;
    this.#endToEnd = (this.#endToEnd + 1) >>> 0;
    return { hopByHop: this.#hopByHop, endToEnd: this.#endToEnd };
  }

  #serve(request: Message): void {
    if ((this.#socket?.writableLength ?? 0) > MOST_UNREAD) {
      this.#pipeline.break('answers_not_read');
      return;
    }
    const answer = (result: number): void => this.#pipeline.write(answerTo(request, this.#identity, result));
    if (request.application === APPLICATION_BASE && request.command === COMMAND.deviceWatchdog)
      answer(RESULT.success);
    else if (request.application === APPLICATION_BASE && request.command === COMMAND.disconnectPeer) {
      answer(RESULT.success);
      // Answers that are on their way still count; the peer closes the connection.
      this.#pipeline.drain('disconnect_requested', FAREWELL_MS);
    } else if (request.application === APPLICATION_BASE && request.command === COMMAND.capabilitiesExchange)
      answer(RESULT.unableToComply);
    // We stand beside the HSS, and serve none of the requests that are for it.
    else if (request.application === APPLICATION_S6A || request.application === APPLICATION_BASE)
      answer(RESULT.commandUnsupported);
    else answer(RESULT.applicationUnsupported);
  }

  #receive(message: Message): void {
    if (message.command === COMMAND.capabilitiesExchange) this.#capabilitiesAnswered(message);
    else if (message.command === COMMAND.deviceWatchdog) {
      this.#alive();
      this.#answered(message);
    } else if (message.command === COMMAND.disconnectPeer) {
      if (this.#closed) this.#pipeline.break('closed');
    } else this.#answered(message);
  }

  #capabilitiesAnswered(message: Message): void {
    if (message.hopByHop !== this.#capabilitiesAsked) return;
    this.#capabilitiesAsked = -1;
    const fault = capabilitiesFault(message);
    if (fault !== null) {
      this.#pipeline.break(fault);
      return;
    }
    // A neighbour can say yes before it is ready to serve: Erlang's stack throws away every sixth request that comes right
    // behind its answer, and behind a sign of life hardly any.
    this.#isUp = true;
    this.#askForLife();
  }

  #alive(): void {
    this.#watchdogOpen = false;
    if (!this.#isUp || this.#watchdogTimer !== undefined) return;
    this.#watchdogTimer = setInterval(() => this.#watch(), this.#watchdogMs).unref();
    this.#pipeline.greeted();
  }

  #answered(message: Message): void {
    const open = this.#open.get(message.hopByHop);
    // Nobody's answer, or one that comes twice.
    if (open === undefined || open.key.command !== message.command) return;
    const answer = readAnswer(message);
    if (answer.sessionId !== open.key.sessionId) return;
    this.#open.delete(message.hopByHop);
    if (open.state === 'written') {
      this.#stopWaiting(open);
      this.#pipeline.settle(open, answer);
    } else if (isSuccess(answer)) this.#answeredLate(open.key.about, answer);
  }

  /** Good for whoever asks the same now, or else for who asks next. */
  #answeredLate({ question, askedAt }: About, answer: Answer): void {
    if (question === null) return;
    for (const open of this.#waiting.get(question) ?? []) {
      if (open.key.about.since > askedAt) continue;
      this.#giveUp(open);
      this.#pipeline.settle(open, answer);
      return;
    }
    this.#late.keep(question, answer, askedAt);
  }

  #giveUp(open: Open): void {
    this.#stopWaiting(open);
    this.#overdue.add(open);
  }

  #wait(open: Open): void {
    const { question } = open.key.about;
    if (question === null) return;
    const others = this.#waiting.get(question);
    if (others === undefined) this.#waiting.set(question, new Set([open]));
    else others.add(open);
  }

  #stopWaiting(open: Open): void {
    const { question } = open.key.about;
    if (question === null) return;
    const others = this.#waiting.get(question);
    others?.delete(open);
    if (others?.size === 0) this.#waiting.delete(question);
  }

  /** RFC 3539 section 3.4.1. */
  #watch(): void {
    if (!this.#heard) this.#askForLife();
    this.#heard = false;
  }

  #askForLife(): void {
    if (this.#watchdogOpen) {
      this.#pipeline.break('silent');
      return;
    }
    this.#watchdogOpen = true;
    this.#pipeline.write(watchdog(this.#identity, this.#nextIds()));
  }
}
