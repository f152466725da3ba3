import type { Hlr } from '../src/ports/hlr.ts';
import { realNetworkAbsent } from '../src/simulators/osmo-core/absent.ts';
import { percentile } from './bench-instance.ts';
import type { Figure } from './figure.ts';
import { Opened } from './opened.ts';
import { type LineWithPhone, type RealInstance, realInstance } from './real-instance.ts';

/** So many lines end at the same time in the second half. */
const AT_ONCE = 10;
/** Before anything counts: statements are planned and modules compiled. */
const WARMING_UP = 3;

/** Milliseconds from the call that confirms one end until that answered, its phone was told to detach, and its case was closed. */
interface Ended {
  readonly confirmed: number;
  readonly detached: number;
  readonly closed: number;
}

/**
 * Ends of lines on a network of real servers, one after another and several at once: how long from the call that confirms
 * until the phone sees DETACH REQUEST. By turns with it, the same by a bare client that only asks the peers for it.
 */
export async function realNetwork(phones: number): Promise<readonly Figure[]> {
  const absent = realNetworkAbsent();
  if (absent !== undefined) {
    process.stdout.write(`real: skipped, it ${absent}\n`);
    return [];
  }
  const opened = new Opened();
  try {
    const instance = await realInstance(opened);
    await endAll(instance, WARMING_UP, 1);
    return [
      ...figuresOf(1, await endAll(instance, phones, 1)),
      ...figuresOf(AT_ONCE, await endAll(instance, phones, AT_ONCE)),
    ];
  } finally {
    await opened.close();
  }
}

interface Measured {
  readonly bare: readonly number[];
  readonly ended: readonly Ended[];
}

/** By turns, so that both meet the same moods of the machine. */
async function endAll(instance: RealInstance, phones: number, atOnce: number): Promise<Measured> {
  const bare: number[] = [];
  const ended: Ended[] = [];
  for (let done = 0; done < phones; done += atOnce) {
    const some = Math.min(atOnce, phones - done);
    const forBare = await attached(instance, some);
    const forUs = await attached(instance, some);
    const cases = await Promise.all(forUs.map(({ line }) => instance.declare(line)));
    bare.push(...(await Promise.all(forBare.map((one) => cutByBareClient(instance.hlr, one)))));
    ended.push(...(await Promise.all(forUs.map((one, i) => end(instance, one, cases[i]!.caseId)))));
  }
  return { bare, ended };
}

async function attached(instance: RealInstance, count: number): Promise<readonly LineWithPhone[]> {
  const lines = await instance.addLines(count);
  for (const { phone } of lines) {
    const { data, voice } = await phone.attach();
    if (!data.accepted || !voice.accepted)
      throw new Error(`a phone could not attach: ${JSON.stringify({ data, voice })}`);
  }
  return lines;
}

/** What a phone cannot be cut off without: who serves it, no new attach, and off at each node. */
async function cutByBareClient(hlr: Hlr, { line, phone }: LineWithPhone): Promise<number> {
  const since = phone.log.mark();
  const start = performance.now();
  const { value } = await hlr.lookup(line.imsi);
  await hlr.bar(line.imsi);
  // The acknowledgements do not find their way back: nobody waits for them.
  const enough = new AbortController();
  const cancelled = (value?.servingNodes ?? []).map((node) =>
    hlr.cancelLocation(line.imsi, node, { signal: enough.signal }),
  );
  await phone.log.received('DETACH REQUEST', since);
  const took = performance.now() - start;
  enough.abort();
  await Promise.all(cancelled);
  return took;
}

async function end(instance: RealInstance, { line, phone }: LineWithPhone, caseId: string): Promise<Ended> {
  const since = phone.log.mark();
  const closing = instance.closed(caseId);
  const start = performance.now();
  const took = (): number => performance.now() - start;
  const [confirmed, detached, closed] = await Promise.all([
    instance.confirm(line, caseId).then(took),
    phone.log.received('DETACH REQUEST', since).then(took),
    closing.then(took),
  ]);
  return { confirmed, detached, closed };
}

function figuresOf(atOnce: number, { bare, ended }: Measured): readonly Figure[] {
  const how = `real, ${atOnce} at once`;
  const detached = ended.map((one) => one.detached);
  const confirming = percentile(
    ended.map(({ confirmed }) => confirmed),
    0.5,
  ).toFixed(0);
  const figure = (what: string, values: readonly number[], note = ''): Figure => ({
    name: `${how}, ${what}, p99`,
    value: percentile(values, 0.99),
    unit: 'ms',
    note: `p50 ${percentile(values, 0.5).toFixed(0)}, ${values.length} phones${note}`,
  });
  return [
    figure('the peers alone', bare),
    figure('confirm to DETACH', detached, `; the call of confirm itself: p50 ${confirming}`),
    {
      name: `${how}, besides the peers, p99`,
      value: percentile(detached, 0.99) - percentile(bare, 0.5),
      unit: 'ms',
      target: '<= 1000',
      note: "less the peers' p50",
    },
    {
      name: `${how}, p50 / the peers' p50`,
      value: percentile(detached, 0.5) / percentile(bare, 0.5),
      note: `p99 / p99: ${(percentile(detached, 0.99) / percentile(bare, 0.99)).toFixed(2)}`,
    },
    figure(
      'confirm to closed',
      ended.map(({ closed }) => closed),
    ),
  ];
}
