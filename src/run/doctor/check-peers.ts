import type { Settings } from '../../config/settings.ts';
import { DRIVERS, PROBES } from '../../connectors/index.ts';
import type { Finding } from '../../domain/findings.ts';
import { hlrDriver, reachesNodesOnly } from '../hlr-peer.ts';
import { surroundingsOf } from '../peers.ts';

import { finding, PATIENCE_MS, problemsOf } from './finding.ts';

export async function checkHlr(settings: Settings, demo: boolean): Promise<readonly Finding[]> {
  if (settings.hlr === null) return [finding(demo ? 'hlr_of_demo' : 'hlr_simulated')];
  const { hlr, hlrProvisioning } = settings;
  const isSide = reachesNodesOnly(hlr, DRIVERS);
  const found = [...(await ask(settings, isSide ? 'detaching' : 'hlr', hlr))];
  if (hlrProvisioning !== null) found.push(...(await ask(settings, 'provisioning', hlrProvisioning)));
  if (isSide || hlrProvisioning !== null) {
    try {
      hlrDriver(hlr, hlrProvisioning, DRIVERS);
    } catch (error) {
      found.push(
        finding('hlr_away', { channel: 'provisioning', address: hlr.host, cause: problemsOf(error) }),
      );
    }
  }
  return found;
}

export async function checkServingNodes(settings: Settings): Promise<readonly Finding[]> {
  if (settings.servingNodes.length === 0) return [finding('serving_node_none')];
  const found = await Promise.all(settings.servingNodes.map(({ url }) => ask(settings, 'node', url)));
  return found.flat();
}

export async function checkSmpp(settings: Settings, demo: boolean): Promise<readonly Finding[]> {
  if (settings.sms === null) return [finding(demo ? 'smpp_of_demo' : 'smpp_simulated')];
  return ask(settings, 'sms', settings.sms);
}

export async function checkMail(settings: Settings): Promise<readonly Finding[]> {
  return settings.mail === null ? [finding('mail_none')] : ask(settings, 'mail', settings.mail);
}

export async function checkSmdp(settings: Settings): Promise<readonly Finding[]> {
  return settings.rsp.smdp === null ? [finding('smdp_none')] : ask(settings, 'smdp', settings.rsp.smdp);
}

export async function checkAccountFacts(settings: Settings): Promise<readonly Finding[]> {
  const { accountFacts } = settings;
  return accountFacts === null
    ? [finding('account_facts_none')]
    : ask(settings, 'accountFacts', accountFacts);
}

export async function checkCustomerRecords(settings: Settings): Promise<readonly Finding[]> {
  const { customerRecords } = settings;
  return customerRecords === null
    ? [finding('customer_records_none')]
    : ask(settings, 'customerRecords', customerRecords);
}

export async function checkSwitchingCodes(settings: Settings): Promise<readonly Finding[]> {
  const { switchingCodes } = settings;
  return switchingCodes === null
    ? [finding('switching_codes_none')]
    : ask(settings, 'switchingCodes', switchingCodes);
}

export async function checkChargeControl(settings: Settings): Promise<readonly Finding[]> {
  const { chargeControl } = settings;
  return chargeControl === null
    ? [finding('charge_control_none')]
    : ask(settings, 'chargeControl', chargeControl);
}

export async function checkTextCounts(settings: Settings): Promise<readonly Finding[]> {
  const { textCounts } = settings;
  return textCounts === null ? [finding('text_counts_none')] : ask(settings, 'textCounts', textCounts);
}

const NAMES = {
  hlr: 'hlr',
  detaching: 'hlr',
  provisioning: 'hlr',
  node: 'serving_node',
  sms: 'smpp',
  mail: 'mail',
  smdp: 'smdp',
  accountFacts: 'account_facts',
  customerRecords: 'customer_records',
  switchingCodes: 'switching_codes',
  chargeControl: 'charge_control',
  textCounts: 'text_counts',
} as const;

async function ask(settings: Settings, port: keyof typeof NAMES, url: URL): Promise<readonly Finding[]> {
  const name = NAMES[port];
  const scheme = url.protocol.slice(0, -1);
  const probes = PROBES[port];
  if (!Object.hasOwn(probes, scheme)) return [finding(`${name}_not_asked`, { scheme })];
  try {
    const answers = await probes[scheme]!(url, surroundingsOf(settings), PATIENCE_MS);
    return answers.map(({ channel, address, fault }) =>
      fault === null
        ? finding(`${name}_good`, { channel, address })
        : finding(`${name}_away`, { channel, address, cause: fault }),
    );
  } catch (error) {
    return [finding(`${name}_away`, { channel: scheme, address: url.host, cause: problemsOf(error) })];
  }
}
