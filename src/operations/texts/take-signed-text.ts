import { HandbackError } from '../../domain/errors.ts';
import { ADDRESS_TYPES } from '../../domain/texts/text-sender.ts';
import { inTransaction } from '../../store/database/database.ts';
import { useSignature } from '../../store/texts/text-signatures.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { storeText } from './receive-text.ts';
import { signatureFault } from './webhook-signature.ts';

/** As it came: what is signed is the bytes, and not what somebody read in them. */
export interface SignedText {
  readonly timestamp: string;
  readonly signature: string;
  readonly body: Uint8Array;
}

const LONGEST_ID = 128;
const LONGEST_TEXT = 10_000;

/**
 * Takes a text that a gateway hands over, by its signature and by nothing else. Each signature is good once, and the same text
 * under another one is stored once.
 *
 * @returns whether it was news
 * @throws HandbackError `not_found` where no secret is set, `text_signature_invalid` (with `reason`), `text_replayed`,
 *   `request_invalid` (with `field`)
 */
export async function takeSignedText(
  op: Operations,
  actor: Actor,
  signed: SignedText,
): Promise<{ readonly news: boolean }> {
  requireAccess(actor, 'takeSignedText');
  if (op.textWebhook.length === 0) throw new HandbackError('not_found');
  const reason = signatureFault(op.textWebhook, signed, op.clock.now());
  if (reason !== null) throw new HandbackError('text_signature_invalid', { reason });
  const given = parsed(signed.body);
  return inTransaction(op.pool, async (tx) => {
    if (!(await useSignature(tx, signed.signature))) throw new HandbackError('text_replayed');
    return storeText(op, tx, { ...given, part: null, source: 'webhook' });
  });
}

function parsed(body: Uint8Array) {
  const fields = fieldsOf(body);
  const text = (name: string, least: number, most: number): string => {
    const value = fields[name];
    if (typeof value !== 'string' || value.length < least || value.length > most)
      throw new HandbackError('request_invalid', { field: name });
    return value;
  };
  const type = fields['fromType'] ?? 'unknown';
  const known = ADDRESS_TYPES.find((one) => one === type);
  if (known === undefined) throw new HandbackError('request_invalid', { field: 'fromType' });
  const from = text('from', 1, 40);
  return {
    messageId: text('messageId', 1, LONGEST_ID),
    // A plus tells the type where nothing else does; a name that looks like a number stays a name.
    from: {
      type: from.startsWith('+') && known === 'unknown' ? ('international' as const) : known,
      value: from,
    },
    to: text('to', 1, 40),
    text: text('text', 0, LONGEST_TEXT),
  };
}

function fieldsOf(body: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (typeof read === 'object' && read !== null && !Array.isArray(read))
      return read as Readonly<Record<string, unknown>>;
  } catch {
    // Told like any other body that is no object.
  }
  throw new HandbackError('request_invalid', { field: 'body' });
}
