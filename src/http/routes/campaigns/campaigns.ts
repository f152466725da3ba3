import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { listCampaignRows, reportCampaign } from '../../../operations/campaigns/campaign-rows.ts';
import { makeCampaign } from '../../../operations/campaigns/make-campaign.ts';
import { listCampaigns, viewCampaign } from '../../../operations/campaigns/view-campaign.ts';
import type { Operations } from '../../../operations/context.ts';
import { campaignCsv, rowMessage } from '../../../reports/campaign-csv.ts';
import { languageOf } from '../../kit/auth.ts';
import { afterInvalid, limitOf, linkNext, PAGE, PageQuery } from '../../kit/paging.ts';
import { operation } from '../../kit/schema.ts';
import {
  ByName,
  CampaignNameSchema,
  CampaignPageSchema,
  CampaignRowPageSchema,
  CampaignSchema,
  campaignBody,
  RowChoiceQuery,
  rowBody,
  CAMPAIGN_TAG as tag,
} from './campaign-schemas.ts';

const RowsQuery = Type.Object({ ...RowChoiceQuery, ...PAGE });
const ReportQuery = Type.Object(RowChoiceQuery);

/** Campaigns, their rows and their report. */
export function campaignRoutes(app: FastifyInstance, op: Operations): void {
  makeRoute(app, op);
  listRoute(app, op);
  viewRoute(app, op);
  rowsRoute(app, op);
  reportRoute(app, op);
}

function makeRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Body: Static<typeof CampaignNameSchema> }>({
    ...operation('POST', '/campaigns', {
      id: 'makeCampaign',
      asks: ['makeCampaign'],
      tag,
      summary: 'Make a campaign that waits for its rows',
      description: 'One of the same name that still takes rows is that campaign: the answer is 200.',
      body: CampaignNameSchema,
      answers: { 200: CampaignSchema, 201: CampaignSchema },
      errors: ['campaign_conflict'],
    }),
    handler: async (request, reply) => {
      const { actor } = request.caller;
      const { campaign, made } = await makeCampaign(op, actor, request.body);
      return reply.code(made ? 201 : 200).send(campaignBody(campaign));
    },
  });
}

function listRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Querystring: Static<typeof PageQuery> }>({
    ...operation('GET', '/campaigns', {
      id: 'listCampaigns',
      asks: ['listCampaigns'],
      tag,
      summary: 'Campaigns, the newest first',
      query: PageQuery,
      answers: { 200: CampaignPageSchema },
      errors: ['campaign_unknown'],
    }),
    handler: async (request, reply) => {
      const { after = null } = request.query;
      const page = await listCampaigns(op, request.caller.actor, { after, limit: limitOf(request.query) });
      linkNext(request, reply, page.next);
      return { campaigns: page.campaigns.map(campaignBody), next: page.next };
    },
  });
}

function viewRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof ByName> }>({
    ...operation('GET', '/campaigns/:name', {
      id: 'viewCampaign',
      asks: ['viewCampaign'],
      tag,
      summary: 'How a campaign stands, in numbers',
      params: ByName,
      answers: { 200: CampaignSchema },
      errors: ['campaign_unknown'],
    }),
    handler: async (request) => campaignBody(await viewCampaign(op, request.caller.actor, request.params)),
  });
}

function rowsRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof ByName>; Querystring: Static<typeof RowsQuery> }>({
    ...operation('GET', '/campaigns/:name/rows', {
      id: 'listCampaignRows',
      asks: ['listCampaignRows'],
      tag,
      summary: 'Rows of a campaign, in the order of its file',
      description: 'All of them, or those with a fault, an outcome or a result. The look is audited.',
      params: ByName,
      query: RowsQuery,
      answers: { 200: CampaignRowPageSchema },
      errors: ['campaign_unknown'],
    }),
    handler: async (request, reply) => {
      const { after = '0', limit: _, ...choice } = request.query;
      if (!/^\d{1,9}$/.test(after)) throw afterInvalid();
      const asked = { ...request.params, ...choice, after: Number(after), limit: limitOf(request.query) };
      const { rows, next } = await listCampaignRows(op, request.caller.actor, asked);
      const cursor = next === null ? null : String(next);
      linkNext(request, reply, cursor);
      const language = languageOf(request);
      return { rows: rows.map((row) => rowBody(row, rowMessage(row, language))), next: cursor };
    },
  });
}

function reportRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof ByName>; Querystring: Static<typeof ReportQuery> }>({
    ...operation('GET', '/campaigns/:name/report.csv', {
      id: 'reportCampaign',
      asks: ['reportCampaign'],
      tag,
      summary: 'What became of each row, and where its case is now',
      description: 'It is sent while it is read, and audited.',
      params: ByName,
      query: ReportQuery,
      media: 'text/csv',
      answers: { 200: Type.String() },
      errors: ['campaign_unknown', 'campaign_conflict'],
    }),
    handler: async (request, reply) => {
      const asked = { ...request.params, ...request.query };
      const { rows } = await reportCampaign(op, request.caller.actor, asked);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="campaign.csv"')
        .send(Readable.from(campaignCsv(rows, languageOf(request), { mark: false })));
    },
  });
}
