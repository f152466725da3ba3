import { parseMsisdn } from '../domain/values/msisdn.ts';
import type { Operations } from '../operations/context.ts';

export interface DemoMessage {
  readonly id: number;
  readonly msisdn: string;
  readonly text: string;
  readonly at: Date;
}

/** What the simulated message centre delivered, the newest first; only for demonstrations. */
export async function demoMessages(op: Operations, number: string | null): Promise<readonly DemoMessage[]> {
  const msisdn = number === null ? null : parseMsisdn(number, op.defaultCallingCode);
  const { rows } = await op.pool.query<DemoMessage>(
    `select id, msisdn, text, at from demo_inbox where $1::text is null or msisdn = $1 order by demo_inbox.id desc limit 50`,
    [msisdn],
  );
  return rows;
}
