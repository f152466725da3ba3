import { connect } from 'node:net';
import { stageContext } from '../src/compose.ts';
import { createOsmoHlr } from '../src/connectors/osmo-hlr/driver.ts';
import { OSMO_HLR_PORTS, osmoHlrInstalled, startOsmoHlr } from '../src/connectors/osmo-hlr/process.ts';
import { startServingNode } from '../src/connectors/osmo-hlr/serving-node.ts';
import { Engine } from '../src/workflow/engine.ts';
import { type SeededLine, seedCases, seedLines } from '../test/support/seed.ts';
import { type BenchServer, benchHouse } from './bench-house.ts';
import type { Figure } from './figure.ts';

/**
 * Whole deprovisions on a real OsmoHLR, attached peer and all, against a bare client that sends the same commands to
 * the same server and writes nothing down.
 */
export async function osmoHlr(server: BenchServer, lines: number): Promise<readonly Figure[]> {
  if (!osmoHlrInstalled()) return [];
  const url = await server.database('osmo');
  const osmo = await startOsmoHlr();
  const hlr = createOsmoHlr({ host: osmo.host });
  const house = await benchHouse(url, hlr);
  const { pool } = house.base.database;
  const seeded = await seedLines(pool, house.base.vault, lines * 2);
  const msc = await startServingNode({ host: osmo.host, port: OSMO_HLR_PORTS.gsup, name: 'msc-1' });
  await provision(osmo.host, seeded);
  for (const line of seeded) await msc.attach(line.imsi, 'cs');
  const [forBare, forEngine] = [seeded.slice(0, lines), seeded.slice(lines)];

  const bareSeconds = await bare(osmo.host, forBare);

  const rules = house.base.operations.rulebooks.current('cn', 'CN-BJ', new Date());
  // As a database that is in use has been.
  await pool.query('vacuum analyze');
  await seedCases(pool, forEngine, { rulebookVersion: rules.version, lane: 2, stage: 'save_profile' });
  let off = 0;
  let finished: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    finished = resolve;
  });
  const engine = new Engine(
    stageContext(house.base, hlr, undefined),
    { idleMs: 50 },
    {
      onCommit: (committed) => {
        off += committed.filter((c) => c.from === 'prove_absent').length;
        if (off >= lines) finished();
      },
    },
  );
  const start = performance.now();
  engine.start();
  await done;
  const seconds = (performance.now() - start) / 1000;
  await engine.stop();
  const { rows } = await pool.query<{ n: number }>(
    `select count(*)::int as n from evidence where meaning = 'location_cancelled'`,
  );
  await hlr.close();
  await msc.close();
  await house.close();
  await osmo.stop();
  if (rows[0]!.n !== lines)
    throw new Error(`${rows[0]!.n} of ${lines} lines were acknowledged by the serving node`);
  return [
    {
      name: 'OsmoHLR, bare pipelined client',
      value: lines / bareSeconds,
      unit: 'lines/s',
      note: `${lines} lines, the same nine commands each`,
    },
    {
      name: 'OsmoHLR, engine end to end',
      value: lines / seconds,
      unit: 'lines/s',
      note: 'with state, audit, evidence and certificate',
    },
    { name: 'OsmoHLR, engine / bare client', value: bareSeconds / seconds, target: '>= 0.7' },
  ];
}

const ctrlFrame = (text: string): Buffer => {
  const body = Buffer.from(text);
  const head = Buffer.from([0, 0, 0xee, 0]);
  head.writeUInt16BE(body.length + 1, 0);
  return Buffer.concat([head, body]);
};

/** Sends CTRL commands, `window` at a time, and waits for as many answers. */
function ctrl(host: string, commands: readonly string[], window = 64): Promise<void> {
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

async function provision(host: string, lines: readonly SeededLine[]): Promise<void> {
  await ctrl(
    host,
    lines.map((line) => `SET # subscriber.create ${line.imsi}`),
  );
}

/** The engine's order for all lines at once: look up, refuse access, look up, cancel, keys, delete, look up twice. */
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
