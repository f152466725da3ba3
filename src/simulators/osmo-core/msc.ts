import { POINT_CODE } from '../phone/a/base-station-controller.ts';
import { type Daemon, ownLoopback, startDaemon } from './daemon.ts';
import { sctpShim } from './sctp-shim.ts';

/** Fixed in the binary, except SMPP's. */
export const OSMO_MSC_PORTS = { vty: 4254, ctrl: 4255, smpp: 2775 } as const;

export interface OsmoMscProcess extends Daemon {
  readonly host: string;
  readonly ports: typeof OSMO_MSC_PORTS;
  /** Its IPA name: how the HLR shows it as `vlr_number`, and where a cancellation is sent to. */
  readonly name: string;
  /** Whom its message centre lets in by SMPP. All that phones write to numbers it does not know goes there. */
  readonly smpp: { readonly systemId: string; readonly password: string };
}

const SMPP = { systemId: 'handback', password: 'secret' } as const;

/**
 * A real OsmoMSC with its VLR and its message centre. It connects to the base station controller, and lets any phone in that
 * the HLR lets in. There is no media gateway: phones ask for calls and hear nothing.
 */
export async function startOsmoMsc(options: {
  readonly hlr: { readonly host: string; readonly port: number };
  readonly controller: { readonly host: string; readonly port: number };
  readonly name?: string;
  readonly host?: string;
}): Promise<OsmoMscProcess> {
  const host = options.host ?? ownLoopback();
  const name = options.name ?? 'MSC-1';
  const daemon = await startDaemon({
    binary: 'osmo-msc',
    host,
    ports: Object.values(OSMO_MSC_PORTS),
    configuration: configuration(host, name, options.hlr, options.controller),
    env: async (folder) => ({ LD_PRELOAD: await sctpShim(folder) }),
  });
  return Object.assign(daemon, { host, ports: OSMO_MSC_PORTS, name, smpp: SMPP });
}

const dotted = (pointCode: number): string =>
  `${pointCode >> 11}.${(pointCode >> 3) & 0xff}.${pointCode & 7}`;

interface Address {
  readonly host: string;
  readonly port: number;
}

function configuration(host: string, name: string, hlr: Address, controller: Address): string {
  return [
    'log stderr',
    ' logging color 0',
    ' logging level set-all error',
    'line vty',
    ' no login',
    ` bind ${host}`,
    'ctrl',
    ` bind ${host}`,
    'cs7 instance 0',
    ` point-code ${dotted(POINT_CODE.msc)}`,
    ` asp controller ${controller.port} 0 m3ua`,
    `  local-ip ${host}`,
    `  remote-ip ${controller.host}`,
    '  role asp',
    '  sctp-role client',
    ' as radio m3ua',
    '  asp controller',
    `  routing-key 0 ${dotted(POINT_CODE.msc)}`,
    'network',
    ' network country code 1',
    ' mobile network code 1',
    ' short name Handback',
    ' long name Handback',
    // The phones have no SIM, so there are no keys to cipher with either.
    ' authentication optional',
    ' encryption a5 0',
    ' mm info 0',
    'msc',
    ' cs7-instance-a 0',
    ' assign-tmsi',
    // Nobody is there; the default would be whoever listens on this machine.
    ` mgw remote-ip ${host}`,
    ` mgw local-ip ${host}`,
    'hlr',
    ` remote-ip ${hlr.host}`,
    ` remote-port ${hlr.port}`,
    ` ipa-name ${name}`,
    'sgs',
    ` local-ip ${host}`,
    'smsc',
    ' database sms.db',
    'smpp',
    ` local-tcp-ip ${host} ${OSMO_MSC_PORTS.smpp}`,
    ' system-id OSMO',
    ' policy closed',
    ` esme ${SMPP.systemId}`,
    `  password ${SMPP.password}`,
    '  default-route',
    '  dcs-transparent',
    '',
  ].join('\n');
}
