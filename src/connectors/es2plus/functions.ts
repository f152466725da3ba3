/**
 * The functions of ES2+ (operator to SM-DP+ and back) that Handback speaks. GSMA SGP.22: section 5.3 says what they do,
 * section 6.5 how they are written in JSON over HTTPS.
 */

/** A release of SGP.22, as the X-Admin-Protocol header names it. */
export type SpecVersion = `2.${number}.${number}` | `3.${number}.${number}`;

/** What is announced unless the configuration says otherwise. */
export const SPEC_VERSION = { v2: '2.2.2', v3: '3.1.0' } as const satisfies Record<string, SpecVersion>;

export interface Es2PlusFunction {
  readonly name: string;
  readonly section: string;
  /** Fields beside `header`: mandatory or optional. */
  readonly fields: Readonly<Record<string, 'M' | 'O'>>;
  /** Functions that only notify are answered without a body (section 6.5.1.4). */
  readonly successStatus: 200 | 204;
}

export const CANCEL_ORDER = {
  name: 'cancelOrder',
  section: 'SGP.22 v2 and v3 section 5.3.3',
  fields: { iccid: 'M', eid: 'O', matchingId: 'O', finalProfileStatusIndicator: 'M' },
  successStatus: 200,
} as const satisfies Es2PlusFunction;

/** What a cancelled profile becomes: orderable again, or never to be downloaded. Section 5.3.3. */
export type FinalProfileStatus = 'Available' | 'Unavailable';

/** A notification function, with the names of the fields that say what happened and whether it worked. */
export interface Es2PlusNotification extends Es2PlusFunction {
  readonly eventField: string;
  readonly statusField: string;
}

export const HANDLE_DOWNLOAD_PROGRESS_INFO = {
  name: 'handleDownloadProgressInfo',
  section: 'SGP.22 v2 section 5.3.5',
  fields: {
    eid: 'O',
    iccid: 'M',
    profileType: 'M',
    timestamp: 'M',
    notificationPointId: 'M',
    notificationPointStatus: 'M',
    resultData: 'O',
  },
  successStatus: 204,
  eventField: 'notificationPointId',
  statusField: 'notificationPointStatus',
} as const satisfies Es2PlusNotification;

/** Takes the place of handleDownloadProgressInfo in version 3, and tells of remote management too. */
export const HANDLE_NOTIFICATION = {
  name: 'handleNotification',
  section: 'SGP.22 v3 section 5.3.5',
  fields: {
    eid: 'O',
    iccid: 'O',
    profileType: 'O',
    timestamp: 'M',
    notificationEvent: 'M',
    notificationEventStatus: 'M',
    resultData: 'O',
  },
  successStatus: 204,
  eventField: 'notificationEvent',
  statusField: 'notificationEventStatus',
} as const satisfies Es2PlusNotification;

/** The same in both versions: `rsp2` is the generation of the interface, not the release. Section 6.5.2. */
export const pathOf = ({ name }: Es2PlusFunction): string => `/gsma/rsp2/es2plus/${name}`;

/** HTTP headers of a request. Section 6.5.1.1 gives User-Agent a value for devices only (`gsma-rsp-lpad`). */
export function requestHeaders(version: SpecVersion, userAgent: string): Readonly<Record<string, string>> {
  return {
    'User-Agent': userAgent,
    'X-Admin-Protocol': adminProtocol(version),
    'Content-Type': 'application/json',
  };
}

export const adminProtocol = (version: SpecVersion): string => `gsma/rsp/v${version}`;

/** Whether an X-Admin-Protocol header is one: any release, because old and new peers differ in fields only. */
export const isAdminProtocol = (value: unknown): boolean =>
  typeof value === 'string' && /^gsma\/rsp\/v\d+\.\d+(?:\.\d+)?$/.test(value);

/** Section 6.5.1.3. The call identifier stays the same when a call is repeated. */
export interface RequestHeader {
  readonly functionRequesterIdentifier: string;
  readonly functionCallIdentifier: string;
}

export const EXECUTION_STATUSES = ['Executed-Success', 'Executed-WithWarning', 'Failed', 'Expired'] as const;
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];

/** Section 6.5.1.4. */
export interface FunctionExecutionStatus {
  readonly status: ExecutionStatus;
  readonly statusCodeData?: {
    readonly subjectCode: string;
    readonly reasonCode: string;
    readonly message?: string;
  };
}

/** `code` is subject and reason, as in `8.2.1/3.9`. */
export function functionExecutionStatus(status: ExecutionStatus, code?: string): FunctionExecutionStatus {
  if (code === undefined) return { status };
  const [subjectCode = '', reasonCode = ''] = code.split('/');
  return { status, statusCodeData: { subjectCode, reasonCode } };
}

/** The body of an answer that has nothing but a header. */
export function responseBody(status: ExecutionStatus, code?: string) {
  return { header: { functionExecutionStatus: functionExecutionStatus(status, code) } };
}
