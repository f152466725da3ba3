import type { LogWitness, WitnessAnswer, WitnessFault } from '../../ports/log/log-witness.ts';
import { parseWitnessSize, SIZE_MEDIA_TYPE } from '../../tlog/add-checkpoint.ts';
import { textOf } from '../../tlog/bytes.ts';

/** Cosignatures, a line of some 150 bytes each. */
const MOST_BYTES = 16 * 1024;

/** What the statuses of C2SP tlog-witness say. */
const REFUSALS: Readonly<Record<number, WitnessFault>> = {
  400: 'request_refused',
  403: 'signature_refused',
  404: 'log_unknown',
  422: 'proof_refused',
};

const failed = (fault: WitnessFault): WitnessAnswer => ({ kind: 'failed', fault });

/** A witness over HTTP. @param timeoutMs for the whole answer */
export function createLogWitness(url: string, timeoutMs = 5_000): LogWitness {
  return {
    async addCheckpoint(body, signal) {
      try {
        const response = await fetch(`${url}/add-checkpoint`, {
          method: 'POST',
          body,
          headers: { 'content-type': 'text/plain; charset=utf-8' },
          redirect: 'error',
          signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        });
        const text = await bodyOf(response);
        if (text === null) return failed('nonsense');
        return answerOf(response.status, response.headers.get('content-type'), text);
      } catch {
        return failed('away');
      }
    },
  };
}

function answerOf(status: number, type: string | null, text: string): WitnessAnswer {
  if (status === 200) return { kind: 'cosigned', lines: text };
  if (status === 409) {
    const size = type?.split(';')[0]?.trim() === SIZE_MEDIA_TYPE ? parseWitnessSize(text) : null;
    return size === null ? failed('nonsense') : { kind: 'seen', size };
  }
  if (status >= 500 || status === 429) return failed('away');
  return failed(REFUSALS[status] ?? 'nonsense');
}

/** Null for one that is too long, or is no text. */
async function bodyOf(response: Response): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > MOST_BYTES) return null;
    parts.push(part);
  }
  return textOf(Buffer.concat(parts));
}
