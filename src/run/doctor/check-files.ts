import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exposedPaths } from '../../config/file-modes.ts';
import { HLR_KEY } from '../../config/hlr-files.ts';
import { RSP_KEYS } from '../../config/rsp-files.ts';
import type { Settings } from '../../config/settings.ts';
import type { Finding } from '../../domain/findings.ts';
import { keyRingFolderOf, vaultFileOf } from '../compose.ts';
import { logFolderOf } from '../log-signer.ts';
import { readTls } from '../tls.ts';
import { finding, problemsOf } from './finding.ts';

const DAY_MS = 86_400_000;
const SOON_DAYS = 30;
const GIB = 1024 ** 3;
const LOW_BYTES = 5 * GIB;
const FULL_BYTES = GIB;

export async function checkModes(settings: Settings): Promise<readonly Finding[]> {
  const { dataFolder, tls, rsp } = settings;
  if (!existsSync(dataFolder)) return [finding('data_folder_absent', { path: dataFolder })];
  const secret = [
    dataFolder,
    join(dataFolder, 'keys'),
    vaultFileOf(settings),
    keyRingFolderOf(settings),
    logFolderOf(settings),
    ...(tls === null ? [] : [tls.key]),
    ...RSP_KEYS.map((file) => join(rsp.folder, file)),
    join(dataFolder, HLR_KEY),
  ];
  const open = exposedPaths(secret);
  return open.length > 0
    ? open.map(({ path, mode }) => finding('mode_open', { path, mode }))
    : [finding('modes_good', { path: dataFolder })];
}

/** Every certificate that the settings name, or that is of use in the folder of remote SIM provisioning. */
export async function checkTls(settings: Settings, now = new Date()): Promise<readonly Finding[]> {
  const { tls, rsp, dataFolder } = settings;
  const found: Finding[] = [];
  if (tls !== null) {
    const problem = await readTls(tls).then(() => null, problemsOf);
    found.push(
      problem === null ? certificate(tls.cert, now) : finding('tls_unusable', { path: tls.cert, problem }),
    );
  }
  const needed: readonly (readonly [boolean, readonly string[]])[] = [
    [rsp.es9Plus !== null, ['es9plus/server.pem']],
    [rsp.smdp !== null, ['es2plus/client.pem', 'es2plus/ca.pem']],
    [rsp.es2PlusInbound !== null, ['es2plus-inbound/server.pem', 'es2plus-inbound/ca.pem']],
  ];
  for (const [used, names] of needed)
    if (used) found.push(...names.map((name) => certificate(join(rsp.folder, name), now)));
  // Whether they are needed, and missing, is the driver's to say: its probe does.
  for (const path of ['hlr/client.pem', 'hlr/ca.pem'].map((name) => join(dataFolder, name)))
    if (existsSync(path)) found.push(certificate(path, now));
  for (const [used, name] of [
    [rsp.es9Plus !== null, RSP_KEYS[0]],
    [rsp.smdp !== null, RSP_KEYS[1]],
    [rsp.es2PlusInbound !== null, RSP_KEYS[2]],
  ] as const)
    if (used && !existsSync(join(rsp.folder, name)))
      found.push(finding('tls_unusable', { path: join(rsp.folder, name), problem: 'ENOENT' }));
  return found.length === 0 ? [finding('tls_none')] : found;
}

function certificate(path: string, now: Date): Finding {
  try {
    const { validFromDate, validToDate } = new X509Certificate(readFileSync(path));
    const until = validToDate.toISOString().slice(0, 10);
    const days = Math.floor((validToDate.getTime() - now.getTime()) / DAY_MS);
    if (validToDate <= now) return finding('tls_over', { path, until });
    if (validFromDate > now)
      return finding('tls_not_yet', { path, from: validFromDate.toISOString().slice(0, 10) });
    return finding(days < SOON_DAYS ? 'tls_ends_soon' : 'tls_good', { path, until, days });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return finding('tls_unusable', { path, problem: code ?? problemsOf(error) });
  }
}

export async function checkDisk({ dataFolder }: Settings): Promise<readonly Finding[]> {
  let path = dataFolder;
  while (!existsSync(path) && dirname(path) !== path) path = dirname(path);
  const { bavail, bsize } = statfsSync(path);
  return [diskFinding(path, bavail * bsize)];
}

/** @param free bytes that an ordinary account may still write */
export function diskFinding(path: string, free: number): Finding {
  const facts = { path, freeGib: Math.floor((free / GIB) * 10) / 10 };
  return finding(free < FULL_BYTES ? 'disk_full' : free < LOW_BYTES ? 'disk_low' : 'disk_good', facts);
}
