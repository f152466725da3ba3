import { randomUUID } from 'node:crypto';
import {
  type Es2PlusNotification,
  type ExecutionStatus,
  functionExecutionStatus,
  pathOf,
  requestHeaders,
  type SpecVersion,
} from '../../../src/connectors/es2plus/functions.ts';
import { HttpsPeer, type HttpsPeerConfig } from '../../../src/connectors/es2plus/https-peer.ts';
import { iccidOnWire } from '../../../src/connectors/es2plus/wire-values.ts';
import type { Eid } from '../../../src/domain/values/eid.ts';
import type { Iccid } from '../../../src/domain/values/iccid.ts';

/** Something that a simulated SM-DP+ tells the operator about a profile. */
export interface ProfileReport {
  readonly iccid: Iccid;
  readonly eid?: Eid;
  /** Step or event by its number; 1 to 4 are the standard's, others the vendor's. */
  readonly event: number;
  /** Default Executed-Success. */
  readonly status?: ExecutionStatus;
  /** Subject and reason of a failure, as in `8.2.7/6.4`. */
  readonly code?: string;
  readonly at: Date;
}

export interface SmdpReporter {
  /** Calls the operator. @throws PostFailure */
  report(
    notification: Es2PlusNotification,
    report: ProfileReport,
  ): Promise<{ readonly status: number; readonly body: string }>;
  close(): void;
}

export interface SmdpReporterConfig extends HttpsPeerConfig {
  /** Who calls. */
  readonly requester: string;
  readonly specVersion: SpecVersion;
  readonly callTimeoutMs: number;
}

const PROFILE_TYPE = 'HANDBACK_TEST';

/** The other direction of ES2+: the SM-DP+ tells the operator what became of a download. */
export function createSmdpReporter(config: SmdpReporterConfig): SmdpReporter {
  const operator = new HttpsPeer(config);
  const headers = requestHeaders(config.specVersion, 'handback-simulator');
  return {
    report: async (notification, report) => {
      const body = JSON.stringify(notificationBody(config.requester, notification, report));
      const signal = AbortSignal.timeout(config.callTimeoutMs);
      const answer = await operator.post(pathOf(notification), headers, body, signal);
      return { status: answer.status, body: answer.body.toString('utf8') };
    },
    close: () => operator.close(),
  };
}

/** SGP.22 section 6.5.2.5. */
export function notificationBody(
  requester: string,
  { eventField, statusField }: Es2PlusNotification,
  report: ProfileReport,
): Readonly<Record<string, unknown>> {
  return {
    header: { functionRequesterIdentifier: requester, functionCallIdentifier: randomUUID() },
    ...(report.eid !== undefined && { eid: report.eid }),
    iccid: iccidOnWire(report.iccid, 'padded'),
    profileType: PROFILE_TYPE,
    timestamp: report.at.toISOString().replace(/\.\d+Z$/, 'Z'),
    [eventField]: report.event,
    [statusField]: functionExecutionStatus(report.status ?? 'Executed-Success', report.code),
  };
}
