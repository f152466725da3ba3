import { readAnswer } from '../../../src/connectors/es2plus/answer.ts';
import { cancelOutcome } from '../../../src/connectors/es2plus/codes.ts';
import {
  EXECUTION_STATUSES,
  HANDLE_DOWNLOAD_PROGRESS_INFO,
  HANDLE_NOTIFICATION,
} from '../../../src/connectors/es2plus/functions.ts';
import {
  type Inbound,
  POINT_MEANINGS,
  type PointMap,
  parseDownloadProgress,
  parseSmdpNotification,
  STANDARD_POINTS,
} from '../../../src/connectors/es2plus/inbound.ts';
import { parseEid } from '../../../src/domain/values/eid.ts';
import { parseIccid } from '../../../src/domain/values/iccid.ts';

type Json = unknown;
type Random = () => number;

/** The outcomes by kind, so that a run shows what it reached. */
export interface FuzzReport {
  readonly answers: Readonly<Record<string, number>>;
  readonly inbound: Readonly<Record<string, number>>;
}

const POINTS: PointMap = { 5: 'ignored', 6: 'enabled', 7: 'disabled', 8: 'deleted' };
const CODES = ['8.2.1/3.3', '8.2.1/3.9', '8.1.1/3.10', '8.2.1/1.2', '1.2/4.4', '8.8/4.2', '8.2.5/3.8'];
/** Only what may stand in a log: a peer's text never gets there. */
const DETAIL = /^(?:[0-9.]{1,15}\/[0-9.]{1,15}|[a-z0-9_]{1,30})$/;

/**
 * Feeds the pure readers of ES2+ with bodies that are right, nearly right and broken.
 * @throws Error with the seed, the number and the input, where a reader throws or claims what was not said
 */
export function fuzzEs2plus({ iterations, seed }: { iterations: number; seed: number }): FuzzReport {
  const answers: Record<string, number> = {};
  const inbound: Record<string, number> = {};
  const count = (counts: Record<string, number>, kind: string): void => {
    counts[kind] = (counts[kind] ?? 0) + 1;
  };
  for (let i = 0; i < iterations; i++) {
    const random = mulberry32(seed + i);
    const isAnswer = i % 2 === 0;
    const text = asText(random, isAnswer ? answerBody(random) : inboundBody(random));
    try {
      if (isAnswer) count(answers, checkAnswer(pick(random, [200, 200, 200, 200, 404, 500]), text));
      else count(inbound, checkInbound(random, text));
    } catch (cause) {
      throw new Error(`seed ${seed}, number ${i}: ${JSON.stringify(text.toString('latin1'))}`, { cause });
    }
  }
  return { answers, inbound };
}

function checkAnswer(http: number, body: Buffer): string {
  const answer = readAnswer(http, body);
  if ('fault' in answer) {
    must(DETAIL.test(answer.detail), answer.detail);
    return answer.fault;
  }
  must(http === 200, 'only 200 has an answer');
  must(statusIn(body) === answer.status, 'the status that was said');
  const outcome = cancelOutcome(answer);
  if ('fault' in outcome) {
    must(DETAIL.test(outcome.detail), outcome.detail);
    return outcome.fault;
  }
  must((outcome.result === 'cancelled') === answer.status.startsWith('Executed-'), 'cancelled if executed');
  return outcome.result;
}

/** Another reading of the same bytes, by the letter: the path to the status, each key of it said once in all. */
function statusIn(body: Buffer): string {
  const text = body.toString('utf8');
  const { status } = JSON.parse(text.replace(/^\uFEFF/, '')).header.functionExecutionStatus;
  must(occurrences(text, '"header"') <= 1 || text.includes('\\'), 'one header');
  return status;
}

