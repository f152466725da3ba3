import { afterAll, afterEach, expect, it } from 'vitest';
import { createOsmoHlr } from '../../../src/connectors/osmo-hlr/driver.ts';
import { createOsmoMsc, createOsmoSgsn } from '../../../src/connectors/osmo-node/node.ts';
import { servingNodesOf } from '../../../src/connectors/serving-nodes.ts';
import { startServingNode } from '../../../src/simulators/osmo-hlr/serving-node.ts';
import { Engine } from '../../../src/workflow/engine/engine.ts';
import { msc, sgsn, startVtyNode } from '../../connectors/osmo-node/vty-node.ts';
import { closedCase, readyToEnd, verifiedCertificate } from '../../support/cases.ts';
import { claimsOf } from '../../support/certificates.ts';
import { eventually, testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';

// Nodes as the real ones are: what they answer to a cancellation does not find its way back, and they can be asked.

const instance = await testInstance();
const { operations: op, simulator } = instance;
const { pool } = op;
const MSC = 'MSC-1';
const SGSN = 'SGSN-1';
let acknowledges = false;
const attached = new Set<string>();
const start = (name: string, domain: 'cs' | 'ps') =>
  startServingNode({
    host: simulator.host,
    port: simulator.ports.gsupPort,
    name,
    onCancel: ({ imsi }) => {
      if (!keeps) attached.delete(`${domain} ${imsi}`);
      return acknowledges ? 'acknowledge' : 'ignore';
    },
  });
/** Whether the nodes keep the phone, whatever they are told. */
let keeps = false;
const nodes = [await start(MSC, 'cs'), await start(SGSN, 'ps')] as const;
const vty = { cs: await startVtyNode('OsmoMSC'), ps: await startVtyNode('OsmoSGSN') } as const;
const words = { cs: msc, ps: sgsn } as const;
function answering(): void {
  for (const domain of ['cs', 'ps'] as const)
    vty[domain].answer((command) => {
      const imsi = command.split(' ').at(-1)!;
      return attached.has(`${domain} ${imsi}`) ? words[domain].present(imsi) : words[domain].absent(imsi);
    });
}
answering();
let ahead = 0;
const clock = { now: () => new Date(Date.now() + ahead) };
const hlr = createOsmoHlr({ host: simulator.host, ...simulator.ports, callTimeoutMs: 400, clock });
const table = servingNodesOf([
  { name: 'MSC-*', node: createOsmoMsc({ host: vty.cs.host, port: vty.cs.port, callTimeoutMs: 300, clock }) },
  {
    name: 'SGSN-1',
    node: createOsmoSgsn({ host: vty.ps.host, port: vty.ps.port, callTimeoutMs: 300, clock }),
  },
]);
const engine = new Engine({ ...instance.context, hlr, clock, nodes: table }, { idleMs: 50 });
engine.start();
afterAll(async () => {
  await engine.stop();
  await hlr.close();
  await table.close();
  await Promise.all([...nodes, vty.cs, vty.ps].map((one) => one.close()));
});
afterEach(() => {
  acknowledges = false;
  keeps = false;
  ahead = 0;
  answering();
});

let serial = 0;
async function line(domains: readonly ('cs' | 'ps')[]): Promise<SeededLine> {
  serial += 10;
  const [one] = await seedLines(pool, instance.vault, 1, { from: serial, simulator });
  for (const domain of domains) {
    expect(await nodes[domain === 'cs' ? 0 : 1].attach(one!.imsi, domain)).toBe(true);
    attached.add(`${domain} ${one!.imsi}`);
  }
  return one!;
}

/** Lets a case that waits for a node reach its deadline. */
async function atItsDeadline(caseId: string): Promise<void> {
  const resting = `case_id = $1 and stage = 'detach' and lease is null and due_at > now() + interval '5 seconds'`;
  await eventually(
    () => pool.query(`select from termination where ${resting}`, [caseId]),
    ({ rowCount }) => rowCount === 1,
  );
  ahead = 3 * 60_000;
  await pool.query(`update termination set due_at = now() where ${resting}`, [caseId]);
  engine.wake();
}

it('certifies a line as off by asking nodes whose acknowledgement never comes', async () => {
  const one = await line(['cs', 'ps']);
  const made = await readyToEnd(op, one);
  expect(await closedCase(pool, made.caseId)).toMatchObject({ outcome: 'completed', detach: 'node_asked' });
  const claims = claimsOf(await verifiedCertificate(instance, made));
  expect(claims.accesses[0]).toMatchObject({ detach: 'node_asked', absentAtEnd: true });
  const told = claims.accesses[0]!.evidence.filter(({ node }) => node !== undefined);
  expect(told.map(({ meaning, node }) => `${node!.name} ${node!.domain} ${meaning}`).sort()).toEqual([
    'MSC-1 cs absent_at_node',
    'SGSN-1 ps absent_at_node',
  ]);
});

it('does not believe an acknowledgement of a node that has the phone still', async () => {
  const one = await line(['ps']);
  keeps = true;
  acknowledges = true;
  const made = await readyToEnd(op, one);
  await atItsDeadline(made.caseId);
  expect(await closedCase(pool, made.caseId)).toMatchObject({ detach: 'unconfirmed' });
  const claims = claimsOf(await verifiedCertificate(instance, made));
  const meanings = claims.accesses[0]!.evidence.map(({ meaning }) => meaning);
  expect(meanings).toContain('location_cancelled');
  expect(meanings).toContain('present_at_node');
});

it.each([
  ['is gone', 'silent'],
  ['answers about somebody else', sgsn.absent('001010000000999')],
  ['answers nonsense', '% Unknown command.\r\n'],
] as const)(
  'falls back to the acknowledgement where a node that could be asked %s',
  async (_name, output) => {
    vty.ps.answer(() => output);
    const one = await line(['ps']);
    acknowledges = true;
    const made = await readyToEnd(op, one);
    expect(await closedCase(pool, made.caseId)).toMatchObject({ detach: 'acknowledged' });
  },
);

it('is as strong as its weakest node: one was asked, the other is not in the table and silent', async () => {
  const other = await startServingNode({
    host: simulator.host,
    port: simulator.ports.gsupPort,
    name: 'SGSN-2',
    onCancel: () => 'ignore',
  });
  const one = await line(['cs']);
  expect(await other.attach(one.imsi, 'ps')).toBe(true);
  const made = await readyToEnd(op, one);
  await atItsDeadline(made.caseId);
  expect(await closedCase(pool, made.caseId)).toMatchObject({ detach: 'unconfirmed' });
  await other.close();
});

it('asks again while a node takes its time', async () => {
  const one = await line(['cs']);
  keeps = true;
  const key = `cs ${one.imsi}`;
  let asked = 0;
  vty.cs.answer((command) => {
    if (command.endsWith(one.imsi) && ++asked === 3) attached.delete(key);
    return attached.has(key) ? msc.present(one.imsi) : msc.absent(one.imsi);
  });
  const made = await readyToEnd(op, one);
  expect(await closedCase(pool, made.caseId)).toMatchObject({ detach: 'node_asked' });
  expect(asked).toBe(3);
});
