import type { FastifyInstance } from 'fastify';
import { HandbackError } from '../../../../domain/errors.ts';
import { EventStream, OpenStreams } from '../../../../http/kit/event-stream.ts';
import { STATUS } from '../../../../http/kit/problem.ts';
import { ENGINE } from '../../../../operations/access/actor.ts';
import { type CampaignCounts, countCampaign } from '../../../../operations/campaigns/count-campaign.ts';
import { viewCampaign } from '../../../../operations/campaigns/view-campaign.ts';
import type { PortalContext } from '../../../kit/context.ts';
import { NOTHING_GIVEN } from '../../../kit/given.ts';
import type { Face } from '../../../kit/serve.ts';
import { type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { CAMPAIGNS, campaignIdOf } from './campaign-parts.tsx';

/** A portion takes a fraction of a second, and people read no faster than this. */
const EVERY_MS = 1_000;
/** How often it is asked whether a viewer may still look. */
const CHECK_MS = 15_000;
/** Hundreds that are asked about together would make everybody else wait for the database. */
const CHECKS_AT_ONCE = 3;

interface Viewer {
  readonly stream: EventStream;
  /** Throws where they may look no more. */
  readonly check: () => Promise<unknown>;
  checkedAt: number;
}

/** The open pages of one campaign: what is read once a second for one is sent to all, however many they are. */
export class Watched {
  readonly viewers = new Set<Viewer>();
  readonly stop: () => void;
  readonly #read: () => Promise<CampaignCounts>;
  #last = '';
  #state = '';
  #at = 0;
  #timer: NodeJS.Timeout | null = null;
  #reading = false;
  /** Something changed while it was read: what was read may be of before. */
  #again = false;

  constructor(read: () => Promise<CampaignCounts>, subscribe: (onChange: () => void) => () => void) {
    this.#read = read;
    const unsubscribe = subscribe(() => this.changed());
    this.stop = () => {
      unsubscribe();
      if (this.#timer !== null) clearTimeout(this.#timer);
    };
  }

  changed(): void {
    if (this.#reading) this.#again = true;
    if (this.#timer !== null || this.#reading) return;
    const wait = Math.max(0, this.#at + EVERY_MS - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#tell();
    }, wait);
    this.#timer.unref();
  }

  /** Of somebody who has just come: they are told what is known, which the next change brings up to date. */
  greet({ stream }: Viewer): void {
    if (this.#last !== '') stream.send('progress', this.#last);
    this.changed();
  }

  /** Takes one after another of those who must be looked at again, and tells them where they may still look. */
  async #checked(due: Viewer[], data: string): Promise<void> {
    for (let viewer = due.pop(); viewer !== undefined; viewer = due.pop()) {
      try {
        await viewer.check();
        viewer.checkedAt = performance.now();
        viewer.stream.send('progress', data);
      } catch {
        viewer.stream.end();
      }
    }
  }

  async #tell(): Promise<void> {
    this.#reading = true;
    this.#again = false;
    this.#at = performance.now();
    try {
      const counts = await this.#read();
      const data = JSON.stringify(counts);
      const moved = counts.state !== this.#state;
      this.#state = counts.state;
      if (data === this.#last) return;
      this.#last = data;
      const now = performance.now();
      const due: Viewer[] = [];
      for (const viewer of this.viewers)
        if (moved || now - viewer.checkedAt > CHECK_MS) due.push(viewer);
        else viewer.stream.send('progress', data);
      await Promise.all(Array.from({ length: CHECKS_AT_ONCE }, () => this.#checked(due, data)));
    } catch {
      for (const { stream } of [...this.viewers]) stream.end();
    } finally {
      this.#reading = false;
      if (this.#again && this.viewers.size > 0) this.changed();
    }
  }
}

/** Tells the open pages of a campaign how far it has come: numbers and states only. */
export function campaignEvents(
  app: FastifyInstance,
  { operations: op, events }: PortalContext,
  { visit: visitOf }: Pick<Face<DeskVisit>, 'visit'>,
): void {
  const open = new OpenStreams();
  const watched = new Map<string, Watched>();
  app.addHook('preClose', async () => open.endAll());

  app.get<{ Params: { campaignId: string } }>(`${CAMPAIGNS}/:campaignId/events`, async (request, reply) => {
    const stream = new EventStream(reply);
    try {
      const visit = await visitOf(request, reply, NOTHING_GIVEN);
      const campaignId = campaignIdOf(visit);
      const check = async () => {
        const staff = staffOf(await visitOf(request, reply, NOTHING_GIVEN));
        await viewCampaign(op, staff, { campaignId, quietly: true });
        return staff;
      };
      const staff = await check();
      open.add(stream, { caseId: campaignId, credential: staff.person.sessionId, client: visit.client });
      stream.open();
      if (stream.over) return reply;
      const known = watched.get(campaignId);
      const one =
        known ??
        new Watched(
          () => countCampaign(op, ENGINE, { campaignId }),
          (onChange) => events.subscribe(campaignId, onChange),
        );
      watched.set(campaignId, one);
      const viewer: Viewer = { stream, check, checkedAt: performance.now() };
      one.viewers.add(viewer);
      stream.atEnd(() => {
        one.viewers.delete(viewer);
        if (one.viewers.size > 0) return;
        one.stop();
        if (watched.get(campaignId) === one) watched.delete(campaignId);
      });
      one.greet(viewer);
      return reply;
    } catch (error) {
      stream.end();
      if (error instanceof HandbackError) return reply.code(STATUS[error.code]).send();
      throw error;
    }
  });
}
