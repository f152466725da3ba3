import { confirm } from '../../src/operations/cases/confirm.ts';
import { type Declared, declare } from '../../src/operations/cases/declare.ts';
import { withdraw } from '../../src/operations/cases/withdraw.ts';
import { findParty } from '../../src/store/people/parties.ts';
import { subscriberOf } from '../support/actors.ts';
import { type SeededLine, seedLines } from '../support/seed.ts';
import type { PortalInstance } from './portal-instance.ts';
import type { Scene } from './scenes.ts';

export interface SeededProfile {
  readonly iccid: string;
  /** The last digits of the EID; null for a profile that no device has. */
  readonly device: string | null;
  readonly label?: string;
  readonly state?: string;
  readonly notifies?: boolean;
  readonly seen?: boolean;
}

let devices = 0;

/** Profiles of a line, each on a device of its own. */
export async function seedProfiles(
  { operations: { pool }, vault }: PortalInstance,
  line: SeededLine,
  profiles: readonly SeededProfile[],
): Promise<void> {
  const { dataKey } = (await findParty(pool, vault, line.partyId))!;
  for (const profile of profiles) {
    devices += 1;
    const eid =
      profile.device === null ? null : `89049032${String(devices).padStart(20, '0')}${profile.device}`;
    if (eid !== null) {
      await pool.query('insert into device (eid, last_seen_at) values ($1, $2)', [
        eid,
        profile.seen === false ? null : '2025-11-20T01:02:03Z',
      ]);
    }
    const state = profile.state ?? 'installed';
    await pool.query(
      `insert into esim_profile (iccid, line_id, eid, state, notifies_deletion, label_enc, deleted_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        profile.iccid,
        line.lineId,
        eid,
        state,
        profile.notifies ?? true,
        profile.label === undefined ? null : vault.encrypt(dataKey, 'device label', profile.label),
        state === 'deleted' ? '2025-11-20T01:02:03Z' : null,
      ],
    );
  }
}

/** What a device, an SM-DP+ or the end of the line makes of an unbinding; open pages hear of it. */
export async function setUnbinding(
  { operations: { pool } }: PortalInstance,
  caseId: string,
  iccid: string,
  to: { readonly result?: string; readonly reported?: boolean },
): Promise<void> {
  await pool.query(
    `update unbinding set result = $3, result_at = case when $3::text is not null then now() end,
       reported_at = case when $4 then now() end, reported_by = case when $4 then 'holder' end
     where case_id = $1 and iccid = $2`,
    [caseId, iccid, to.result ?? null, to.reported ?? false],
  );
  await pool.query(`select pg_notify('handback_case', $1)`, [caseId]);
}

/** A case that the person has confirmed, so that every profile is asked for. */
export async function confirmedCase({ operations: op }: PortalInstance, line: SeededLine): Promise<Declared> {
  const made = (await declare(op, subscriberOf(line), { lineId: line.lineId, reason: null })) as Declared;
  await confirm(op, subscriberOf(line), { caseId: made.caseId });
  return made;
}

/** Waits at the devices: the cooling-off is over. */
export async function atUnbind({ operations: { pool } }: PortalInstance, caseId: string): Promise<void> {
  await pool.query(
    `update termination set stage = 'unbind', waiting_for = 'device', due_at = now() + interval '1 hour' where case_id = $1`,
    [caseId],
  );
}

/** The line is cut off. */
export async function atCut({ operations: { pool } }: PortalInstance, caseId: string): Promise<void> {
  await pool.query(
    `update termination set stage = 'settle', waiting_for = null, detach = 'acknowledged', service_ended_at = now(),
       due_at = now() + interval '1 hour' where case_id = $1`,
    [caseId],
  );
}

/** The number of an ICCID that only this test uses. */
export const iccidOf = (n: number): string => `8986003${String(n).padStart(12, '0')}`;

/** Pages of lines with eSIM, one line for each state. */
export async function esimScenes(instance: PortalInstance): Promise<readonly Scene[]> {
  const { operations: op } = instance;
  const seeded = await seedLines(op.pool, instance.vault, 8, { from: 400, simulator: instance.simulator });
  const [idle, asked, waiting, mixed, signed, ended, withdrawn, urgent] = seeded as [
    SeededLine,
    ...SeededLine[],
  ] &
    Record<number, SeededLine>;
  let n = 0;
  const next = () => iccidOf(4_000 + n++);
  const two = (): readonly SeededProfile[] => [
    { iccid: next(), device: '1234', label: '小米 14' },
    { iccid: next(), device: '5678', seen: false },
  ];
  await seedProfiles(instance, idle!, [
    ...two(),
    { iccid: next(), device: '9012', label: 'Apple Watch', state: 'deleted' },
    { iccid: next(), device: null, state: 'released' },
  ]);
  await seedProfiles(instance, asked!, [...two(), { iccid: next(), device: null, state: 'released' }]);
  const asking = (await declare(op, subscriberOf(asked!), {
    lineId: asked!.lineId,
    reason: null,
  })) as Declared;

  await seedProfiles(instance, waiting!, two());
  const waits = await confirmedCase(instance, waiting!);

  const six: SeededProfile[] = [
    { iccid: next(), device: '0001', label: 'iPhone' },
    {
      iccid: next(),
      device: '0002',
      label: 'A watch with a name as long as people sometimes give their devices',
    },
    { iccid: next(), device: '0003' },
    { iccid: next(), device: '0004', notifies: false },
    { iccid: next(), device: null, state: 'released' },
  ];
  await seedProfiles(instance, mixed!, six);
  const mixes = await confirmedCase(instance, mixed!);
  await setUnbinding(instance, mixes.caseId, six[0]!.iccid, { result: 'proven' });
  await setUnbinding(instance, mixes.caseId, six[1]!.iccid, { reported: true });
  await atUnbind(instance, mixes.caseId);

  const both = two();
  await seedProfiles(instance, signed!, both);
  const signs = await confirmedCase(instance, signed!);
  for (const { iccid } of both) await setUnbinding(instance, signs.caseId, iccid, { result: 'proven' });

  const five: SeededProfile[] = [
    { iccid: next(), device: '0011', label: 'iPhone' },
    { iccid: next(), device: '0012' },
    { iccid: next(), device: '0013' },
    { iccid: next(), device: '0014', notifies: false },
    { iccid: next(), device: null, state: 'released' },
  ];
  await seedProfiles(instance, ended!, five);
  const ends = await confirmedCase(instance, ended!);
  const results = ['proven', 'unproven', 'unreachable', 'not_possible', 'cancelled'];
  for (const [i, { iccid }] of five.entries())
    await setUnbinding(instance, ends.caseId, iccid, { result: results[i]!, reported: i === 1 });
  await atCut(instance, ends.caseId);

  const gone = two();
  await seedProfiles(instance, withdrawn!, gone);
  const taken = await confirmedCase(instance, withdrawn!);
  await setUnbinding(instance, taken.caseId, gone[0]!.iccid, { result: 'proven' });
  await withdraw(op, subscriberOf(withdrawn!), { caseId: taken.caseId });

  await seedProfiles(instance, urgent!, two());
  const lost = (await declare(op, subscriberOf(urgent!), {
    lineId: urgent!.lineId,
    reason: 'lost',
  })) as Declared;
  await op.pool.query(
    `update termination set stage = 'confirm', waiting_for = 'person', detach = 'not_attached', service_ended_at = now(),
       snapshot_enc = '\\x00' where case_id = $1`,
    [lost.caseId],
  );
  await confirm(op, subscriberOf(urgent!), { caseId: lost.caseId });
  await op.pool.query(
    "update termination set due_at = now() + interval '1 hour' where case_id = any($1::uuid[])",
    [[waits, mixes, signs, ends, lost].map((made) => made.caseId)],
  );

  // As far away as in a country whose clocks are not those of the demo.
  await op.pool.query("update unbinding set wait_until = wait_until + interval '5 days'");
  const scene = (name: string, path: string, as: SeededLine): Scene => ({ name, path, as });
  return [
    scene('esim-lines', '/lines', idle!),
    scene('esim-line', `/lines/${idle!.lineId}`, idle!),
    scene('esim-line-open', `/lines/${waiting!.lineId}`, waiting!),
    scene('esim-before', `/lines/${idle!.lineId}/before`, idle!),
    scene('esim-review', `/cases/${asking.caseId}/review`, asked!),
    scene('esim-progress-cooling', `/cases/${waits.caseId}`, waiting!),
    scene('esim-progress-unbind', `/cases/${mixes.caseId}`, mixed!),
    scene('esim-progress-signed', `/cases/${signs.caseId}`, signed!),
    scene('esim-progress-cut', `/cases/${ends.caseId}`, ended!),
    scene('esim-progress-withdrawn', `/cases/${taken.caseId}`, withdrawn!),
    scene('esim-devices-waiting', `/cases/${waits.caseId}/devices`, waiting!),
    scene('esim-devices-mixed', `/cases/${mixes.caseId}/devices`, mixed!),
    scene('esim-devices-signed', `/cases/${signs.caseId}/devices`, signed!),
    scene('esim-devices-cut', `/cases/${ends.caseId}/devices`, ended!),
    scene('esim-devices-withdrawn', `/cases/${taken.caseId}/devices`, withdrawn!),
    scene('esim-devices-urgent', `/cases/${lost.caseId}/devices`, urgent!),
  ];
}
