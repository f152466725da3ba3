import type { AccountFacts } from '../ports/account-facts.ts';
import type { ChargeControl } from '../ports/charge-control.ts';
import type { CustomerRecords } from '../ports/customer-records.ts';
import type { Hlr, Provisioning } from '../ports/hlr.ts';
import type { Mail } from '../ports/mail.ts';
import type { ServingNode } from '../ports/serving-node.ts';
import type { Smdp } from '../ports/smdp.ts';
import type { Sms } from '../ports/sms.ts';
import type { SwitchingCodes } from '../ports/switching-codes.ts';
import type { TextCounts } from '../ports/text-counts.ts';
import { accountFactsFromUrl } from './account-facts/driver.ts';
import { probeAccountFacts } from './account-facts/probe.ts';
import { chargeControlFromUrl } from './charge-control/driver.ts';
import { probeChargeControl } from './charge-control/probe.ts';
import { customerRecordsFromFiles } from './customer-records/files.ts';
import { probeRecordFiles, probeRecordViews } from './customer-records/probe.ts';
import { customerRecordsFromViews } from './customer-records/sql-views.ts';
import type { Driver } from './driver.ts';
import { es2PlusFromUrl } from './es2plus/driver.ts';
import { probeEs2Plus } from './es2plus/probe.ts';
import type { DetachingSide } from './join-sides.ts';
import { kannelFromUrl } from './kannel/driver.ts';
import { probeKannel } from './kannel/probe.ts';
import { osmoHlrFromUrl } from './osmo-hlr/driver.ts';
import { probeOsmoHlr } from './osmo-hlr/probe.ts';
import { osmoMscFromUrl, osmoSgsnFromUrl } from './osmo-node/driver.ts';
import { probeOsmoMsc, probeOsmoSgsn } from './osmo-node/probe.ts';
import type { Probe } from './probe.ts';
import { pyHssFromUrl } from './pyhss/driver.ts';
import { probePyHss } from './pyhss/probe.ts';
import { s6aFromUrl } from './s6a/driver.ts';
import { probeS6a } from './s6a/probe.ts';
import { smppFromUrl } from './smpp/driver.ts';
import { probeSmpp } from './smpp/probe.ts';
import { smtpFromUrl } from './smtp/driver.ts';
import { probeSmtp } from './smtp/probe.ts';
import { switchingCodesFromUrl } from './switching-codes/driver.ts';
import { probeSwitchingCodes } from './switching-codes/probe.ts';
import { textCountsFromUrl } from './text-counts/driver.ts';
import { probeTextCounts } from './text-counts/probe.ts';

type Table<Port> = Readonly<Record<string, Driver<Port>>>;

/** The drivers of each port, by the scheme of the address in its setting. */
export interface Drivers {
  /** HANDBACK_HLR */
  readonly hlr: Table<Hlr>;
  /** HANDBACK_HLR, where it reaches serving nodes only */
  readonly detaching: Table<DetachingSide>;
  /** HANDBACK_HLR_PROVISIONING: who keeps the subscribers then. Every whole register can */
  readonly provisioning: Table<Provisioning>;
  /** HANDBACK_SERVING_NODES */
  readonly node: Table<ServingNode>;
  /** HANDBACK_SMPP */
  readonly sms: Table<Sms>;
  /** HANDBACK_SMTP */
  readonly mail: Table<Mail>;
  /** HANDBACK_SMDP */
  readonly smdp: Table<Smdp>;
  /** HANDBACK_ACCOUNT_FACTS; `http` to this machine only */
  readonly accountFacts: Table<AccountFacts>;
  /** HANDBACK_CUSTOMER_RECORDS */
  readonly customerRecords: Table<CustomerRecords>;
  /** HANDBACK_SWITCHING_CODES; `http` to this machine only */
  readonly switchingCodes: Table<SwitchingCodes>;
  /** HANDBACK_TEXT_COUNTS; `http` to this machine only */
  readonly textCounts: Table<TextCounts>;
  /** HANDBACK_CHARGE_CONTROL; `http` to this machine only */
  readonly chargeControl: Table<ChargeControl>;
}

const REGISTERS: Table<Hlr> = {
  'osmo-hlr': osmoHlrFromUrl,
  pyhss: pyHssFromUrl,
  'pyhss+https': pyHssFromUrl,
};

const REGISTER_PROBES = { 'osmo-hlr': probeOsmoHlr, pyhss: probePyHss, 'pyhss+https': probePyHss };

/** A further driver is a folder beside these, and a row here; see docs/guides/add-a-driver.md. */
export const DRIVERS: Drivers = {
  hlr: REGISTERS,
  detaching: { s6a: s6aFromUrl, s6as: s6aFromUrl },
  provisioning: REGISTERS,
  node: { 'osmo-msc': osmoMscFromUrl, 'osmo-sgsn': osmoSgsnFromUrl },
  sms: { smpp: smppFromUrl, 'kannel+http': kannelFromUrl, 'kannel+https': kannelFromUrl },
  mail: { smtp: smtpFromUrl, smtps: smtpFromUrl },
  smdp: { https: es2PlusFromUrl },
  accountFacts: { https: accountFactsFromUrl, http: accountFactsFromUrl },
  customerRecords: {
    file: customerRecordsFromFiles,
    postgres: customerRecordsFromViews,
    postgresql: customerRecordsFromViews,
  },
  switchingCodes: { https: switchingCodesFromUrl, http: switchingCodesFromUrl },
  chargeControl: { https: chargeControlFromUrl, http: chargeControlFromUrl },
  textCounts: { https: textCountsFromUrl, http: textCountsFromUrl },
};

/** How a set-up is checked, by the same schemes. A driver without one works as well; only `handback doctor` does not ask it. */
export const PROBES: Readonly<Record<keyof Drivers, Readonly<Record<string, Probe>>>> = {
  hlr: REGISTER_PROBES,
  detaching: { s6a: probeS6a, s6as: probeS6a },
  provisioning: REGISTER_PROBES,
  node: { 'osmo-msc': probeOsmoMsc, 'osmo-sgsn': probeOsmoSgsn },
  sms: { smpp: probeSmpp, 'kannel+http': probeKannel, 'kannel+https': probeKannel },
  mail: { smtp: probeSmtp, smtps: probeSmtp },
  smdp: { https: probeEs2Plus },
  accountFacts: { https: probeAccountFacts, http: probeAccountFacts },
  customerRecords: { file: probeRecordFiles, postgres: probeRecordViews, postgresql: probeRecordViews },
  switchingCodes: { https: probeSwitchingCodes, http: probeSwitchingCodes },
  chargeControl: { https: probeChargeControl, http: probeChargeControl },
  textCounts: { https: probeTextCounts, http: probeTextCounts },
};

/**
 * The driver for an address.
 *
 * @param setting what the address comes from, for the message
 * @throws Error naming the schemes that are known
 */
export function driverFor<Port>(setting: string, table: Table<Port>, url: URL): Driver<Port> {
  const scheme = url.protocol.slice(0, -1);
  if (Object.hasOwn(table, scheme)) return table[scheme]!;
  const known = Object.keys(table).map((name) => `${name}://`);
  throw new Error(`${setting}: no driver for ${scheme}://; known are ${known.join(', ')}`);
}
