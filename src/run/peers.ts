import { readHlrClient } from '../config/hlr-files.ts';
import { RspFiles } from '../config/rsp-files.ts';
import type { Settings } from '../config/settings.ts';
import type { SmdpClient, Surroundings } from '../connectors/driver.ts';
import { DRIVERS, type Drivers, driverFor } from '../connectors/index.ts';
import { servingNodesOf } from '../connectors/serving-nodes.ts';
import { issuerName } from '../domain/operator/house.ts';
import { type AccountFacts, NO_ACCOUNT_FACTS } from '../ports/account-facts.ts';
import type { ChargeControl } from '../ports/charge-control.ts';
import { ConnectorError } from '../ports/connector-error.ts';
import type { CustomerRecords } from '../ports/customer-records.ts';
import type { Hlr } from '../ports/hlr.ts';
import type { Mail } from '../ports/mail.ts';
import type { ServingNodes } from '../ports/serving-node.ts';
import type { Smdp } from '../ports/smdp.ts';
import type { Sms } from '../ports/sms.ts';
import type { SwitchingCodes } from '../ports/switching-codes.ts';
import type { TextCounts } from '../ports/text-counts.ts';
import { hlrDriver } from './hlr-peer.ts';

/** What a worker talks to. */
export interface Peers {
  readonly hlr: Hlr;
  /** The serving nodes that can be asked themselves. */
  readonly nodes: ServingNodes;
  readonly sms: Sms;
  /** Null where no mail server is configured: nobody is written to. */
  readonly mail: Mail | null;
  readonly smdp: Smdp;
}

/** A simulated network, by its addresses: the settings would name a real one in the same way. */
export interface SimulatedNetwork {
  readonly hlr: URL;
  readonly sms: URL;
  readonly mail: URL;
  readonly smdp: URL;
  readonly smdpClient: SmdpClient;
}

/** Where nobody said how a serving node can be asked: its acknowledgement is the best that there can be. */
export const NO_SERVING_NODES: ServingNodes = {
  callTimeoutMs: 0,
  find: () => null,
  close: async () => undefined,
};

/** Where no SM-DP+ is configured, taking a profile back is refused, and a person decides. */
export const NO_SMDP: Smdp = {
  element: 'smdp',
  callTimeoutMs: 0,
  cancelOrder: () => Promise.reject(new ConnectorError('smdp', 'refused', 'not_configured')),
  close: async () => undefined,
};

/**
 * Checks that there is a driver for each peer of the settings. Done at the start, also where no worker runs.
 * @throws Error naming the setting and the schemes that are known
 */
export function assertDrivers(settings: Settings, drivers: Drivers): void {
  const {
    hlr,
    hlrProvisioning,
    servingNodes,
    sms,
    mail,
    accountFacts,
    customerRecords,
    switchingCodes,
    chargeControl,
    textCounts,
    rsp: { smdp },
  } = settings;
  if (hlr !== null) hlrDriver(hlr, hlrProvisioning, drivers);
  for (const { url } of servingNodes) driverFor('HANDBACK_SERVING_NODES', drivers.node, url);
  if (sms !== null) driverFor('HANDBACK_SMPP', drivers.sms, sms);
  if (mail !== null) driverFor('HANDBACK_SMTP', drivers.mail, mail);
  if (accountFacts !== null) driverFor('HANDBACK_ACCOUNT_FACTS', drivers.accountFacts, accountFacts);
  if (customerRecords !== null)
    driverFor('HANDBACK_CUSTOMER_RECORDS', drivers.customerRecords, customerRecords);
  if (switchingCodes !== null) driverFor('HANDBACK_SWITCHING_CODES', drivers.switchingCodes, switchingCodes);
  if (chargeControl !== null) driverFor('HANDBACK_CHARGE_CONTROL', drivers.chargeControl, chargeControl);
  if (textCounts !== null) driverFor('HANDBACK_TEXT_COUNTS', drivers.textCounts, textCounts);
  if (smdp !== null) driverFor('HANDBACK_SMDP', drivers.smdp, smdp);
}

/**
 * The peers of the settings; those of the simulated network where the settings say `simulator`.
 * @throws Error where neither names one
 */
