import { LONGEST_GIVEN, LONGEST_NAME } from '../../domain/campaigns/campaign.ts';
import { HandbackError } from '../../domain/errors.ts';
import { inTransaction } from '../../store/database/database.ts';
import type { Actor, OtherSystem, Staff } from '../access/actor.ts';
import { seesConfidential } from '../access/confidential.ts';
import { requireAccess } from '../access/require-access.ts';
import { requireSecondPerson } from '../access/second-person.ts';
import type { Operations } from '../context.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';
import { beginCases } from './begin-cases.ts';
import { decidePart, PART } from './decide-part.ts';
import { type CampaignRow, rowOf, wouldBe } from './decided-line.ts';

export interface CampaignRequest {
  /** A list sent again under the same name belongs to the same campaign. */
  readonly name: string;
  readonly lineIds: AsyncIterable<string>;
  /** Decides on every line and starts none. */
  readonly dryRun: boolean;
}

/**
 * Ends many lines at once: a network that is switched off, an MVNO that closes. Each line is decided by the rulebook
 * like any other, and a report says what became of each. Lists of any length are taken in parts; sent again, a list
 * starts only the lines that are not under way yet. It is for the machine itself, where one person is enough; everywhere else a
 * campaign is uploaded, previewed and agreed to by a second person (`runCampaign`).
 *
 * @throws HandbackError `forbidden`; `request_invalid` without a name, and for a list that is no list of lines; `approval_needed`;
 *   `campaign_conflict` where a campaign of this name is made of a file
 */
export function startCampaign(
  op: Operations,
  actor: Actor,
  request: CampaignRequest,
): AsyncGenerator<readonly CampaignRow[]> {
  // A generator begins with its first value. Access is asked before that, when it is called.
  requireAccess(actor, 'startCampaign');
  if (request.name.trim() === '') throw new HandbackError('request_invalid', { field: 'name' });
  const name = request.name.slice(0, LONGEST_NAME);
  if (!request.dryRun)
    requireSecondPerson(actor, 'start_campaign', name, rulesOfLine(op, null, op.clock.now()));
  return partByPart(op, actor, { ...request, name });
}

async function* partByPart(
  op: Operations,
  actor: Staff | OtherSystem,
  request: CampaignRequest,
): AsyncGenerator<readonly CampaignRow[]> {
  let chunk: string[] = [];
  for await (const lineId of request.lineIds) {
    if (lineId.length > LONGEST_GIVEN || lineId.includes('\0'))
      throw new HandbackError('request_invalid', { field: 'line_id' });
    chunk.push(lineId);
    if (chunk.length === PART) {
      yield await startChunk(op, actor, request, chunk);
      chunk = [];
    }
  }
  if (chunk.length > 0) yield await startChunk(op, actor, request, chunk);
}

/** Each part is decided at its own moment: a long list may take hours. */
async function startChunk(
  op: Operations,
  actor: Staff | OtherSystem,
  { name, dryRun }: CampaignRequest,
  lineIds: readonly string[],
): Promise<readonly CampaignRow[]> {
  const unique = [...new Set(lineIds)];
  const { decided, undecided } = await decidePart(op, unique, {
    channel: actor.channel,
    now: op.clock.now(),
    confidential: seesConfidential(actor),
  });
  const found: readonly CampaignRow[] = dryRun
    ? decided.map((line) => wouldBe(rowOf(line, { caseId: null, reference: null })))
    : await inTransaction(op.pool, (tx) => beginCases(op, tx, actor, name, decided, undecided));
  const rows = new Map<string, CampaignRow>([...undecided, ...found].map((row) => [row.lineId, row]));
  return unique.map((id) => rows.get(id)!);
}
