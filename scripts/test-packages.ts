import { aptInstall, missingOf, whyNotInstallable } from './debian-packages.ts';

/** What the tests run against. */
const PACKAGES = [
  { name: 'osmo-hlr', file: '/usr/bin/osmo-hlr' },
  { name: 'chromium', file: '/usr/bin/chromium' },
  { name: 'poppler-utils', file: '/usr/bin/pdfsig' },
  { name: 'fonts-noto-cjk', file: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc' },
  { name: 'openssl', file: '/usr/bin/openssl' },
  { name: 'qpdf', file: '/usr/bin/qpdf' },
  { name: 'p7zip-full', file: '/usr/bin/7z' },
  { name: 'zbar-tools', file: '/usr/bin/zbarimg' },
  { name: 'pcscd', file: '/usr/sbin/pcscd' },
  { name: 'vsmartcard-vpcd', file: '/usr/lib/pcsc/drivers/serial/libifdvpcd.so' },
  { name: 'systemd', file: '/usr/bin/systemd-analyze' },
  { name: 'pcsc-tools', file: '/usr/bin/scriptor' },
  { name: 'python3-jwcrypto', file: '/usr/lib/python3/dist-packages/jwcrypto/jwt.py' },
  { name: 'python3-vobject', file: '/usr/lib/python3/dist-packages/vobject/__init__.py' },
  { name: 'golang-go', file: '/usr/bin/go' },
  {
    name: 'golang-golang-x-mod-dev',
    file: '/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog/tlog.go',
  },
] as const;

/** Installs missing packages where that is possible (root, apt); elsewhere the tests that need them report themselves as skipped. */
export function installTestPackages(): void {
  const missing = missingOf(PACKAGES).map(({ name }) => name);
  if (missing.length === 0) return;
  if (whyNotInstallable() !== null) {
    process.stderr.write(
      `handback: not installed: ${missing.join(', ')}; the tests that need them are skipped\n`,
    );
    return;
  }
  process.stderr.write(`handback: installing ${missing.join(', ')} for the tests ...\n`);
  if (!aptInstall(missing))
    process.stderr.write('handback: apt-get failed; the tests that need those packages are skipped\n');
}
