import { connect } from 'node:net';
import { createOsmoHlr } from '../src/connectors/osmo-hlr/driver.ts';
import { OSMO_HLR_PORTS, osmoHlrInstalled, startOsmoHlr } from '../src/simulators/osmo-hlr/process.ts';
import { startServingNode, type TestServingNode } from '../src/simulators/osmo-hlr/serving-node.ts';
import { type SeededLine, seedCases, seedLines } from '../test/support/seed.ts';
import { type BenchServer, benchInstance } from './bench-instance.ts';
import type { Figure } from './figure.ts';
import { SimulatedHlr } from './simulated-hlr.ts';
import { startWorker } from './worker-process.ts';

/** Disks of virtual machines change their mind between seconds: both sides are measured several times, by turns. */
const ROUNDS = 3;
const ATTACHING = 64;

/**
 * Whole deprovisions on a real OsmoHLR, attached peer and all, against a bare client that sends the same commands to
 * the same server and writes nothing down. `lines` for each side; before them a fourth of that, to warm up.
 */
export async function osmoHlr(server: BenchServer, lines: number): Promise<readonly Figure[]> {
  if (!osmoHlrInstalled()) return [];
  const url = await server.database('osmo');
  const osmo = await startOsmoHlr();
  const instance = await benchInstance(url, new SimulatedHlr());
  const { pool } = instance.base.database;
  const rules = instance.base.operations.rulebooks.current('cn', 'CN-BJ', new Date());
  const sizes = [Math.ceil(lines / 4), ...Array.from({ length: ROUNDS }, () => Math.ceil(lines / ROUNDS))];
  const total = 2 * sizes.reduce((sum, size) => sum + size, 0);
  const seeded = await seedLines(pool, instance.base.vault, total);
  const msc = await startServingNode({ host: osmo.host, port: OSMO_HLR_PORTS.gsup, name: 'msc-1' });
  await provision(osmo.host, seeded);
  await attach(msc, seeded);
  const worker = await startWorker(url, instance.dataFolder, osmo.host);
  const engineRound = async (some: readonly SeededLine[]): Promise<number> => {
    await seedCases(pool, some, { rulebookVersion: rules.version, lane: 2, stage: 'save_subscriber' });
    // As a database that is in use has been.
    await pool.query('vacuum analyze');
    return (await worker.walk(some.length)).seconds;
  };
  const seconds = { bare: 0, engine: 0 };
  const ratios: number[] = [];
  let rest = seeded;
  for (const [round, size] of sizes.entries()) {
    const bareSeconds = await bare(osmo.host, rest.slice(0, size));
    const engineSeconds = await engineRound(rest.slice(size, 2 * size));
    rest = rest.slice(2 * size);
    if (round === 0) continue;
    seconds.bare += bareSeconds;
    seconds.engine += engineSeconds;
    ratios.push(bareSeconds / engineSeconds);
  }
  const { rows } = await pool.query<{ n: number }>(
    `select count(*)::int as n from evidence where meaning = 'location_cancelled'`,
  );
  await worker.close();
  await msc.close();
  await instance.close();
  await osmo.stop();
  if (rows[0]!.n !== total / 2)
    throw new Error(`${rows[0]!.n} of ${total / 2} lines were acknowledged by the serving node`);
  const measured = ROUNDS * sizes[1]!;
  return [
    {
      name: 'OsmoHLR, bare pipelined client',
      value: measured / seconds.bare,
      unit: 'lines/s',
      note: `${measured} lines, the same ten commands each`,
    },
    {
      name: 'OsmoHLR, engine end to end',
      value: measured / seconds.engine,
      unit: 'lines/s',
      note: 'with state, audit, evidence and certificate',
    },
    {
      name: 'OsmoHLR, engine / bare client',
      value: seconds.bare / seconds.engine,
      target: '>= 0.7',
      note: `${ROUNDS} rounds: ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}`,
    },
  ];
}

async function attach(msc: TestServingNode, lines: readonly SeededLine[]): Promise<void> {
  for (let from = 0; from < lines.length; from += ATTACHING)
    await Promise.all(lines.slice(from, from + ATTACHING).map((line) => msc.attach(line.imsi, 'cs')));
}

const ctrlFrame = (text: string): Buffer => {
  const body = Buffer.from(text);
  const head = Buffer.from([0, 0, 0xee, 0]);
  head.writeUInt16BE(body.length + 1, 0);
  return Buffer.concat([head, body]);
};

/** Sends CTRL commands, `window` at a time, and waits for as many answers. */
export function ctrl(host: string, commands: readonly string[], window = 64): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: OSMO_HLR_PORTS.ctrl, noDelay: true });
    let sent = 0;
    let answered = 0;
    let rest = Buffer.alloc(0);
    const fill = (): void => {
      while (sent < commands.length && sent - answered < window) {
        socket.write(ctrlFrame(commands[sent]!.replace('#', String(sent + 1))));
        sent += 1;
      }
    };
    socket.on('connect', fill);
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      while (rest.length >= 3 && rest.length >= 3 + rest.readUInt16BE(0)) {
        rest = rest.subarray(3 + rest.readUInt16BE(0));
        answered += 1;
      }
      if (answered === commands.length) {
        socket.end();
        resolve();
      } else fill();
    });
  });
}

/** Sends VTY commands, `window` at a time; an answer ends with the prompt. */
function vty(host: string, commands: readonly string[], window = 16): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: OSMO_HLR_PORTS.vty, noDelay: true });
    const all = ['enable', ...commands];
    let sent = 0;
    let prompts = -1;
    let rest = '';
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      rest += chunk.toString('latin1');
      const found = rest.match(/OsmoHLR[>#] /g)?.length ?? 0;
      rest = rest.slice(rest.lastIndexOf('OsmoHLR') + 1);
      prompts += found;
      if (prompts >= all.length) {
        socket.end();
        resolve();
        return;
      }
      while (sent < all.length && sent - Math.max(prompts, 0) < window) {
        socket.write(`${all[sent]}\n`);
        sent += 1;
      }
    });
  });
}

export async function provision(host: string, lines: readonly SeededLine[]): Promise<void> {
  await ctrl(
    host,
    lines.map((line) => `SET # subscriber.create ${line.imsi}`),
  );
  // Without its number the engine would have to ask where that is.
  await ctrl(
    host,
    lines.map((line) => `SET # subscriber.by-imsi-${line.imsi}.msisdn ${line.msisdn.slice(1)}`),
  );
}

/**
 * The engine's order for all lines at once: look up, refuse access, look up, cancel, look up, keys (two commands), delete,
 * look up twice.
 */
async function bare(host: string, lines: readonly SeededLine[]): Promise<number> {
  const gsup = createOsmoHlr({ host });
  const info = lines.map((line) => `GET # subscriber.by-imsi-${line.imsi}.info`);
  const start = performance.now();
  await ctrl(host, info);
  await vty(
    host,
    lines.map((line) => `subscriber imsi ${line.imsi} update network-access-mode none`),
  );
  await ctrl(host, info);
  await Promise.all(lines.map((line) => gsup.cancelLocation(line.imsi, { domain: 'cs', name: 'msc-1' })));
  await ctrl(host, info);
  await vty(
    host,
    lines.flatMap((line) =>
      ['aud2g none', 'aud3g none'].map((what) => `subscriber imsi ${line.imsi} update ${what}`),
    ),
  );
  await ctrl(
    host,
    lines.map((line) => `SET # subscriber.delete ${line.imsi}`),
  );
  await ctrl(host, [...info, ...info]);
  const seconds = (performance.now() - start) / 1000;
  await gsup.close();
  return seconds;
}
