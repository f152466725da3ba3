import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { PHONE } from '../../src/operations/access/actor.ts';
import { confirm } from '../../src/operations/cases/confirm.ts';
import { receiveNotifications } from '../../src/operations/esim/receive-notifications.ts';
import { subscriberOf } from '../support/actors.ts';
import { declared } from '../support/cases.ts';
import { profileIccid, seedProfiles, TestDevice } from '../support/esim.ts';
import { testInstance } from '../support/instance.ts';
import { seedLines } from '../support/seed.ts';

const instance = await testInstance();
const { operations: op } = instance;

async function handback(...args: string[]) {
  const child = spawn(process.execPath, ['--import', './src/tsx-loader.ts', 'src/main.ts', ...args], {
    env: { PATH: process.env['PATH'], HANDBACK_DATA: instance.dataFolder, DATABASE_URL: instance.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, out, err };
}

it('shows the zombies as bars, as CSV, as a chart and as JSON', async () => {
  const [line] = await seedLines(op.pool, instance.vault, 1, { from: 40_000 });
  const [iccid, { eid }] = [profileIccid(70_000), new TestDevice(70_000)];
  await seedProfiles(op.pool, line!, [{ iccid, eid }]);
  const { caseId } = await declared(op, line!);
  await confirm(op, subscriberOf(line!), { caseId });
  await op.pool.query(`update unbinding set result = 'unreachable', ended_at = now() where case_id = $1`, [
    caseId,
  ]);

  expect((await handback('esim', 'zombies')).out).toMatch(/ 0-7 {2}#{40} {2}1 {2}\(unconfirmed 1/);
  const csv = await handback('esim', 'zombies', '--csv');
  expect(csv.out.split('\r\n')[1]).toContain(`${iccid},${eid},${line!.lineId},${caseId},unreachable,`);
  expect((await handback('esim', 'zombies', '--svg', '--by', 'maker')).out).toContain('<svg');
  expect(JSON.parse((await handback('esim', 'zombies', '--json')).out)[0]).toMatchObject({ group: '0-7' });
  expect(await handback('esim', 'zombies', '--by', 'colour')).toMatchObject({ code: 2, out: '' });
  expect(await handback('esim', 'zombies', '--csv', '--json')).toMatchObject({ code: 2, out: '' });
});

it('lists the quarantine, judges anew, and dismisses', async () => {
  const raw = new TestDevice(70_001).notify('delete', profileIccid(70_001));
  await receiveNotifications(op, PHONE, { raw: [raw] });
  const listed = JSON.parse((await handback('esim', 'quarantine', '--json')).out);
  expect(listed).toMatchObject([{ reason: 'anchor_unknown' }]);
  expect(await handback('esim', 'recheck', listed[0].notificationId)).toMatchObject({ code: 1 });
  const [again] = JSON.parse((await handback('esim', 'quarantine', '--json')).out);
  expect(await handback('esim', 'dismiss', again.notificationId)).toMatchObject({ code: 2 });
  expect(
    await handback('esim', 'dismiss', again.notificationId, '--reason', 'test card', '--yes'),
  ).toMatchObject({
    code: 0,
    out: 'Dismissed.\n',
  });
  expect((await handback('esim', 'quarantine')).out).toBe('Nothing waits for review.\n');
  expect((await handback('esim', 'recheck', again.notificationId)).err).toContain('notification_unknown');
});
