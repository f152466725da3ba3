import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { DiameterReader, FLAG } from '../src/connectors/s6a/codec.ts';
import { RESULT } from '../src/connectors/s6a/dictionary.ts';
import { createS6a } from '../src/connectors/s6a/driver.ts';
import { answerTo, cancelLocation, capabilities, type Identity } from '../src/connectors/s6a/messages.ts';
import type { Imsi } from '../src/domain/values/imsi.ts';
import type { Detaching } from '../src/ports/hlr.ts';
import { startDiameterAgent } from '../src/simulators/s6a/agent.ts';
import { erlangInstalled, startErlangMmes } from '../src/simulators/s6a/erlang-mme.ts';
import type { Figure } from './figure.ts';
import { median } from './median.ts';

/** Both sides by turns: what the machine does besides changes from second to second. */
const ROUNDS = 5;
const WINDOW = 64;
/** One for each side: a peer counts by it who is connected. */
const identityOf = (name: string): Identity => ({
  originHost: `${name}.bench.example`,
  originRealm: 'bench.example',
});
const NODE = { domain: 'ps', name: 'mme01.bench.example', realm: 'bench.example' } as const;

interface Peer {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

/** The Diameter stack of Erlang/OTP, or our own answering machine where there is none. */
async function startPeer(): Promise<Peer> {
  if (erlangInstalled()) return { name: 'Erlang/OTP', ...(await startErlangMmes({ auto: true })) };
  const agent = await startDiameterAgent();
  agent.mme(NODE.name);
  return { ...agent, name: 'own responder' };
}

const imsiOf = (n: number): Imsi => `00101${String(n).padStart(10, '0')}` as Imsi;

/**
 * Cancellations a second over one Diameter link: the driver, with its evidence, time-outs and checks of every answer, against
 * a bare loop that writes the same requests, made beforehand, and only counts what comes back.
 */
export async function s6a(cancellations: number): Promise<readonly Figure[]> {
  const peer = await startPeer();
  const bare = await BareClient.connect(peer);
  const driver = createS6a({ ...peer, identity: identityOf('driver'), window: WINDOW });
  const rates = { bare: [] as number[], driver: [] as number[] };
  try {
    await bare.rate(Math.ceil(cancellations / 4));
    await driverRate(driver, Math.ceil(cancellations / 4));
    for (let round = 0; round < ROUNDS; round++) {
      rates.bare.push(await bare.rate(cancellations));
      rates.driver.push(await driverRate(driver, cancellations));
    }
  } finally {
    bare.close();
    await driver.close();
    await peer.close();
  }
  const ratios = rates.driver.map((rate, round) => rate / rates.bare[round]!);
  const note = `${ROUNDS} rounds of ${cancellations}, ${WINDOW} in flight, ${peer.name}`;
  return [
    { name: 'S6a, bare client', value: median(rates.bare), unit: 'CLR/s', note },
    { name: 'S6a, driver', value: median(rates.driver), unit: 'CLR/s' },
    {
      name: 'S6a, driver / bare client',
      value: median(ratios),
      target: '>= 0.5',
      note: ratios.map((ratio) => ratio.toFixed(2)).join(', '),
    },
  ];
}

async function driverRate(driver: Detaching, cancellations: number): Promise<number> {
  let next = 0;
  let acknowledged = 0;
  const walk = async (): Promise<void> => {
    while (next < cancellations)
      if ((await driver.cancelLocation(imsiOf(++next), NODE)).value.acknowledged) acknowledged++;
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: WINDOW }, walk));
  const seconds = (performance.now() - start) / 1_000;
  if (acknowledged !== cancellations)
    throw new Error(`${acknowledged} of ${cancellations} were acknowledged`);
  return cancellations / seconds;
}

/** As little as a client can be: it knows where a message ends, and answers the peer's watchdog. */
class BareClient {
  static readonly #identity = identityOf('bare');
  readonly #socket: Socket;
  #rest: Buffer = Buffer.alloc(0);
  #answered = 0;
  #wanted = 0;
  #onSome: (answered: number) => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
  }

  static async connect({ host, port }: Peer): Promise<BareClient> {
    const socket = connect({ host, port, noDelay: true });
    await once(socket, 'connect');
    const client = new BareClient(socket);
    const answered = client.#answers(1, () => undefined);
    socket.write(capabilities(BareClient.#identity, { hopByHop: 0, endToEnd: 0 }, '127.0.0.1'));
    await answered;
    return client;
  }

  async rate(cancellations: number): Promise<number> {
    const to = { host: NODE.name, realm: NODE.realm };
    const requests = Array.from({ length: cancellations }, (_, n) =>
      cancelLocation(
        `bare.bench.example;7;${n}`,
        BareClient.#identity,
        to,
        imsiOf(n),
      )({ hopByHop: n, endToEnd: n }),
    );
    let sent = 0;
    const fill = (answered: number): void => {
      const until = Math.min(cancellations, answered + WINDOW);
      if (sent < until) this.#socket.write(Buffer.concat(requests.slice(sent, until)));
      sent = Math.max(sent, until);
    };
    const start = performance.now();
    const answered = this.#answers(cancellations, fill);
    fill(0);
    await answered;
    return cancellations / ((performance.now() - start) / 1_000);
  }

  close(): void {
    this.#socket.destroy();
  }

  #answers(wanted: number, onSome: (answered: number) => void): Promise<void> {
    this.#answered = 0;
    this.#wanted = wanted;
    return new Promise((resolve, reject) => {
      this.#socket.once('close', () => reject(new Error('the peer closed the connection')));
      this.#onSome = (answered) => (answered < this.#wanted ? onSome(answered) : resolve());
    });
  }

  #read(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    while (bytes.length - at >= 4 && bytes.length - at >= bytes.readUIntBE(at + 1, 3)) {
      const end = at + bytes.readUIntBE(at + 1, 3);
      if ((bytes[at + 4]! & FLAG.request) === 0) this.#answered++;
      else
        for (const asked of new DiameterReader(65_536).read(bytes.subarray(at, end)))
          this.#socket.write(answerTo(asked, BareClient.#identity, RESULT.success));
      at = end;
    }
    this.#rest = bytes.subarray(at);
    this.#onSome(this.#answered);
  }
}
