import { expect, it, onTestFinished } from 'vitest';
import { CtrlClient } from '../../../src/connectors/osmo-hlr/ctrl-client.ts';
import { createOsmoHlr } from '../../../src/connectors/osmo-hlr/driver.ts';
import { GSUP } from '../../../src/connectors/osmo-hlr/gsup-codec.ts';
import { stageContext } from '../../../src/run/compose.ts';
import { osmoHlrInstalled, startOsmoHlr } from '../../../src/simulators/osmo-hlr/process.ts';
import { startServingNode } from '../../../src/simulators/osmo-hlr/serving-node.ts';
import { Engine } from '../../../src/workflow/engine/engine.ts';
import { closedCase, readyToEnd, verifiedCertificate } from '../../support/cases.ts';
import { claimsOf } from '../../support/certificates.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op } = instance;

const name =
  'ends a line on a real OsmoHLR: the serving node is told and answers, the subscriber is gone, the certificate says so';

it.skipIf(!osmoHlrInstalled())(
  osmoHlrInstalled() ? name : `${name} (needs the Debian package osmo-hlr)`,
  async () => {
    const [line] = await seedLines(op.pool, instance.vault, 1);
    const osmo = await startOsmoHlr();
    const ctrl = new CtrlClient({
      connector: 'test',
      host: osmo.host,
      port: osmo.ports.ctrl,
      connectTimeoutMs: 5_000,
      window: 4,
    });
    await ctrl.set('subscriber.create', line!.imsi, 10_000);
    await ctrl.set(`subscriber.by-imsi-${line!.imsi}.msisdn`, line!.msisdn.slice(1), 10_000);
    const msc = await startServingNode({ host: osmo.host, port: osmo.ports.gsup, name: 'msc-beijing-1' });
    expect(await msc.attach(line!.imsi, 'cs')).toBe(true);

    const hlr = createOsmoHlr({ host: osmo.host });
    const engine = new Engine(stageContext(instance, hlr, undefined), { idleMs: 50 });
    // A hook of the file could not be registered from within a test.
    onTestFinished(async () => {
      await engine.stop();
      await hlr.close();
      await msc.close();
      ctrl.close();
      await osmo.stop();
    });
    const made = await readyToEnd(op, line!);
    engine.start();
    const closed = await closedCase(op.pool, made.caseId);

    expect(closed).toMatchObject({ outcome: 'completed', detach: 'acknowledged' });
    expect(msc.received.filter((message) => message.type === GSUP.locationCancelRequest)).toHaveLength(1);
    expect(msc.serves(line!.imsi)).toBe(false);
    expect((await hlr.lookup(line!.imsi)).value).toBeNull();
    expect(await msc.attach(line!.imsi, 'cs')).toBe(false);
    const verdict = await verifiedCertificate(instance, made, line!.msisdn);
    expect(verdict).toMatchObject({ result: 'authentic', number: 'match' });
    const claims = claimsOf(verdict);
    expect(claims.accesses[0]).toMatchObject({ detach: 'acknowledged', absentAtEnd: true });
    expect(claims.accesses[0]?.evidence.map((e) => e.meaning)).toContain('location_cancelled');
  },
);
