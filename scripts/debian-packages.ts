import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** A Debian package, and the file by which its presence is known. */
export interface DebianPackage {
  readonly name: string;
  readonly file: string;
}

export const missingOf = <Package extends DebianPackage>(packages: readonly Package[]): Package[] =>
  packages.filter(({ file }) => !existsSync(file));

/** `null` where packages can be installed, else why they cannot. */
export function whyNotInstallable(): string | null {
  if (process.getuid?.() !== 0) return 'only root can install packages';
  if (!existsSync('/usr/bin/apt-get')) return 'there is no apt-get here';
  return null;
}

/** Installs packages with apt, and none of their services is started. @returns whether apt says that all went well */
export function aptInstall(names: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = { env, stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'] };
  return withoutServiceStart(() => {
    spawnSync('apt-get', ['update', '-qq'], quiet);
    return (
      spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], quiet).status === 0
    );
  });
}

/** Debian asks this program before a package's script starts a service; 101 forbids it (`invoke-rc.d`, man page). */
const POLICY = '/usr/sbin/policy-rc.d';
const SET_ASIDE = `${POLICY}.before-handback`;
const FORBID = '#!/bin/sh\nexit 101\n';

/**
 * A machine's own policy is set aside for the duration and put back. One that a killed run left aside is put back too:
 * it is the machine's, and what then stands in its place is ours.
 */
function withoutServiceStart<Result>(run: () => Result): Result {
  // Without a listener Ctrl-C would end us before the policy is back; apt itself gets the signal all the same.
  const ignore = (): void => {};
  process.on('SIGINT', ignore).on('SIGTERM', ignore);
  try {
    if (existsSync(POLICY) && !existsSync(SET_ASIDE)) renameSync(POLICY, SET_ASIDE);
    writeFileSync(POLICY, FORBID, { mode: 0o755 });
    return run();
  } finally {
    rmSync(POLICY, { force: true });
    if (existsSync(SET_ASIDE)) renameSync(SET_ASIDE, POLICY);
    process.off('SIGINT', ignore).off('SIGTERM', ignore);
  }
}
