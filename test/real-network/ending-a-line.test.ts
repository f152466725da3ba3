import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOsmoHlr } from '../../src/connectors/osmo-hlr/driver.ts';
import { createOsmoMsc, createOsmoSgsn } from '../../src/connectors/osmo-node/node.ts';
import { servingNodesOf } from '../../src/connectors/serving-nodes.ts';
import { confirm } from '../../src/operations/cases/confirm.ts';
import { withdraw } from '../../src/operations/cases/withdraw.ts';
import type { Hlr } from '../../src/ports/hlr.ts';
import type { ServingNodes } from '../../src/ports/serving-node.ts';
import { realNetworkAbsent } from '../../src/simulators/osmo-core/absent.ts';
import { type RealNetwork, startRealNetwork } from '../../src/simulators/osmo-core/network.ts';
import type { Phone } from '../../src/simulators/phone/phone.ts';
import { Engine } from '../../src/workflow/engine/engine.ts';
import { subscriberOf } from '../support/actors.ts';
import { closedCase, declared, readyToEnd, verifiedCertificate } from '../support/cases.ts';
import { claimsOf } from '../support/certificates.ts';
import { eventually, type TestInstance, testInstance } from '../support/instance.ts';
import { imsiOf, type SeededLine, seedLines } from '../support/seed.ts';

// Whole cases against servers that nobody here wrote, with the phone's own log beside ours: docs/guides/real-network.md.

const absent = realNetworkAbsent();

