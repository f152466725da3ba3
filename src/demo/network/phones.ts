import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { HandbackError } from '../../domain/errors.ts';
import { isOnDevice, type ProfileState } from '../../domain/lines/esim-profile.ts';
import type { Eid } from '../../domain/values/eid.ts';
import type { Iccid } from '../../domain/values/iccid.ts';
import { type Msisdn, maskMsisdn } from '../../domain/values/msisdn.ts';
import type { Clock } from '../../ports/clock.ts';
import { newEuicc } from '../../simulators/pki/new-euicc.ts';
import type { SmscSimulator } from '../../simulators/smpp/simulator.ts';
import type { Pool } from '../../store/database/database.ts';
import { VirtualEuicc } from '../../virtual-euicc/euicc.ts';
import type { EuiccState, NotificationAddresses } from '../../virtual-euicc/euicc-state.ts';
import type { DemoCi } from '../demo-ci.ts';
import { DEMO_NOTIFIED } from '../demo-esim.ts';
import { SHOWCASE, type ShowcaseLine } from '../demo-operator.ts';
import { hasService, profilesOnDevices } from '../demo-tables.ts';
import type { RspNetwork } from './rsp-network.ts';
import { type Over, type PhoneEvent, VirtualPhone } from './virtual-phone.ts';

/** A device of the showcase with an eSIM chip in it, as its screen shows it. */
export interface DemoPhone {
  readonly eid: Eid;
  /** What its owner calls it. */
  readonly name: string;
  readonly over: Over;
  /** Mobile data: `works` while a line that it serves is active; `not_in_use` where no line ever served it. */
  readonly service: 'works' | 'cut' | 'not_in_use';
  readonly profiles: readonly {
    readonly iccid: Iccid;
    readonly name: string;
    readonly provider: string;
    readonly enabled: boolean;
  }[];
  /** Newest first. */
  readonly events: readonly PhoneEvent[];
}

/** A profile that no device has fetched, as the SM-DP+ has it. */
export interface DemoOrder {
  readonly iccid: Iccid;
  readonly state: ProfileState;
}

/** A line of the showcase with eSIM profiles. */
type EsimLine = ShowcaseLine & { readonly msisdn: Msisdn };

const ESIM_LINES = SHOWCASE.filter(
  (line): line is EsimLine => line.msisdn !== null && line.profiles.length > 0,
);
const PROVIDER = 'Guiyi Mobile';
/** A profile that tells of itself tells its SM-DP+'s address of everything. */
const TOLD: NotificationAddresses = {
  install: [DEMO_NOTIFIED],
  enable: [DEMO_NOTIFIED],
  disable: [DEMO_NOTIFIED],
  delete: [DEMO_NOTIFIED],
};
/** Nor may it name anybody, where no deletion is ever to be proven. */
const SILENT: NotificationAddresses = { install: [DEMO_NOTIFIED] };

/** The virtual phones of the showcase. */
export class DemoPhones {
  readonly #phones: ReadonlyMap<Eid, VirtualPhone>;
  readonly #rsp: RspNetwork;
  readonly #pool: Pool;
  readonly #smsc: Pick<SmscSimulator, 'deliver'>;

  private constructor(
    phones: readonly VirtualPhone[],
    { rsp, pool, smsc }: { rsp: RspNetwork; pool: Pool; smsc: Pick<SmscSimulator, 'deliver'> },
  ) {
    this.#phones = new Map(phones.map((phone) => [phone.eid, phone]));
    this.#rsp = rsp;
    this.#pool = pool;
    this.#smsc = smsc;
  }

  /**
   * Finds the phones in their folder, makes those that are not there yet, and has them deliver what still waits. The
   * demo operator's lines must have been made.
   */
  static async open(options: {
    readonly folder: string;
    readonly ci: DemoCi;
    readonly rsp: RspNetwork;
    readonly pool: Pool;
    readonly clock: Clock;
    readonly smsc: Pick<SmscSimulator, 'deliver'>;
  }): Promise<DemoPhones> {
    const { folder, ci, rsp, pool, clock, smsc } = options;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const known = await knownDevices(pool);
    const phones = [...known].map(([eid, device]) => {
      const phone = new VirtualPhone({
        eid,
        folder,
        resolve: rsp.resolve,
        hasService: async () => (await serviceOf(pool, eid)) === 'works',
        now: () => clock.now(),
      });
      if (!phone.exists) phone.equip(chipFor(eid, device, ci));
      return phone;
    });
    for (const phone of phones) await phone.retry();
    return new DemoPhones(phones, { rsp, pool, smsc });
  }

  /** The numbers that have eSIMs. */
  owners(): readonly { readonly msisdn: string; readonly label: ShowcaseLine['label'] }[] {
    return ESIM_LINES.map(({ msisdn, label }) => ({ msisdn, label }));
  }

