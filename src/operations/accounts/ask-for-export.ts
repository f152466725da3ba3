import { randomInt } from 'node:crypto';
import { parsePassphrase } from '../../domain/accounts/passphrase.ts';
import { HandbackError } from '../../domain/errors.ts';
import { base32 } from '../../domain/values/base32.ts';
import { smsText } from '../../messages/sms.ts';
import {
  type AccountExport,
  exportsOfParty,
  exportsSince,
  insertExport,
} from '../../store/accounts/account-exports.ts';
import { personRow } from '../../store/accounts/account-rows.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { findParty, lockParty } from '../../store/people/parties.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess, requireProof } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { lineFor } from '../lines/line-for.ts';
import { myLines } from '../lines/my-lines.ts';
import { tellEverybody } from '../people/contacts/to-everybody.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';

/** Making one reads all that there is of a person. */
const A_DAY = 3;

/**
 * Asks for an archive of all that is held of the holder and of the lines that they reached, under a passphrase of their own, which we
 * forget as soon as it is made. It takes the proof that closing a line takes, and everybody who is reached is told: whoever did not ask
 * learns of it before there is anything to take. Of an organisation it would hold what its people did; it asks otherwise.
 *
 * @throws HandbackError `not_signed_in`, `factor_needed`, `passphrase_invalid`, `export_for_people_only`, `export_under_way`,
 *   `exports_exhausted`
 */
export async function askForExport(
  op: Operations,
  actor: Actor,
  request: { readonly passphrase: string },
): Promise<AccountExport> {
  requireAccess(actor, 'askForExport');
  const record = await lineFor(op.pool, actor, actor.lineId);
  requireProof(actor, 'askForExport', rulesOfLine(op, record, op.clock.now()));
  const lines = await myLines(op, actor);
  return inTransaction(op.pool, async (tx) => {
    await lockParty(tx, actor.partyId);
    const party = await findParty(tx, op.vault, actor.partyId);
    const person = party === null ? null : await personRow(tx, op.vault, party);
    if (party === null || person === null) throw new HandbackError('not_signed_in');
    if (person.kind === 'legal') throw new HandbackError('export_for_people_only');
    const numbers = lines.flatMap(({ lastNumber }) => lastNumber ?? []);
    const passphrase = parsePassphrase(request.passphrase, [
      ...numbers,
      ...(person.document === null ? [] : [person.document]),
    ]);
    if ((await exportsSince(tx, party.partyId, 24)) >= A_DAY) throw new HandbackError('exports_exhausted');
    const { language, partyId, dataKey } = party;
    const reference = `EX-${base32(op.vault.random(5))}`;
    const lineIds = lines.map(({ line }) => line.lineId);
    const wanted = { reference, partyId, lineIds, language, passphrase, dataKey };
    if (!(await insertExport(tx, op.vault, wanted))) throw new HandbackError('export_under_way');
    await insertAudit(tx, [
      {
        caseId: null,
        lineId: actor.lineId,
        actor: auditName(actor),
        action: 'export_asked',
        facts: { reference, lines: lineIds.length },
      },
    ]);
    const text = smsText(op.sender, language, 'export_asked', { reference }, record.line.msisdn);
    const notice = { caseId: null, kind: 'export_asked', text } as const;
    await tellEverybody(op, tx, party, notice, record.line.msisdn);
    const [asked] = await exportsOfParty(tx, partyId, 1);
    return asked!;
  });
}

/** Letters and digits that are not taken for each other. */
const SYMBOLS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A passphrase that nobody guesses, for whoever has none: 20 symbols, 99 bits. It is kept nowhere. */
export function suggestedPassphrase(): string {
  const symbols = Array.from({ length: 20 }, () => SYMBOLS[randomInt(SYMBOLS.length)]).join('');
  // At a dot no line is broken, so that it is copied whole.
  return symbols.match(/.{5}/g)!.join('.');
}
