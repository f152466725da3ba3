import type { Imsi } from '../../src/domain/values/imsi.ts';
import type { Msisdn } from '../../src/domain/values/msisdn.ts';
import { ConnectorError, type ConnectorFault } from '../../src/ports/connector-error.ts';
import type { AnswerMeaning, Hlr, HlrSubscriber, NetworkAnswer, NodeRef } from '../../src/ports/hlr.ts';
import type {
  Asked,
  CancelBehaviour,
  Domain,
  HlrNetwork,
  ServingNodeUnderTest,
} from './contracts/hlr-network.ts';

interface Subscriber {
  readonly msisdn: Msisdn | null;
  csEnabled: boolean;
  psEnabled: boolean;
  readonly nodes: Map<Domain, string>;
}

interface Node {
  readonly asked: Asked[];
  readonly serving: Set<string>;
  cancel(asked: Asked): Promise<CancelBehaviour>;
}

const ELEMENT = 'memory';

/** A network that is only variables: as little as a driver of the `Hlr` port can be. */
export class MemoryNetwork implements HlrNetwork {
  readonly subscribers = new Map<Imsi, Subscriber>();
  readonly #nodes = new Map<string, Node>();
  readonly #late: ((how: 'acknowledge' | 'refuse', imsi: Imsi) => void)[] = [];

  /** When what was acknowledged too late had been asked, by question. */
  readonly #lateAnswers = new Map<string, number>();

  connect({ callTimeoutMs = 10_000 }: { readonly callTimeoutMs?: number } = {}): Hlr {
    let closed = false;
    const begin = (imsi: Imsi, ...texts: string[]) => {
      if (closed) throw fault('unavailable', 'closed');
      if (!/^\d+$/.test(imsi) || texts.some((text) => text.includes('\0')))
        throw fault('refused', 'argument_not_allowed');
      const answers: NetworkAnswer[] = [];
      const note = (
        request: string,
        text: string,
        meaning: AnswerMeaning,
        of: { readonly element?: string; readonly node?: NodeRef } = {},
      ): void => {
        const answer = Buffer.from(text);
        answers.push({
          element: ELEMENT,
          interface: 'memory',
          request: `${request} ${imsi}`,
          answer,
          meaning,
          ...of,
          at: new Date(),
        });
      };
      return { answers, note, subscriber: this.subscribers.get(imsi) };
    };
    const setMode = (imsi: Imsi, cs: boolean, ps: boolean, meaning: AnswerMeaning) => {
      const { answers, note, subscriber } = begin(imsi);
      note('mode', `${imsi} ${cs} ${ps}`, subscriber === undefined ? 'subscriber_absent' : meaning);
      if (subscriber === undefined) throw fault('refused', 'subscriber_absent', answers);
      Object.assign(subscriber, { csEnabled: cs, psEnabled: ps });
      return { value: undefined, answers };
    };
    return {
      element: ELEMENT,
      callTimeoutMs,
      lookup: async (imsi) => {
        const { answers, note, subscriber } = begin(imsi);
        note('lookup', imsi, subscriber === undefined ? 'subscriber_absent' : 'subscriber_found');
        return { value: subscriber === undefined ? null : view(imsi, subscriber), answers };
      },
      bar: async (imsi) => {
        const reply = setMode(imsi, false, false, 'access_refused');
        for (const [domain, name] of this.subscribers.get(imsi)!.nodes)
          this.#nodes.get(name)?.asked.push({ what: 'refuse_service', imsi, domain });
        return reply;
      },
      unbar: async ({ imsi, csEnabled, psEnabled }) => setMode(imsi, csEnabled, psEnabled, 'access_restored'),
      lookupByNumber: async (msisdn) => {
        if (closed) throw fault('unavailable', 'closed');
        const [imsi, subscriber] = [...this.subscribers].find(([, one]) => one.msisdn === msisdn) ?? [];
        const answers: NetworkAnswer[] = [
          {
            element: ELEMENT,
            interface: 'memory',
            request: `lookup ${msisdn}`,
            answer: Buffer.from(imsi ?? ''),
            meaning: imsi === undefined ? 'subscriber_absent' : 'subscriber_found',
            at: new Date(),
          },
        ];
        return { value: subscriber === undefined ? null : view(imsi!, subscriber), answers };
      },
      cancelLocation: async (imsi, node, { since, signal } = {}) => {
        const { name, domain } = node;
        const { answers, note } = begin(imsi, name);
        const asked: Asked = { what: 'cancel_location', imsi, domain };
        const late = this.#lateAnswers.get(question(asked, name));
        this.#lateAnswers.delete(question(asked, name));
        const counts = late !== undefined && late >= (since?.getTime() ?? 0);
        const how = counts
          ? 'acknowledge'
          : await within(
              callTimeoutMs,
              this.#nodes.get(name)?.cancel(asked) ?? Promise.resolve('unreachable'),
              signal,
            );
        if (how === 'abandoned') return { value: { acknowledged: false }, answers };
        const meaning = MEANINGS[how];
        const element = how === 'ignore' || how === 'unreachable' ? ELEMENT : name;
        note('cancel', how === 'ignore' ? '' : how, meaning, { element, node });
        return { value: { acknowledged: meaning === 'location_cancelled' }, answers };
      },
      remove: async (imsi) => {
        const { answers, note, subscriber } = begin(imsi);
        if (subscriber !== undefined) {
          note('keys', imsi, 'keys_removed');
          note('delete', imsi, 'subscriber_deleted');
          this.subscribers.delete(imsi);
        }
        note('lookup', imsi, 'subscriber_absent');
        return { value: { existed: subscriber !== undefined }, answers };
      },
      close: async () => {
        closed = true;
      },
    };
  }

