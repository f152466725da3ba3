import { existsSync } from 'node:fs';
import { hasKeyRing, openKeyRing } from '../../certificate/sign/keys.ts';
import type { Settings } from '../../config/settings.ts';
import type { Finding } from '../../domain/findings.ts';
import { keyRingFolderOf } from '../compose.ts';
import { publicUrlOf } from '../start-warnings.ts';

import { finding, PATIENCE_MS, problemsOf } from './finding.ts';

/** Whether strangers reach this Handback at the address that certificates name, and by which way. */
export async function checkPublicUrl(
  settings: Settings,
  address: string | null,
): Promise<readonly Finding[]> {
  const url = settings.publicUrl ?? address ?? publicUrlOf(settings);
  const found: Finding[] = [];
  if (settings.publicUrl === null) found.push(finding('url_unset', { url }));
  else if (!url.startsWith('https:')) found.push(finding('url_plain', { url }));
  if (url.startsWith('https:') && settings.tls === null)
    found.push(
      settings.trustedProxies === null
        ? finding('proxies_unnamed')
        : finding('proxies_good', { proxies: [settings.trustedProxies].flat().join(', ') }),
    );
  found.push(await asked(settings, url));
  return found;
}

async function asked(settings: Settings, url: string): Promise<Finding> {
  const answer = (path: string): Promise<Response> =>
    fetch(`${url}${path}`, { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) });
  try {
    const ready = await answer('/readyz');
    const said = await statusOf(ready);
    if (said === null) return finding('url_not_handback', { url, status: ready.status });
    if (said !== 'ready') return finding('url_not_ready', { url, status: said });
    const theirs = keysIn(await (await answer('/.well-known/handback/trust.json')).json());
    const own = await ownKeys(settings);
    if (own.length > 0 && !own.some((key) => theirs.includes(key))) return finding('url_another', { url });
    return finding('url_good', { url });
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } };
    const timeout = (error as Error).name === 'TimeoutError';
    return finding('url_away', { url, cause: timeout ? 'timeout' : (cause?.code ?? problemsOf(error)) });
  }
}

/** What `/readyz` says; null where it is not Handback that answers. */
async function statusOf(response: Response): Promise<string | null> {
  try {
    const { status } = (await response.json()) as { status?: unknown };
    return typeof status === 'string' ? status : null;
  } catch {
    return null;
  }
}

function keysIn(trust: unknown): readonly string[] {
  const { keys } = trust as { keys?: readonly { kid?: unknown }[] };
  return Array.isArray(keys) ? keys.map(({ kid }) => String(kid)) : [];
}

async function ownKeys(settings: Settings): Promise<readonly string[]> {
  const folder = keyRingFolderOf(settings);
  if (!existsSync(folder) || !hasKeyRing(folder)) return [];
  try {
    const ring = await openKeyRing(folder, settings.operator, new Date());
    return ring.publicKeys().keys.map(({ kid }) => kid);
  } catch {
    // What is wrong with the keys is told where they are looked at.
    return [];
  }
}
