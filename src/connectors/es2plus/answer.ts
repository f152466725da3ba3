import { JsonFaultError, parseStrictJson } from '../../domain/values/strict-json.ts';
import type { ConnectorFault } from '../../ports/connector-error.ts';
import { EXECUTION_STATUSES, type ExecutionStatus } from './functions.ts';
import { isObject, statusCodeFromWire } from './wire-values.ts';

/** What the SM-DP+ says of a function call; `code` is subject and reason where it gives them. */
export interface Execution {
  readonly status: ExecutionStatus;
  readonly code: string | null;
}

/** Why an HTTP answer is no answer of the function. */
export interface AnswerFault {
  readonly fault: ConnectorFault;
  readonly detail: string;
}

/** Before the function: RFC 9110 sections 15.5.9 and RFC 6585 section 4 say that the request was not processed. */
const NOT_PROCESSED: readonly number[] = [408, 429];

/**
 * Reads the answer to a function that has one. A business failure comes with 200 too (SGP.22 section 6.5.1.2), so any
 * other status is from the web server in front: it redirects or rejects (3xx, 4xx), which is `refused`, or failed
 * somewhere (5xx), which is `unknown`. Headers are not judged: the body says what it is.
 */
export function readAnswer(httpStatus: number, body: Uint8Array): Execution | AnswerFault {
  if (httpStatus !== 200) return { fault: httpFault(httpStatus), detail: `http_${httpStatus}` };
  const unreadable = (detail: string): AnswerFault => ({ fault: 'unknown', detail });
  if (body.length === 0) return unreadable('answer_empty');
  let value: unknown;
  try {
    value = parseStrictJson(body);
  } catch (error) {
    if (error instanceof JsonFaultError) return unreadable('answer_not_json');
    throw error;
  }
  return readExecution(value) ?? unreadable('answer_without_status');
}

function readExecution(body: unknown): Execution | null {
  const header = isObject(body) ? body['header'] : null;
  return executionFromWire(isObject(header) ? header['functionExecutionStatus'] : null);
}

/** A `functionExecutionStatus` object, or `null`; notifications have the same under another name. */
export function executionFromWire(value: unknown): Execution | null {
  if (!isObject(value)) return null;
  const status = EXECUTION_STATUSES.find((one) => one === value['status']);
  return status === undefined ? null : { status, code: statusCodeFromWire(value['statusCodeData']) };
}

function httpFault(status: number): ConnectorFault {
  if (NOT_PROCESSED.includes(status)) return 'unavailable';
  return status >= 300 && status < 500 ? 'refused' : 'unknown';
}