  async createSubscriber(imsi: Imsi, msisdn?: string): Promise<void> {
    const number = msisdn === undefined ? null : (`+${msisdn}` as Msisdn);
    this.subscribers.set(imsi, { msisdn: number, csEnabled: true, psEnabled: true, nodes: new Map() });
  }

  async servingNode(
    name: string,
    onCancel: (asked: Asked) => CancelBehaviour = () => 'acknowledge',
  ): Promise<ServingNodeUnderTest> {
    const asked: Asked[] = [];
    const serving = new Set<string>();
    const served = (imsi: Imsi, domain: Domain): string => `${domain} ${imsi}`;
    const serves = (imsi: Imsi): boolean =>
      serving.has(served(imsi, 'cs')) || serving.has(served(imsi, 'ps'));
    const cancel = (one: Asked): Promise<CancelBehaviour> => {
      asked.push(one);
      const how = onCancel(one);
      if (how !== 'ignore') {
        if (how !== 'refuse') serving.delete(served(one.imsi, one.domain!));
        return Promise.resolve(how);
      }
      const askedAt = Date.now();
      return new Promise((resolve) =>
        this.#late.push((late, about) => {
          if (about !== one.imsi) return;
          resolve(late);
          if (late === 'acknowledge') this.#lateAnswers.set(question(one, name), askedAt);
        }),
      );
    };
    this.#nodes.set(name, { asked, serving, cancel });
    return {
      name,
      serves,
      asked: () => asked,
      attach: async (imsi, domain) => {
        const subscriber = this.subscribers.get(imsi);
        if (!(domain === 'cs' ? subscriber?.csEnabled : subscriber?.psEnabled)) return false;
        subscriber!.nodes.set(domain, name);
        serving.add(served(imsi, domain));
        return true;
      },
      purge: async (imsi) => {
        const before = serves(imsi);
        for (const domain of ['cs', 'ps'] as const) serving.delete(served(imsi, domain));
        return before;
      },
      answerLate: (one, how, imsi = one.imsi) => {
        for (const answer of this.#late) answer(how, imsi);
      },
      close: async () => void this.#nodes.delete(name),
    };
  }

  isAbout(answer: NetworkAnswer, imsi: Imsi): boolean {
    return Buffer.from(answer.answer).includes(imsi);
  }

  async stop(): Promise<void> {}
}

const question = ({ imsi, domain }: Asked, node: string): string => `${domain} ${imsi} ${node}`;

function view(imsi: Imsi, { msisdn, csEnabled, psEnabled, nodes }: Subscriber): HlrSubscriber {
  const servingNodes: NodeRef[] = [...nodes].map(([domain, name]) => ({ domain, name }));
  return { imsi, msisdn, csEnabled, psEnabled, servingNodes };
}

const fault = (
  kind: ConnectorFault,
  detail: string,
  answers: readonly NetworkAnswer[] = [],
): ConnectorError => new ConnectorError(ELEMENT, kind, detail, answers);

type Answer = CancelBehaviour | 'unreachable' | 'abandoned';

const MEANINGS: Readonly<Record<Exclude<Answer, 'abandoned'>, AnswerMeaning>> = {
  acknowledge: 'location_cancelled',
  acknowledge_twice: 'location_cancelled',
  refuse: 'cancel_refused',
  ignore: 'node_silent',
  unreachable: 'node_unreachable',
};

/** `ignore` where the answer does not come in time. */
async function within(ms: number, answer: Promise<Answer>, signal?: AbortSignal): Promise<Answer> {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  signal?.addEventListener('abort', () => resolve('abandoned'), { once: true });
  const timer = setTimeout(() => resolve('ignore'), ms);
  return Promise.race([answer, promise]).finally(() => clearTimeout(timer));
}
