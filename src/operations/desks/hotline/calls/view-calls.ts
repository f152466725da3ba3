import { maskMsisdn } from '../../../../domain/values/msisdn.ts';
import { type CallEvent, callsOfAgent, extensionOf } from '../../../../store/desks/hotline-calls.ts';
import type { Actor } from '../../../access/actor.ts';
import { requireAccess } from '../../../access/require-access.ts';
import type { Operations } from '../../../context.ts';
import { deskName } from './desk-name.ts';

export interface DeskCalls {
  /** Under what this agent's desk is told that something changed. */
  readonly desk: string;
  readonly extension: string | null;
  /** Those that are not over, the newest first. */
  readonly calls: readonly {
    readonly callId: string;
    readonly event: CallEvent;
    readonly rangAt: Date;
    /** Masked; null where none was shown. */
    readonly number: string | null;
    readonly attendanceId: string | null;
  }[];
}

const MOST = 5;

/** The calls of the agent who asks. @throws HandbackError `role_needed`, `forbidden` */
export async function viewCalls(op: Operations, actor: Actor): Promise<DeskCalls> {
  requireAccess(actor, 'viewCalls');
  const { subject } = actor.person;
  const calls = await callsOfAgent(op.pool, op.vault, subject, MOST);
  return {
    desk: deskName(op.vault, subject),
    extension: await extensionOf(op.pool, subject),
    calls: calls.map(({ callId, event, rangAt, caller, attendanceId }) => ({
      ...{ callId, event, rangAt, attendanceId },
      number: caller.kind === 'number' ? maskMsisdn(caller.msisdn) : null,
    })),
  };
}
