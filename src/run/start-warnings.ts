import { join } from 'node:path';
import { exposedPaths } from '../config/file-modes.ts';
import { HLR_KEY } from '../config/hlr-files.ts';
import { RSP_KEYS } from '../config/rsp-files.ts';
import type { Settings } from '../config/settings.ts';
import { listensEverywhere, localUrlOf } from './listening.ts';

/** The public address; where none is set, where the server is reached from its own machine. */
export function publicUrlOf(settings: Settings): string {
  return settings.publicUrl ?? localUrlOf(settings);
}

/** What works, and is probably not what an operator wants: said once, at the start. */
export function startWarnings(settings: Settings): readonly string[] {
  const warnings: string[] = [];
  if (settings.publicUrl === null && listensEverywhere(settings))
    warnings.push(
      `HANDBACK_URL is empty: messages and certificates name ${localUrlOf(settings)}, which only this machine can open. Set it to the address that others use.`,
    );
  if (publicUrlOf(settings).startsWith('https:') && settings.tls === null && settings.trustedProxies === null)
    warnings.push(
      'HANDBACK_URL is https, so a proxy is in front, and HANDBACK_TRUSTED_PROXIES names none: everybody who comes through it counts as one client, and its limits are for all of them together. Set HANDBACK_TRUSTED_PROXIES to its addresses.',
    );
  const { dataFolder, tls, rsp } = settings;
  const secret = [
    dataFolder,
    join(dataFolder, 'keys'),
    ...(tls === null ? [] : [tls.key]),
    ...RSP_KEYS.map((file) => join(rsp.folder, file)),
    join(dataFolder, HLR_KEY),
  ];
  for (const { path, mode } of exposedPaths(secret))
    warnings.push(
      `${path} is open to others than its owner (mode ${mode}): take their rights away with chmod go-rwx.`,
    );
  return warnings;
}