describe.skipIf(absent)(`a line ended on a real network${absent ? ` (${absent})` : ''}`, () => {
  let instance: TestInstance;
  let network: RealNetwork;
  let hlr: Hlr;
  let nodes: ServingNodes;
  let engine: Engine;

  beforeAll(async () => {
    instance = await testInstance();
    network = await startRealNetwork();
    hlr = createOsmoHlr({ host: network.hlr.host });
    nodes = servingNodesOf([
      { name: 'MSC-*', node: createOsmoMsc({ host: network.msc.host, port: network.msc.ports.vty }) },
      { name: 'SGSN-*', node: createOsmoSgsn({ host: network.sgsn.host, port: network.sgsn.ports.vty }) },
    ]);
    engine = new Engine({ ...instance.context, hlr, nodes }, { idleMs: 50 });
    engine.start();
  });
  afterAll(async () => {
    await engine?.stop();
    await hlr?.close();
    await nodes?.close();
    await network?.close();
  });

  let serial = 0;
  async function lineWithPhone(): Promise<{ readonly line: SeededLine; readonly phone: Phone }> {
    serial += 10;
    const { pool } = instance.operations;
    const [line] = await seedLines(pool, instance.vault, 1, { from: serial });
    await network.addSubscriber({ imsi: line!.imsi, msisdn: line!.msisdn });
    const phone = network.phone(line!.imsi);
    expect(await phone.attach()).toEqual({ data: { accepted: true }, voice: { accepted: true } });
    return { line: line!, phone };
  }

  /** The phone tries everything that a phone can. */
  async function refusedEverywhere(phone: Phone): Promise<void> {
    expect(await phone.attach()).toMatchObject({ data: { accepted: false }, voice: { accepted: false } });
    expect(await phone.voice.call('+447700900999')).toMatchObject({ accepted: false });
    expect(await phone.voice.sendText('5151', 'HELLO')).toMatchObject({ accepted: false });
  }

  it('detaches the phone, refuses it everything afterwards, and certifies it by asking the nodes', async () => {
    const { line, phone } = await lineWithPhone();
    const made = await readyToEnd(instance.operations, line);
    await phone.log.received('DETACH REQUEST');
    expect(await closedCase(instance.operations.pool, made.caseId)).toMatchObject({
      outcome: 'completed',
      detach: 'node_asked',
    });
    await refusedEverywhere(phone);
    const verdict = await verifiedCertificate(instance, made, line.msisdn);
    expect(verdict).toMatchObject({ result: 'authentic', number: 'match' });
    expect(claimsOf(verdict).accesses[0]).toMatchObject({ detach: 'node_asked', absentAtEnd: true });
    const told = claimsOf(verdict).accesses[0]!.evidence.filter(({ node }) => node !== undefined);
    expect(told.map(({ meaning, node }) => `${node!.name} ${node!.domain} ${meaning}`).sort()).toEqual([
      `${network.msc.name} cs absent_at_node`,
      `${network.sgsn.name} ps absent_at_node`,
    ]);
    expect((await hlr.lookup(line.imsi)).value).toBeNull();
  });

  it('does not take the nodes at their silence: without a table of them the line is unconfirmed, and says so', async () => {
    const { line, phone } = await lineWithPhone();
    let ahead = 0;
    const clock = { now: () => new Date(Date.now() + ahead) };
    const blind = createOsmoHlr({ host: network.hlr.host, callTimeoutMs: 1_000, clock });
    const other = new Engine({ ...instance.context, hlr: blind, clock }, { idleMs: 50 });
    await engine.stop();
    other.start();
    try {
      const made = await readyToEnd(instance.operations, line);
      await phone.log.received('DETACH REQUEST');
      const { pool } = instance.operations;
      const resting = `case_id = $1 and stage = 'detach' and lease is null and due_at > now() + interval '5 seconds'`;
      await eventually(
        () => pool.query(`select from termination where ${resting}`, [made.caseId]),
        ({ rowCount }) => rowCount === 1,
      );
      ahead = 3 * 60_000;
      await pool.query(`update termination set due_at = now() where ${resting}`, [made.caseId]);
      other.wake();
      expect(await closedCase(pool, made.caseId)).toMatchObject({ detach: 'unconfirmed' });
    } finally {
      await other.stop();
      await blind.close();
      engine.start();
    }
  });

  it('lets a phone come back whose lost line was barred and then withdrawn', async () => {
    const { line, phone } = await lineWithPhone();
    const { pool } = instance.operations;
    const made = await declared(instance.operations, line, 'lost');
    await phone.log.received('DETACH REQUEST');
    await eventually(
      async () =>
        (await pool.query('select stage from termination where case_id = $1', [made.caseId])).rows[0],
      (row) => row?.stage === 'confirm',
    );
    await refusedEverywhere(phone);
    await withdraw(instance.operations, subscriberOf(line), { caseId: made.caseId });
    expect(await closedCase(pool, made.caseId)).toMatchObject({ outcome: 'withdrawn' });
    expect(await phone.attach()).toEqual({ data: { accepted: true }, voice: { accepted: true } });
  });

  it('takes both phones of a line off', async () => {
    const { line, phone } = await lineWithPhone();
    const watchImsi = imsiOf(7_000_000 + serial);
    await instance.operations.pool.query(
      `insert into access (access_id, line_id, kind, imsi, iccid, from_at) values ($1, $2, 'companion', $3, '8986001' || substr($3, 4), now())`,
      [`watch-${serial}`, line.lineId, watchImsi],
    );
    await network.addSubscriber({ imsi: watchImsi, msisdn: `+861799${String(serial).padStart(7, '0')}` });
    const watch = network.phone(watchImsi);
    expect(await watch.attach()).toEqual({ data: { accepted: true }, voice: { accepted: true } });
    const made = await readyToEnd(instance.operations, line);
    await Promise.all([phone, watch].map((one) => one.log.received('DETACH REQUEST')));
    expect(await closedCase(instance.operations.pool, made.caseId)).toMatchObject({ detach: 'node_asked' });
    await Promise.all([phone, watch].map(refusedEverywhere));
  });

  it('knows of a phone that came back in spite of the bar, because somebody lifted it', async () => {
    const { line, phone } = await lineWithPhone();
    const { pool } = instance.operations;
    const made = await declared(instance.operations, line, 'stolen');
    await phone.log.received('DETACH REQUEST');
    await eventually(
      async () =>
        (await pool.query('select stage from termination where case_id = $1', [made.caseId])).rows[0],
      (row) => row?.stage === 'confirm',
    );
    // Another system, by its own way into the HLR.
    await hlr.unbar({ imsi: line.imsi, msisdn: null, csEnabled: true, psEnabled: true, servingNodes: [] });
    expect(await phone.attach()).toEqual({ data: { accepted: true }, voice: { accepted: true } });
    const since = phone.log.mark();
    await confirm(instance.operations, subscriberOf(line), { caseId: made.caseId });
    await phone.log.received('DETACH REQUEST', since);
    expect(await closedCase(pool, made.caseId)).toMatchObject({ outcome: 'completed', detach: 'node_asked' });
    await refusedEverywhere(phone);
  });

  it('goes through where a node restarts in the middle', async () => {
    const { line, phone } = await lineWithPhone();
    await network.sgsn.kill();
    const made = await readyToEnd(instance.operations, line);
    const { pool } = instance.operations;
    await eventually(
      async () =>
        (await pool.query('select stage, waiting_for from termination where case_id = $1', [made.caseId]))
          .rows[0],
      (row) => row?.waiting_for === 'serving_node',
    );
    await network.restart('sgsn');
    while ((await pool.query('select from termination where case_id = $1', [made.caseId])).rowCount === 1) {
      await pool.query('update termination set due_at = now() where case_id = $1 and lease is null', [
        made.caseId,
      ]);
      engine.wake();
      await delay(50);
    }
    expect(await closedCase(pool, made.caseId)).toMatchObject({ outcome: 'completed', detach: 'node_asked' });
    // The phone learns of it when it tries.
    expect(await phone.attach()).toMatchObject({ data: { accepted: false }, voice: { accepted: false } });
  });
});
