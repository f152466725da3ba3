import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { type InsertableCard, type InsertedCard, insertCard } from '../../src/virtual-euicc/vpcd.ts';

/** Of the Debian packages pcscd and vsmartcard-vpcd. */
const PCSCD = '/usr/sbin/pcscd';
const DRIVER = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so';
const SOCKET = '/run/pcscd/pcscd.comm';
const FRIENDLY_NAME = 'Handback Virtual Reader';

/** The first slot of the virtual reader, as PC/SC names it. */
export const READER = `${FRIENDLY_NAME} 00 00`;

/** A name of Linux that only one process can have, and that goes with it. */
const TURN = '\0handback-test-pcscd';

/** pcscd is one to a machine: test files take turns, until the one before is done or gone. @returns what ends the turn */
async function takeTurn(): Promise<() => void> {
  for (;;) {
    const waiting = new Set<Socket>();
    const server = createServer((socket) => waiting.add(socket)).listen(TURN);
    try {
      await once(server, 'listening');
      return () => {
        server.close();
        for (const socket of waiting) socket.destroy();
      };
    } catch {
      const holder = connect(TURN);
      holder.on('error', () => {});
      await new Promise((resolve) => holder.once('close', resolve));
    }
  }
}

let endTurn: (() => void) | undefined;

/** Whether PC/SC can be tried here: only root starts pcscd, and where one runs already, it is somebody's. */
export async function pcscPossible(...tools: readonly string[]): Promise<boolean> {
  if (process.getuid?.() !== 0 || ![PCSCD, DRIVER, ...tools].every((file) => existsSync(file))) return false;
  endTurn = await takeTurn();
  if (!(await answers(SOCKET))) return true;
  endTurn();
  return false;
}

async function answers(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** pcscd with a virtual reader. */
export class PcscService {
  readonly #folder: string;
  readonly #port: number;
  readonly #process: ChildProcess;
  readonly #log: Interface;

  private constructor(folder: string, port: number, process: ChildProcess) {
    this.#folder = folder;
    this.#port = port;
    this.#process = process;
    this.#log = createInterface({ input: process.stdout! });
  }

  static async start(): Promise<PcscService> {
    const folder = mkdtempSync(join(tmpdir(), 'handback-pcsc-'));
    const port = await twoFreePorts();
    const configuration = join(folder, 'reader.conf');
    const id = `0x${port.toString(16)}`;
    writeFileSync(
      configuration,
      `FRIENDLYNAME "${FRIENDLY_NAME}"\nDEVICENAME /dev/null:${id}\nLIBPATH ${DRIVER}\nCHANNELID ${id}\n`,
    );
    const pcscd = spawn(PCSCD, ['--foreground', '--debug', '--config', configuration], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const service = new PcscService(folder, port, pcscd);
    await service.#said('daemon ready');
    return service;
  }

  /** Resolves when the service has powered the card up, whether that went in before or after it first looked. */
  async insert(card: InsertableCard): Promise<InsertedCard> {
    const seen = this.#said('Card ATR');
    const inserted = await insertCard(card, { host: '127.0.0.1', port: this.#port });
    await seen;
    return inserted;
  }

  /** Takes the card out; resolves when the service has seen it. */
  async takeOut(inserted: InsertedCard): Promise<void> {
    const seen = this.#said('Card Removed From');
    await inserted.close();
    await seen;
  }

  /** Ends it, and lets the next test file have its turn. */
  async stop(): Promise<void> {
    if (this.#process.exitCode === null) {
      this.#process.kill();
      await once(this.#process, 'exit');
    }
    rmSync(this.#folder, { recursive: true, force: true });
    endTurn?.();
  }

  /** Resolves when pcscd has logged this. */
  #said(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error(`pcscd ended before it said "${text}"`));
      const look = (line: string): void => {
        if (!line.includes(text)) return;
        this.#log.off('line', look).off('close', ended);
        resolve();
      };
      this.#log.on('line', look).once('close', ended);
    });
  }
}

/** vpcd has two slots and listens on two ports in a row; below 32768, where the system gives none away by itself. */
async function twoFreePorts(): Promise<number> {
  for (let port = 20_000 + (process.pid % 10_000); ; port += 2) {
    if ((await isFree(port)) && (await isFree(port + 1))) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port);
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