export function connectPeers(
  settings: Settings,
  simulated: SimulatedNetwork | null,
  drivers: Drivers,
): Peers {
  const hlr = settings.hlr ?? simulated?.hlr;
  const sms = settings.sms ?? simulated?.sms;
  if (hlr === undefined || sms === undefined) {
    throw new Error(
      'HANDBACK_HLR and HANDBACK_SMPP must name real peers here; only `handback demo` brings simulators',
    );
  }
  const surroundings = surroundingsOf(settings);
  const mail = settings.mail ?? simulated?.mail ?? null;
  return {
    hlr: hlrDriver(hlr, settings.hlrProvisioning, drivers)(surroundings),
    nodes: servingNodesOf(
      settings.servingNodes.map(({ name, url }) => ({
        name,
        node: driverFor('HANDBACK_SERVING_NODES', drivers.node, url)(url, surroundings),
      })),
    ),
    sms: driverFor('HANDBACK_SMPP', drivers.sms, sms)(sms, surroundings),
    mail: mail === null ? null : driverFor('HANDBACK_SMTP', drivers.mail, mail)(mail, surroundings),
    smdp:
      settings.rsp.smdp === null && simulated !== null
        ? driverFor(
            'HANDBACK_SMDP',
            drivers.smdp,
            simulated.smdp,
          )(simulated.smdp, {
            ...surroundings,
            smdpClient: () => simulated.smdpClient,
          })
        : connectSmdp(settings, drivers),
  };
}

/** The SM-DP+ of the settings. */
export function connectSmdp(settings: Settings, drivers: Drivers = DRIVERS): Smdp {
  const { smdp } = settings.rsp;
  if (smdp === null) return NO_SMDP;
  return driverFor('HANDBACK_SMDP', drivers.smdp, smdp)(smdp, surroundingsOf(settings));
}

/** The account system of the settings, or the simulated one where they name none. */
export function connectAccountFacts(
  settings: Settings,
  simulated: URL | null,
  drivers: Drivers = DRIVERS,
): AccountFacts {
  const url = settings.accountFacts ?? simulated;
  if (url === null) return NO_ACCOUNT_FACTS;
  return driverFor('HANDBACK_ACCOUNT_FACTS', drivers.accountFacts, url)(url, surroundingsOf(settings));
}

/** The records of customers of the settings, or simulated ones where they name none; null where there are neither. */
export function connectCustomerRecords(
  settings: Settings,
  simulated: CustomerRecords | null,
  drivers: Drivers = DRIVERS,
): CustomerRecords | null {
  const { customerRecords: url } = settings;
  if (url === null) return simulated;
  return driverFor('HANDBACK_CUSTOMER_RECORDS', drivers.customerRecords, url)(url, surroundingsOf(settings));
}

/** The system between operators of the settings; null where they name none. */
export function connectSwitchingCodes(settings: Settings, drivers: Drivers = DRIVERS): SwitchingCodes | null {
  const { switchingCodes: url } = settings;
  if (url === null) return null;
  return driverFor('HANDBACK_SWITCHING_CODES', drivers.switchingCodes, url)(url, surroundingsOf(settings));
}

/** The billing system of the settings that takes charges back; `own` where they name none. */
export function connectChargeControl(
  settings: Settings,
  own: ChargeControl,
  drivers: Drivers = DRIVERS,
): ChargeControl {
  const { chargeControl: url } = settings;
  if (url === null) return own;
  return driverFor('HANDBACK_CHARGE_CONTROL', drivers.chargeControl, url)(url, surroundingsOf(settings));
}

/** The message centre of the settings that counts texts; null where they name none. */
export function connectTextCounts(settings: Settings, drivers: Drivers = DRIVERS): TextCounts | null {
  const { textCounts: url } = settings;
  if (url === null) return null;
  return driverFor('HANDBACK_TEXT_COUNTS', drivers.textCounts, url)(url, surroundingsOf(settings));
}

/** What the drivers and probes of the settings may need. */
export const surroundingsOf = ({ operator, house, smsSender, rsp, dataFolder }: Settings): Surroundings => ({
  operatorId: operator.id,
  operatorName: issuerName(house),
  smsSender,
  smdpClient: () => new RspFiles(rsp.folder).es2PlusClient(),
  hlrClient: () => readHlrClient(dataFolder),
});
