import { setTimeout as pause } from 'node:timers/promises';
import type { Client, Reader, ReaderStatusFlags } from 'pcsc-mini';
import type { Transmit } from './read-only-card.ts';
import { SimFault, type SimFaultCode } from './sim-fault.ts';

type Pcsc = typeof import('pcsc-mini');

/** A reader of this machine. */
export interface FoundReader {
  readonly name: string;
  readonly hasCard: boolean;
}

/** The service tells of its readers one by one and says of none that it is the last: so long nothing new is all of them. */
const ALL_TOLD_MS = 300;
/** So long may the first one take. */
const FIRST_TOLD_MS = 1500;

/** What the library calls the answers of PC/SC (PC/SC Workgroup, part 5), and what they mean here. */
const FAULTS: Readonly<Record<string, SimFaultCode>> = {
  NoService: 'pcsc_not_running',
  ServiceStopped: 'pcsc_not_running',
  RemovedCard: 'card_gone',
  ResetCard: 'card_gone',
  NoSmartCard: 'no_card',
  UnresponsiveCard: 'card_mute',
  UnpoweredCard: 'card_mute',
  SharingViolation: 'card_in_use',
};

function faultOf(error: unknown): SimFault {
  const code = (error as { code?: unknown }).code;
  const detail = typeof code === 'string' ? code : String(error);
  return new SimFault(FAULTS[detail] ?? 'reader_failed', { detail }, { cause: error });
}

/** The readers that are there, and whether a card is in them. @throws SimFault */
export function listReaders(): Promise<readonly FoundReader[]> {
  return withClient((_pcsc, readers) =>
    Promise.resolve([...readers].map(([name, { hasCard }]) => ({ name, hasCard }))),
  );
}

/**
 * Talks to the card in a reader, with nobody else in between: in the one that is named, else in the only one that has a card.
 * The card is reset afterwards, so that it asks for its PIN again.
 * @throws SimFault where there is none, or it is gone before the end
 */
export function withCard<T>(name: string | undefined, work: (transmit: Transmit) => Promise<T>): Promise<T> {
  return withClient(async ({ CardDisposition, CardMode, Protocol }, readers) => {
    const { reader } = chooseReader(readers, name);
    const card = await reader.connect(CardMode.SHARED, Protocol.T0).catch((error) => {
      throw faultOf(error);
    });
    try {
      await card.transaction().catch((error) => {
        throw faultOf(error);
      });
      return await work(async (apdu) => {
        const answer = await card.transmit(apdu).catch((error) => {
          throw faultOf(error);
        });
        // This is how the service answers the first command after the card was taken out.
        if (answer.length === 0) throw new SimFault('card_gone');
        return Buffer.from(answer);
      });
    } finally {
      // Ends the transaction too. A card that is gone needs no reset.
      await card.disconnect(CardDisposition.RESET).catch(() => {});
    }
  });
}

interface KnownReader {
  readonly reader: Reader;
  readonly hasCard: boolean;
}

function chooseReader(readers: ReadonlyMap<string, KnownReader>, name: string | undefined): KnownReader {
  const names = [...readers.keys()];
  if (names.length === 0) throw new SimFault('no_reader');
  if (name !== undefined) {
    const found = readers.get(name);
    if (found === undefined) throw new SimFault('which_reader', { readers: names });
    if (!found.hasCard) throw new SimFault('no_card', { readers: [name] });
    return found;
  }
  const withCards = [...readers.values()].filter(({ hasCard }) => hasCard);
  if (withCards.length === 0) throw new SimFault('no_card', { readers: names });
  if (withCards.length > 1) throw new SimFault('which_reader', { readers: names });
  return withCards[0]!;
}

async function withClient<T>(
  work: (pcsc: Pcsc, readers: ReadonlyMap<string, KnownReader>) => Promise<T>,
): Promise<T> {
  const pcsc = await loadPcsc();
  const client = new pcsc.Client();
  try {
    return await work(pcsc, await knownReaders(client, pcsc));
  } finally {
    client.stop();
  }
}

/** Loaded here and nowhere else: whoever has no reader needs neither the library nor PC/SC. */
async function loadPcsc(): Promise<Pcsc> {
  try {
    return (await import('pcsc-mini')).default as unknown as Pcsc;
  } catch (error) {
    const [detail = ''] = String((error as Error).message).split('\n');
    throw new SimFault('pcsc_missing', { detail }, { cause: error });
  }
}

async function knownReaders(
  client: Client,
  { ReaderStatus }: Pcsc,
): Promise<ReadonlyMap<string, KnownReader>> {
  const readers = new Map<string, KnownReader>();
  let failure: unknown;
  let toldAt = performance.now() + FIRST_TOLD_MS - ALL_TOLD_MS;
  client.on('error', (error) => {
    failure = error;
  });
  client.on('reader', (reader) => {
    reader.on('change', (status: ReaderStatusFlags) => {
      readers.set(reader.name(), { reader, hasCard: status.has(ReaderStatus.PRESENT) });
      toldAt = performance.now();
    });
    reader.on('disconnect', () => readers.delete(reader.name()));
  });
  try {
    client.start();
  } catch (error) {
    throw faultOf(error);
  }
  while (performance.now() < toldAt + ALL_TOLD_MS && failure === undefined) await pause(20);
  if (failure !== undefined) throw faultOf(failure);
  return new Map(readers);
}
