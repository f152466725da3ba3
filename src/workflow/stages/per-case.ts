import { ConnectorError } from '../../ports/connector-error.ts';
import type { HlrReply } from '../../ports/hlr.ts';
import type { Evidence, StageOutcome, Work, WorkAccess } from '../../store/cases/work.ts';
import type { StageContext, StageModule } from '../engine/stage.ts';

/**
 * Runs a stage for each case by itself. Failures of a peer become outcomes, with the answers that had come by then:
 * for a line with several accesses, what the first one answered is evidence even if the second was not reached.
 */
export function perCase(
  run: (work: Work, context: StageContext, evidence: Evidence[]) => Promise<StageOutcome>,
): StageModule['run'] {
  return (cases, context) =>
    cases.map(async (work) => {
      const evidence: Evidence[] = [];
      try {
        return { evidence, ...(await run(work, context, evidence)) };
      } catch (error) {
        if (error instanceof ConnectorError) return outcomeOf(error, work, evidence);
        throw error;
      }
    });
}

/** What a peer's failure means for a case. */
export function outcomeOf(error: ConnectorError, work: Work, before: readonly Evidence[] = []): StageOutcome {
  const accessId = work.accesses[0]?.accessId ?? '';
  const evidence = [...before, ...error.answers.map((answer) => ({ accessId, answer }))];
  switch (error.fault) {
    case 'unavailable':
      return { kind: 'retry', code: `${error.connector}_unavailable`, evidence };
    case 'unknown':
      return { kind: 'unknown', code: `${error.connector}_unanswered`, evidence };
    case 'refused':
      return { kind: 'stuck', code: `${error.connector}_refused`, facts: { detail: error.detail }, evidence };
  }
}

/**
 * To be called before each network call: a process that slept past its lease must not act beside the next holder,
 * not even for the second access of a line whose first one was answered in time.
 */
export function whileHeld<Peer extends { readonly element: string; readonly callTimeoutMs: number }>(
  work: Work,
  peer: Peer,
): Peer {
  if (performance.now() + peer.callTimeoutMs < work.leaseEnds) return peer;
  throw new ConnectorError(peer.element, 'unavailable', 'lease_over');
}

/** Keeps a reply's answers as evidence of an access, and hands on its value. */
export function keep<T>(evidence: Evidence[], access: WorkAccess, reply: HlrReply<T>): T {
  for (const answer of reply.answers) evidence.push({ accessId: access.accessId, answer });
  return reply.value;
}
