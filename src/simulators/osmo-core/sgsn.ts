import { type Daemon, ownLoopback, startDaemon } from './daemon.ts';

/** Fixed in the binary, except Gb's. */
export const OSMO_SGSN_PORTS = { vty: 4245, ctrl: 4251, gb: 23_000 } as const;

export interface OsmoSgsnProcess extends Daemon {
  readonly host: string;
  readonly ports: typeof OSMO_SGSN_PORTS;
  /** Its IPA name: how the HLR shows it as `sgsn_number`, and where a cancellation is sent to. */
  readonly name: string;
}

/**
 * A real OsmoSGSN that takes any base station, and any phone that the HLR lets in. There is no gateway (GGSN) behind it:
 * phones attach, and open no connection to the internet.
 */
export async function startOsmoSgsn(options: {
  readonly hlr: { readonly host: string; readonly port: number };
  readonly name?: string;
  readonly host?: string;
}): Promise<OsmoSgsnProcess> {
  const host = options.host ?? ownLoopback();
  const name = options.name ?? 'SGSN-1';
  const daemon = await startDaemon({
    binary: 'osmo-sgsn',
    host,
    ports: [OSMO_SGSN_PORTS.vty, OSMO_SGSN_PORTS.ctrl],
    configuration: configuration(host, name, options.hlr),
  });
  return Object.assign(daemon, { host, ports: OSMO_SGSN_PORTS, name });
}

function configuration(host: string, name: string, hlr: { host: string; port: number }): string {
  return [
    'log stderr',
    ' logging color 0',
    ' logging level set-all error',
    'line vty',
    ' no login',
    ` bind ${host}`,
    'ctrl',
    ` bind ${host}`,
    'sgsn',
    ` gtp local-ip ${host}`,
    // It wants to know a gateway, and does not mind that nobody is there.
    ` ggsn 0 remote-ip ${host}`,
    ' ggsn 0 gtp-version 1',
    // The phones have no SIM.
    ' authentication optional',
    ' auth-policy remote',
    ` gsup ipa-name ${name}`,
    ` gsup remote-ip ${hlr.host}`,
    ` gsup remote-port ${hlr.port}`,
    'ns',
    ' bind udp local',
    `  listen ${host} ${OSMO_SGSN_PORTS.gb}`,
    '  accept-ipaccess',
    'bssgp',
    '',
  ].join('\n');
}
