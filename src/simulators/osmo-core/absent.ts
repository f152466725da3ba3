import { existsSync } from 'node:fs';

/** The Debian packages that a real network is made of, and the file by which each is known to be there. */
export const REAL_NETWORK_PACKAGES = [
  { name: 'osmo-hlr', file: '/usr/bin/osmo-hlr' },
  { name: 'osmo-sgsn', file: '/usr/bin/osmo-sgsn' },
  { name: 'osmo-msc', file: '/usr/bin/osmo-msc' },
  // These compile the stand-in for SCTP that osmo-msc is run with.
  { name: 'gcc', file: '/usr/bin/gcc' },
  { name: 'libc6-dev', file: '/usr/include/stdlib.h' },
  { name: 'libsctp-dev', file: '/usr/include/netinet/sctp.h' },
] as const;

/** `undefined` where a real network can be brought up, else why it cannot. */
export function realNetworkAbsent(): string | undefined {
  const missing = REAL_NETWORK_PACKAGES.filter(({ file }) => !existsSync(file)).map(({ name }) => name);
  return missing.length === 0
    ? undefined
    : `needs the Debian packages ${missing.join(', ')}: npm run peers installs them`;
}
