import type { PipelineOptions } from './pipeline.ts';
import { type SubscriberSetting, type VtyAnswer, VtyClient } from './vty-client.ts';

interface Member {
  readonly client: VtyClient;
  open: number;
}

/**
 * Several VTY connections as one. A VTY answers in order, so one slow command holds up all behind it on its
 * connection; with more than one, the least loaded takes the next command.
 */
export class VtyPool {
  readonly #members: readonly Member[];

  constructor(options: PipelineOptions, connections: number) {
    this.#members = Array.from({ length: Math.max(1, connections) }, () => ({
      client: new VtyClient(options),
      open: 0,
    }));
  }

  /** As `VtyClient.update`. */
  async update(imsi: string, setting: SubscriberSetting, timeoutMs: number): Promise<VtyAnswer> {
    let member = this.#members[0]!;
    for (const one of this.#members) if (one.open < member.open) member = one;
    member.open++;
    try {
      return await member.client.update(imsi, setting, timeoutMs);
    } finally {
      member.open--;
    }
  }

  close(): void {
    for (const { client } of this.#members) client.close();
  }
}
