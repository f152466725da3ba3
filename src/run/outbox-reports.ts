import type { Logger } from 'pino';
import type { Metrics } from '../http/kit/metrics.ts';
import type { OutboxEvents } from '../workflow/outbox.ts';

const BEGINS = {
  link: 'messages cannot be delivered just now: the peer is away; they wait',
  set_up: 'messages cannot be delivered: the peer refuses us; they wait until the set-up is mended',
} as const;

/**
 * What is said of messages: one line when a peer goes away and one when it is back, whatever waits for it; one line for all that
 * was given up together. Nothing names a person.
 */
export function outboxReports(
  log: Pick<Logger, 'warn' | 'info'>,
  metrics: Pick<Metrics, 'messagesEnded' | 'channelAway'>,
  onFault: (error: unknown) => void,
): OutboxEvents {
  return {
    onFault,
    onOutage({ channel, trouble, detail }) {
      metrics.channelAway(channel, true);
      log.warn({ channel, reason: detail }, BEGINS[trouble]);
    },
    onOutageOver({ channel, seconds }) {
      metrics.channelAway(channel, false);
      log.info({ channel, seconds }, 'messages are delivered again');
    },
    onEnded(ended) {
      metrics.messagesEnded(ended);
      const givenUp = ended.filter(({ givenUpFor }) => givenUpFor !== null);
      if (givenUp.length === 0) return;
      const counts = [...Map.groupBy(givenUp, ({ kind, givenUpFor }) => `${kind} ${givenUpFor}`)];
      log.warn(
        { messages: Object.fromEntries(counts.map(([name, same]) => [name, same.length])) },
        'messages were given up; handback cases notices --state given_up lists them',
      );
    },
  };
}
