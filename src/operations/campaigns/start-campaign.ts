import { HandbackError } from '../../domain/errors.ts';
import { inTransaction } from '../../store/database/database.ts';
import { linesWithProfiles } from '../../store/lines/esim-profiles.ts';
import { findLines, type LineRecord } from '../../store/lines/lines.ts';
import type { Actor, OtherSystem, Staff } from '../access/actor.ts';
import { seesConfidential, withoutConfidential } from '../access/confidential.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { beginCases } from './begin-cases.ts';
import { type CampaignRow, type DoneRow, decideLine, rowOf } from './decided-line.ts';

export interface CampaignRequest {
  /** A list sent again under the same name belongs to the same campaign. */
  readonly name: string;
  readonly lineIds: AsyncIterable<string>;
  /** Decides on every line and starts none. */
  readonly dryRun: boolean;
}

const CHUNK = 500;
const LONGEST_NAME = 100;
/** What is longer is no line of anybody, and fits no index. */
const LONGEST_LINE_ID = 200;

/**
 * Ends many lines at once: a network that is switched off, an MVNO that closes. Each line is decided by the rulebook
 * like any other, and a report says what became of each. Lists of any length are taken in parts; sent again, a list
 * starts only the lines that are not under way yet.
 *
 * @throws HandbackError `forbidden`; `request_invalid` without a name, and for a list that is no list of lines
 */
export function startCampaign(
  op: Operations,
  actor: Actor,
  request: CampaignRequest,
): AsyncGenerator<readonly CampaignRow[]> {
  // A generator begins with its first value. Access is asked before that, when it is called.
  requireAccess(actor, 'startCampaign');
  if (request.name.trim() === '') throw new HandbackError('request_invalid', { field: 'name' });
  return partByPart(op, actor, { ...request, name: request.name.slice(0, LONGEST_NAME) });
}

async function* partByPart(
  op: Operations,
  actor: Staff | OtherSystem,
  request: CampaignRequest,
): AsyncGenerator<readonly CampaignRow[]> {
  let chunk: string[] = [];
  for await (const lineId of request.lineIds) {
    if (lineId.length > LONGEST_LINE_ID || lineId.includes('\0'))
      throw new HandbackError('request_invalid', { field: 'line_id' });
    chunk.push(lineId);
    if (chunk.length === CHUNK) {
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
  const now = op.clock.now();
  const { channel } = actor;
  const unique = [...new Set(lineIds)];
  const records = await findLines(op.pool, unique);
  // Of a line with a confidential case whoever may not know of it is told nothing, and begins nothing.
  const hidden = (record: LineRecord | undefined): boolean =>
    record?.confidential === true && !seesConfidential(actor);
  const known = unique.flatMap((id) => (hidden(records.get(id)) ? [] : (records.get(id) ?? [])));
  const standings = await op.billing.standing(known.map((record) => record.accountId));
  const esim = await linesWithProfiles(op.pool, unique);
  const decided = known.flatMap((record, i) =>
    record.line.status === 'ended' || record.openCase !== null
      ? []
      : [
          decideLine(op, record, {
            standing: standings[i]!,
            esim: esim.has(record.line.lineId),
            channel,
            now,
          }),
        ],
  );
  const undecided = unique.flatMap((lineId): DoneRow[] => {
    const record = records.get(lineId);
    const nothing = { lineId, checks: [], caseId: null, reference: null };
    if (record === undefined) return [{ ...nothing, result: 'unknown' }];
    if (hidden(record))
      return [{ ...nothing, result: withoutConfidential(record) === null ? 'unknown' : 'cannot_tell' }];
    if (record.line.status === 'ended') return [{ ...nothing, result: 'ended_already' }];
    return record.openCase === null ? [] : [{ ...nothing, result: 'open_already' }];
  });
  const found: readonly CampaignRow[] = dryRun
    ? decided.map((line) => wouldBe(rowOf(line, { caseId: null, reference: null })))
    : await inTransaction(op.pool, (tx) => beginCases(op, tx, actor, name, decided, undecided));
  const rows = new Map<string, CampaignRow>([...undecided, ...found].map((row) => [row.lineId, row]));
  return unique.map((id) => rows.get(id)!);
}

const wouldBe = (row: CampaignRow): CampaignRow =>
  row.result === 'started' ? { ...row, result: 'would_start' } : row;
