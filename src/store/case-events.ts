import pg from 'pg';

export interface CaseEvents {
  /** Calls back whenever the case changed; answers how to stop. */
  subscribe(caseId: string, onChange: () => void): () => void;
}

export interface CaseListener extends CaseEvents {
  close(): Promise<void>;
}

const RECONNECT_MS = 1_000;

/**
 * Listens to the database's announcements on one connection of its own, for all pages and workers of this process.
 * After a lost connection every subscriber is called once: what was announced meanwhile is not lost.
 */
export function listenToDatabase(
  url: string,
  on: {
    readonly due?: () => void;
    readonly outbox?: () => void;
    readonly rulebooks?: () => void;
    readonly campaigns?: () => void;
    readonly texts?: () => void;
    readonly exports?: () => void;
  } = {},
): CaseListener {
  const subscribers = new Map<string, Set<() => void>>();
  let closed = false;
  let client: pg.Client | null = null;
  let retry: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({
      connectionString: url,
      application_name: 'handback listener',
      keepAlive: true,
    });
    fresh.on('error', () => undefined);
    let ended = false;
    const again = (): void => {
      if (closed || ended) return;
      ended = true;
      retry = setTimeout(() => void connect(), RECONNECT_MS);
    };
    fresh.on('end', again);
    fresh.on('notification', ({ channel, payload }) => {
      if (channel === 'handback_due') on.due?.();
      else if (channel === 'handback_outbox') on.outbox?.();
      else if (channel === 'handback_rulebooks') on.rulebooks?.();
      else if (channel === 'handback_campaign') on.campaigns?.();
      else if (channel === 'handback_text') on.texts?.();
      else if (channel === 'handback_export') on.exports?.();
      else for (const call of subscribers.get(payload ?? '') ?? []) call();
    });
    client = fresh;
    try {
      await fresh.connect();
      await fresh.query(
        'listen handback_case; listen handback_due; listen handback_outbox; listen handback_rulebooks; listen handback_campaign; listen handback_text; listen handback_export',
      );
      on.due?.();
      on.outbox?.();
      on.rulebooks?.();
      on.campaigns?.();
      on.texts?.();
      on.exports?.();
      for (const calls of subscribers.values()) for (const call of calls) call();
    } catch {
      again();
      await fresh.end().catch(() => undefined);
    }
  };
  void connect();

  return {
    subscribe(caseId, onChange) {
      const calls = subscribers.get(caseId) ?? new Set();
      calls.add(onChange);
      subscribers.set(caseId, calls);
      return () => {
        calls.delete(onChange);
        if (calls.size === 0) subscribers.delete(caseId);
      };
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      await client?.end().catch(() => undefined);
    },
  };
}
