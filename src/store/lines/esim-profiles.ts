import type { ProfileState } from '../../domain/lines/esim-profile.ts';
import type { Eid } from '../../domain/values/eid.ts';
import type { Iccid } from '../../domain/values/iccid.ts';
import type { Db } from '../database/database.ts';
import type { DataKey, Vault } from '../database/vault.ts';
import type { ChangedRow } from './line-conflicts.ts';

/** A profile with the device that holds it, as it is known. */
export interface ProfileRecord {
  readonly iccid: Iccid;
  readonly lineId: string;
  readonly eid: Eid | null;
  readonly state: ProfileState;
  readonly matchingId: string | null;
  readonly smdpAddress: string | null;
  readonly notifiesDeletion: boolean | null;
  readonly labelEnc: Buffer | null;
  readonly imei: string | null;
  readonly lastSeenAt: Date | null;
  readonly deletedAt: Date | null;
}

const SELECT = `select p.iccid, p.line_id as "lineId", p.eid, p.state, p.matching_id as "matchingId", p.smdp_address as "smdpAddress",
    p.notifies_deletion as "notifiesDeletion", p.label_enc as "labelEnc", d.imei, d.last_seen_at as "lastSeenAt",
    p.deleted_at as "deletedAt"
  from esim_profile p left join device d using (eid)`;

/** The profiles of some lines, each line's in the order of their ICCIDs. */
export async function profilesOfLines(db: Db, lineIds: readonly string[]): Promise<readonly ProfileRecord[]> {
  const { rows } = await db.query<ProfileRecord>(
    `${SELECT} where p.line_id = any($1::text[]) order by p.line_id, p.iccid`,
    [lineIds],
  );
  return rows;
}

/** Those of the lines that have a profile which is on a device, could come on one, or of which its device signed the deletion. */
export async function linesWithProfiles(db: Db, lineIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ line_id: string }>({
    name: 'lines-with-profiles',
    text: `select distinct line_id from esim_profile
      where line_id = any($1::text[]) and state <> 'unavailable' and (state <> 'deleted' or deleted_at is not null)`,
    values: [lineIds],
  });
  return new Set(rows.map((row) => row.line_id));
}

/**
 * Makes the profiles of some lines what the operator says. A deletion that an eUICC signed, and an order that was taken
 * back, are not undone by a list that was written before; one that names another device was written afterwards.
 */
export async function writeProfiles(
  tx: Db,
  vault: Vault,
  rows: readonly ChangedRow[],
  keyOf: (holderId: string) => DataKey,
): Promise<void> {
  const profiles = rows.flatMap(({ input }) =>
    input.profiles.map((profile) => ({ ...profile, lineId: input.lineId, holderId: input.holder.holderId })),
  );
  if (profiles.length === 0) return;
  // A device may be named with each of its profiles, and its IMEI with one of them only.
  const devices = new Map<string, string | null>();
  for (const { eid, imei } of profiles) if (eid !== null) devices.set(eid, imei ?? devices.get(eid) ?? null);
  if (devices.size > 0) {
    await tx.query({
      name: 'upsert-devices',
      text: `insert into device (eid, imei) select a, b from unnest($1::text[], $2::text[]) as o(a, b)
        on conflict (eid) do update set imei = excluded.imei, updated_at = now()
        where excluded.imei is not null and device.imei is distinct from excluded.imei`,
      values: [[...devices.keys()], [...devices.values()]],
    });
  }
  await tx.query({
    name: 'upsert-profiles',
    text: `insert into esim_profile (iccid, line_id, eid, state, smdp_address, matching_id, notifies_deletion, label_enc)
      select a, b, c, d, e, f, g, h from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[], $8::bytea[])
        as o(a, b, c, d, e, f, g, h)
      on conflict (iccid) do update set line_id = excluded.line_id, eid = coalesce(excluded.eid, esim_profile.eid),
        state = case when esim_profile.state in ('deleted', 'unavailable') and esim_profile.line_id = excluded.line_id
            and coalesce(excluded.eid, esim_profile.eid) is not distinct from esim_profile.eid
          then esim_profile.state else excluded.state end,
        smdp_address = coalesce(excluded.smdp_address, esim_profile.smdp_address),
        matching_id = coalesce(excluded.matching_id, esim_profile.matching_id),
        notifies_deletion = coalesce(excluded.notifies_deletion, esim_profile.notifies_deletion),
        label_enc = coalesce(excluded.label_enc, esim_profile.label_enc), updated_at = now()`,
    values: [
      profiles.map((p) => p.iccid),
      profiles.map((p) => p.lineId),
      profiles.map((p) => p.eid),
      profiles.map((p) => p.state),
      profiles.map((p) => p.smdpAddress),
      profiles.map((p) => p.matchingId),
      profiles.map((p) => p.notifiesDeletion),
      profiles.map((p) =>
        p.label === null ? null : vault.encrypt(keyOf(p.holderId), 'device label', p.label),
      ),
    ],
  });
}

/** Where a profile is from now on; what is not given stays. */
export async function moveProfile(
  db: Db,
  iccid: string,
  to: { readonly state?: ProfileState; readonly eid?: string | null },
): Promise<void> {
  if (to.eid) await db.query('insert into device (eid) values ($1) on conflict do nothing', [to.eid]);
  await db.query(
    `update esim_profile set state = coalesce($2, state), eid = coalesce($3, eid), updated_at = now(),
       deleted_at = case when $2 is null then deleted_at end
     where iccid = $1`,
    [iccid, to.state ?? null, to.eid ?? null],
  );
}

/** The device of a profile, where none is known. */
export async function learnDevice(db: Db, iccid: string, eid: string): Promise<void> {
  await db.query('insert into device (eid) values ($1) on conflict do nothing', [eid]);
  await db.query('update esim_profile set eid = $2, updated_at = now() where iccid = $1 and eid is null', [
    iccid,
    eid,
  ]);
}
