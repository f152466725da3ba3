import { createOsmoHlr } from '../src/connectors/osmo-hlr/driver.ts';
import { createOsmoMsc, createOsmoSgsn } from '../src/connectors/osmo-node/node.ts';
import { servingNodesOf } from '../src/connectors/serving-nodes.ts';
import { confirm } from '../src/operations/cases/confirm.ts';
import { type Declared, declare } from '../src/operations/cases/declare.ts';
import type { Hlr } from '../src/ports/hlr.ts';
import type { Base } from '../src/run/compose.ts';
import { type RealNetwork, startRealNetwork } from '../src/simulators/osmo-core/network.ts';
import type { Phone } from '../src/simulators/phone/phone.ts';
import { listenToDatabase } from '../src/store/case-events.ts';
import { Engine } from '../src/workflow/engine/engine.ts';
import { isClosed } from '../src/workflow/engine/record.ts';
import { subscriberOf } from '../test/support/actors.ts';
import { type SeededLine, seedLines } from '../test/support/seed.ts';
import { type BenchServer, benchInstance, benchServer } from './bench-instance.ts';
import type { Opened } from './opened.ts';

export interface LineWithPhone {
  readonly line: SeededLine;
  /** Switched off so far. */
  readonly phone: Phone;
}

/** A Handback of its own, without pages, beside a real network of its own: nothing is shared with a demo or another run. */
export interface RealInstance {
  readonly network: RealNetwork;
  readonly base: Base;
  readonly hlr: Hlr;
  /** Lines that the books and the HLR know, with the phone of each. */
  addLines(count: number): Promise<readonly LineWithPhone[]>;
  /** Declares the end of a line as its holder does. */
  declare(line: SeededLine): Promise<Declared>;
  /** Confirms it. There is no cooling-off: when this is called, the line may be ended. */
  confirm(line: SeededLine, caseId: string): Promise<void>;
  /** Resolves when the case left the queue. Ask for it before you confirm. */
  closed(caseId: string): Promise<void>;
}

/**
 * Brings both up, and hands each part to `opened` as it comes, so that a run that is broken off leaves nothing behind.
 *
 * @param prepare sees the driver of the HLR before the engine has it
 */
export async function realInstance(
  opened: Opened,
  prepare: (hlr: Hlr) => void = () => undefined,
): Promise<RealInstance> {
  const server: BenchServer = await opened.keep(benchServer, (one) => one.close());
  const url = await server.database('real');
  const network = await opened.keep(startRealNetwork, (one) => one.close());
  const { hlr: register, msc, sgsn } = network;
  const hlr = await opened.keep(
    async () => createOsmoHlr({ host: register.host }),
    (one) => one.close(),
  );
  prepare(hlr);
  const nodes = await opened.keep(
    async () =>
      servingNodesOf([
        { name: msc.name, node: createOsmoMsc({ host: msc.host, port: msc.ports.vty }) },
        { name: sgsn.name, node: createOsmoSgsn({ host: sgsn.host, port: sgsn.ports.vty }) },
      ]),
    (one) => one.close(),
  );
  const { base, context } = await opened.keep(
    () => benchInstance(url, hlr),
    (one) => one.close(),
  );
  const waiting = new Map<string, () => void>();
  const engine = new Engine(
    { ...context, nodes },
    {},
    {
      onCommit: (recorded) => {
        for (const one of recorded) if (isClosed(one)) waiting.get(one.walked.work.caseId)?.();
      },
      onFault: (where, error) => console.error('fault', where, error),
    },
  );
  await opened.keep(
    async () => listenToDatabase(url, { due: () => engine.wake() }),
    (one) => one.close(),
  );
  await opened.keep(
    async () => engine.start(),
    () => engine.stop(),
  );
  const { operations, vault } = base;
  let serial = 0;

  return {
    network,
    base,
    hlr,
    async addLines(count) {
      const lines = await seedLines(operations.pool, vault, count, { from: serial });
      serial += count;
      for (const line of lines) await network.addSubscriber(line);
      return lines.map((line) => ({ line, phone: network.phone(line.imsi) }));
    },
    declare: async (line) =>
      (await declare(operations, subscriberOf(line), { lineId: line.lineId, reason: null })) as Declared,
    async confirm(line, caseId) {
      await confirm(operations, subscriberOf(line), { caseId });
    },
    closed: (caseId) =>
      new Promise((resolve) => {
        waiting.set(caseId, () => {
          waiting.delete(caseId);
          resolve();
        });
      }),
  };
}