function checkInbound(random: Random, text: Buffer): string {
  let body: Json;
  try {
    body = JSON.parse(text.toString('utf8'));
  } catch {
    return 'not_json';
  }
  const [fn, parse] = pick(random, [
    [HANDLE_DOWNLOAD_PROGRESS_INFO, parseDownloadProgress],
    [HANDLE_NOTIFICATION, parseSmdpNotification],
  ] as const);
  const result: Inbound = parse(body, POINTS);
  if ('fault' in result) {
    const fields = [...Object.keys(fn.fields), 'header', 'timeStamp', null];
    must(fields.includes(result.field), `field ${result.field}`);
    return result.fault;
  }
  const { event } = result;
  must(parseIccid(event.iccid) === event.iccid, 'an ICCID');
  must(event.eid === null || parseEid(event.eid) === event.eid, 'an EID');
  must(!Number.isNaN(event.at.getTime()), 'a time');
  must(event.happened === 'failed' || POINT_MEANINGS.includes(event.happened), 'a happening');
  must(event.code === null || DETAIL.test(event.code), 'a code');
  const said = body as Record<string, Record<string, string>>;
  if (event.happened !== 'failed' && event.happened !== 'ignored') {
    must(said[fn.statusField]!['status']!.startsWith('Executed-'), 'it worked');
    must((STANDARD_POINTS[event.point] ?? POINTS[event.point]) === event.happened, 'the map says so');
  }
  return event.happened;
}

function answerBody(random: Random): Json {
  const status = pick(random, EXECUTION_STATUSES);
  return {
    header: { functionExecutionStatus: { status, ...(random() < 0.6 && { statusCodeData: code(random) }) } },
  };
}

function inboundBody(random: Random): Json {
  const [event, status] = pick(random, [
    ['notificationPointId', 'notificationPointStatus'],
    ['notificationEvent', 'notificationEventStatus'],
  ] as const);
  return {
    header: { functionRequesterIdentifier: 'SMDP-1', functionCallIdentifier: 'handleNotification' },
    ...(random() < 0.7 && { eid: '89049032123451234512345678901235' }),
    iccid: pick(random, ['8986001000000000021F', '8986001000000000021', '898600F8111490001234']),
    profileType: 'P1',
    [pick(random, ['timestamp', 'timeStamp'])]: pick(random, [
      '2026-03-01T08:00:00Z',
      '2026-02-30T08:00:00Z',
      '2026-03-01T08:00:00.5+08:00',
      '1709712641',
    ]),
    [event]: pick(random, [1, 3, 4, '5', 6, '7', 8, '8', 101]),
    [status]: { status: pick(random, EXECUTION_STATUSES), statusCodeData: code(random) },
    resultData: 'v6A=',
  };
}

function code(random: Random): Json {
  const [subjectCode, reasonCode] = pick(random, CODES).split('/');
  return { subjectCode, reasonCode, subjectIdentifier: 'x', message: 'y' };
}

const STRANGE: readonly Json[] = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  'Executed-Success',
  [],
  {},
  ['Executed-Success'],
  '8.2.1',
  '__proto__',
  { status: 'Executed-Success' },
];

/** Valid JSON first, changed in its values and keys; then, for some, broken in its bytes. */
function asText(random: Random, body: Json): Buffer {
  let changed = body;
  for (let n = Math.floor(random() * 3); n > 0; n--) changed = mutate(random, changed);
  let text = JSON.stringify(changed);
  if (random() < 0.1) text = text.replace(/\{(?=")/, `{"header":${JSON.stringify(pick(random, STRANGE))},`);
  const bytes = Buffer.from(text);
  for (let n = random() < 0.3 ? 1 + Math.floor(random() * 3) : 0; n > 0; n--)
    bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
  return random() < 0.05 ? bytes.subarray(0, Math.floor(random() * bytes.length)) : bytes;
}

function mutate(random: Random, value: Json): Json {
  if (typeof value !== 'object' || value === null || random() < 0.15) return pick(random, STRANGE);
  if (Array.isArray(value)) return value.map((one) => (random() < 0.5 ? mutate(random, one) : one));
  const entries = Object.entries(value);
  const at = Math.floor(random() * entries.length);
  return Object.fromEntries(
    entries.flatMap(([key, one], i): [string, Json][] => {
      if (i !== at) return [[key, one]];
      if (random() < 0.2) return [];
      return [[random() < 0.1 ? `${key}x` : key, mutate(random, one)]];
    }),
  );
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`not so: ${what}`);
}

const occurrences = (text: string, part: string): number => text.split(part).length - 1;
const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)]!;

/** A small generator with a known period, so that a seed gives the same inputs everywhere. */
function mulberry32(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
