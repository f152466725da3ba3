import { REAL_NETWORK_PACKAGES } from '../src/simulators/osmo-core/absent.ts';
import { aptInstall, type DebianPackage, missingOf, whyNotInstallable } from './debian-packages.ts';

/** A package and the tests that run against it. */
interface Peer extends DebianPackage {
  readonly tests: string;
}

const NETWORK = 'test/real-network';
const POOLER = 'test/store/database/fitness.test.ts, behind PgBouncer';
const KANNEL = 'test/connectors/kannel, against Kannel';
const DIAMETER = 'test/connectors/s6a, against foreign Diameter nodes';

/**
 * The peers that `npm test` does not ask for: a mobile network's serving nodes, foreign Diameter nodes, an SMS gateway and
 * a pooler of database connections. None of them is started as a service; each test starts its own, on addresses of its own.
 */
const PEERS: readonly Peer[] = [
  ...REAL_NETWORK_PACKAGES.map((one) => ({ ...one, tests: NETWORK })),
  { name: 'erlang-diameter', file: '/usr/share/doc/erlang-diameter', tests: DIAMETER },
  { name: 'freediameterd', file: '/usr/bin/freeDiameterd', tests: DIAMETER },
  { name: 'freediameter-extensions', file: '/usr/share/doc/freediameter-extensions', tests: DIAMETER },
  { name: 'kannel', file: '/usr/sbin/bearerbox', tests: KANNEL },
  { name: 'pgbouncer', file: '/usr/sbin/pgbouncer', tests: POOLER },
];

function report(missing: readonly Peer[]): void {
  for (const tests of new Set(missing.map((peer) => peer.tests))) {
    const names = missing.filter((peer) => peer.tests === tests).map(({ name }) => name);
    process.stderr.write(`  missing: ${names.join(', ')}\n  skipped: ${tests}\n`);
  }
}

// `npm run peers`: installs what is missing. The exit code says whether all of them are there at the end.
const wanted = missingOf(PEERS);
const obstacle = whyNotInstallable();
if (wanted.length === 0) process.stderr.write('handback: all peers are installed\n');
else if (obstacle !== null) process.stderr.write(`handback: nothing installed: ${obstacle}\n`);
else {
  const names = wanted.map(({ name }) => name);
  process.stderr.write(`handback: installing ${names.join(', ')} ...\n`);
  if (!aptInstall(names)) process.stderr.write('handback: apt-get failed; see its messages above\n');
}
const missing = missingOf(PEERS);
if (wanted.length > 0 && missing.length === 0)
  process.stderr.write('handback: all peers are installed now\n');
report(missing);
process.exitCode = missing.length === 0 ? 0 : 1;
