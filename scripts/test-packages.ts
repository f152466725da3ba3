import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** What the tests run against, and the file by which its presence is known. */
const PACKAGES = [
  { name: 'osmo-hlr', file: '/usr/bin/osmo-hlr' },
  { name: 'chromium', file: '/usr/bin/chromium' },
  { name: 'poppler-utils', file: '/usr/bin/pdfsig' },
  { name: 'fonts-noto-cjk', file: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc' },
  { name: 'openssl', file: '/usr/bin/openssl' },
  { name: 'qpdf', file: '/usr/bin/qpdf' },
  { name: 'zbar-tools', file: '/usr/bin/zbarimg' },
  { name: 'pcscd', file: '/usr/sbin/pcscd' },
  { name: 'vsmartcard-vpcd', file: '/usr/lib/pcsc/drivers/serial/libifdvpcd.so' },
  { name: 'systemd', file: '/usr/bin/systemd-analyze' },
  { name: 'pcsc-tools', file: '/usr/bin/scriptor' },
] as const;

/** Installs missing packages where that is possible (root, apt); elsewhere the tests that need them report themselves as skipped. */
export function installTestPackages(): void {
  const missing = PACKAGES.filter(({ file }) => !existsSync(file)).map(({ name }) => name);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    process.stderr.write(
      `handback: not installed: ${missing.join(', ')}; the tests that need them are skipped\n`,
    );
    return;
  }
  process.stderr.write(`handback: installing ${missing.join(', ')} for the tests ...\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = { env, stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'] };
  spawnSync('apt-get', ['update', '-qq'], quiet);
  const run = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], quiet);
  if (run.status !== 0)
    process.stderr.write('handback: apt-get failed; the tests that need those packages are skipped\n');
}
