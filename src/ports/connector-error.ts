import type { NetworkAnswer } from './hlr.ts';

/**
 * Why a call to a peer did not give an answer:
 * - `unavailable`: nothing was sent, so trying again is safe;
 * - `unknown`: it was sent and not answered, so ask before acting again;
 * - `refused`: the peer answered that it will not.
 */
export type ConnectorFault = 'unavailable' | 'unknown' | 'refused';

export class ConnectorError extends Error {
  readonly fault: ConnectorFault;
  readonly connector: string;
  /** The peer's own code or a stable word, safe to log. */
  readonly detail: string;
  readonly answers: readonly NetworkAnswer[];

  constructor(
    connector: string,
    fault: ConnectorFault,
    detail: string,
    answers: readonly NetworkAnswer[] = [],
    options?: ErrorOptions,
  ) {
    super(`${connector}: ${fault}: ${detail}`, options);
    this.name = 'ConnectorError';
    this.connector = connector;
    this.fault = fault;
    this.detail = detail;
    this.answers = answers;
  }
}
