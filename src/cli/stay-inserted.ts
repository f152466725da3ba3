import { setTimeout } from 'node:timers/promises';
import { InvalidArgumentError } from 'commander';
import { type InsertableCard, type InsertedCard, insertCard } from '../virtual-euicc/vpcd.ts';
import { untilStopped } from './until-stopped.ts';

/** An option's value that is a port. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new InvalidArgumentError('A port is from 1 to 65535.');
  return port;
}

/** A reader comes and goes: pcscd starts it when a program wants it, and ends it when none does. */
export async function stayInserted(
  card: InsertableCard,
  where: { host: string; port: number },
): Promise<void> {
  const say = (text: string): void =>
    void process.stderr.write(`${text} (vpcd at ${where.host}:${where.port})\n`);
  const stop = new AbortController();
  const inserting = async (): Promise<void> => {
    say('Waiting for the reader');
    while (!stop.signal.aborted) {
      const inserted = await tryToInsert(card, where);
      if (inserted === undefined) {
        await setTimeout(1_000, undefined, { signal: stop.signal }).catch(() => {});
        continue;
      }
      say('In the reader');
      const takeOut = (): void => void inserted.close();
      stop.signal.addEventListener('abort', takeOut, { once: true });
      if (stop.signal.aborted) takeOut();
      await inserted.out;
      stop.signal.removeEventListener('abort', takeOut);
      say('Out of the reader');
    }
  };
  const inReader = inserting();
  const stopped = untilStopped(async () => {
    stop.abort();
    await inReader;
  });
  await Promise.race([inReader, stopped]);
}

async function tryToInsert(
  card: InsertableCard,
  where: { host: string; port: number },
): Promise<InsertedCard | undefined> {
  try {
    return await insertCard(card, where);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return undefined;
    throw error;
  }
}