  /** The devices on which the number has, or had, a profile. */
  async list(msisdn: string): Promise<readonly DemoPhone[]> {
    const found = new Map(
      profilesOf(msisdn).flatMap(({ eid, label }) => {
        const phone = eid === null ? undefined : this.#phones.get(eid);
        return phone === undefined ? [] : [[phone, label ?? `eUICC ${phone.eid.slice(-4)}`]];
      }),
    );
    return Promise.all(
      [...found].map(async ([phone, name]): Promise<DemoPhone> => {
        const { over, profiles, events } = await phone.look();
        return {
          eid: phone.eid,
          name,
          over,
          service: await serviceOf(this.#pool, phone.eid),
          profiles: profiles.map((one) => ({
            iccid: one.iccid,
            name: one.nickname ?? one.profileName,
            provider: one.serviceProviderName,
            enabled: one.enabled,
          })),
          events,
        };
      }),
    );
  }

  /** The profiles of the number that are on no device, as the SM-DP+ has them now. */
  orders(msisdn: string): readonly DemoOrder[] {
    return profilesOf(msisdn).flatMap(({ iccid, eid }) => {
      const profile = eid === null ? this.#rsp.smdp.profile(iccid) : undefined;
      return profile === undefined ? [] : [{ iccid, state: profile.state }];
    });
  }

  /** @throws HandbackError `not_found` for a device that is none of these; so do the others. */
  async turnOn(eid: string, iccid: string): Promise<void> {
    await this.#phone(eid).turnOn(iccid as Iccid);
  }

  async turnOff(eid: string, iccid: string): Promise<void> {
    await this.#phone(eid).turnOff(iccid as Iccid);
  }

  async delete(eid: string, iccid: string): Promise<void> {
    await this.#phone(eid).delete(iccid as Iccid);
  }

  /** Through the message centre: a number that is not of the demo is a stranger there, too. */
  async text(from: string, text: string): Promise<void> {
    // Named as a centre names each: whoever tries the same word again means it again.
    await this.#smsc.deliver(from, text, { fields: { receipted_message_id: randomUUID() } });
  }

  async connect(eid: string, over: Over): Promise<void> {
    await this.#phone(eid).connect(over);
  }

  #phone(eid: string): VirtualPhone {
    const phone = this.#phones.get(eid as Eid);
    if (phone === undefined) throw new HandbackError('not_found');
    return phone;
  }
}

const profilesOf = (msisdn: string) => ESIM_LINES.find((line) => line.msisdn === msisdn)?.profiles ?? [];

interface KnownDevice {
  /** What is on it, and whether a line serves with it. */
  readonly profiles: ReadonlyMap<Iccid, { readonly inUse: boolean }>;
  /** The next number that it signs: none counts twice. */
  readonly nextSeqNumber: number;
}

/** The devices of the showcase that the database knows. */
async function knownDevices(pool: Pool): Promise<ReadonlyMap<Eid, KnownDevice>> {
  const rows = await profilesOnDevices(
    pool,
    ESIM_LINES.map((line) => line.lineId),
  );
  return new Map(
    [...Map.groupBy(rows, (row) => row.eid)].map(([eid, on]) => [
      eid,
      {
        profiles: new Map(
          on.filter((row) => isOnDevice(row.state)).map((row) => [row.iccid, { inUse: row.inUse }]),
        ),
        nextSeqNumber: on[0]!.signed + 1,
      },
    ]),
  );
}

/** A chip as it is after some months of use: the profiles are on it, and what was signed of that is delivered. */
function chipFor(eid: Eid, { profiles, nextSeqNumber }: KnownDevice, ci: DemoCi): EuiccState {
  const euicc = new VirtualEuicc({ ...newEuicc({ eid }), ...ci.issue(eid), nextSeqNumber });
  for (const { msisdn, profiles: ofLine } of ESIM_LINES) {
    for (const { iccid, notifiesDeletion } of ofLine) {
      const known = profiles.get(iccid);
      if (known === undefined) continue;
      euicc.install({
        iccid,
        serviceProviderName: PROVIDER,
        profileName: maskMsisdn(msisdn),
        profileClass: 'operational',
        ppr2: false,
        notificationAddresses: notifiesDeletion === false ? SILENT : TOLD,
      });
      if (known.inUse) euicc.enable((profile) => profile.iccid === iccid);
    }
  }
  return { ...euicc.state, notifications: [] };
}

/** The device has data as long as one of its lines is in service, also while the profile is being deleted. */
async function serviceOf(pool: Pool, eid: Eid): Promise<DemoPhone['service']> {
  const works = await hasService(pool, eid);
  return works === null ? 'not_in_use' : works ? 'works' : 'cut';
}
