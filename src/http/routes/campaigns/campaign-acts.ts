import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { MOST_FILE_MB } from '../../../domain/campaigns/campaign.ts';
import { HandbackError } from '../../../domain/errors.ts';
import type { Actor } from '../../../operations/access/actor.ts';
import type { OperationName } from '../../../operations/access/table.ts';
import { previewCampaign } from '../../../operations/campaigns/preview-campaign.ts';
import { runCampaign } from '../../../operations/campaigns/run-campaign.ts';
import { pauseCampaign, resumeCampaign, stopCampaign } from '../../../operations/campaigns/steer-campaign.ts';
import { uploadCampaignRows } from '../../../operations/campaigns/upload-rows.ts';
import type { Operations } from '../../../operations/context.ts';
import { doOrAsk } from '../../../operations/staff/approvals/do-or-ask.ts';
import { operation } from '../../kit/schema.ts';
import { ApprovalAskedBody, approvalBody } from '../../kit/second-person.ts';
import { ByName, campaignBody, CAMPAIGN_TAG as tag, UploadedSchema } from './campaign-schemas.ts';

type Named = { Params: Static<typeof ByName> };

/** What is done with a campaign: rows, preview, second person, pause, resume, stop. */
export function campaignActRoutes(app: FastifyInstance, op: Operations): void {
  app.register(async (uploading) => uploadRoute(uploading, op));
  act(app, 'preview', (actor, of) => previewCampaign(op, actor, of), {
    id: 'previewCampaign',
    asks: ['previewCampaign'],
    summary: 'Have every valid row decided, and start none',
    description: 'In the background. `preview` of the campaign says how far it has come.',
  });
  approvalRoute(app, op);
  act(app, 'pause', (actor, of) => pauseCampaign(op, actor, of), {
    id: 'pauseCampaign',
    asks: ['pauseCampaign'],
    summary: 'Let a campaign wait',
    description:
      'No case begins after the answer. One that was stopped meanwhile answers `campaign_conflict`.',
  });
  act(app, 'resume', (actor, of) => resumeCampaign(op, actor, of), {
    id: 'resumeCampaign',
    asks: ['resumeCampaign'],
    summary: 'Let it go on where it was',
  });
  act(app, 'stop', (actor, of) => stopCampaign(op, actor, of), {
    id: 'stopCampaign',
    asks: ['stopCampaign'],
    summary: 'End a campaign for good',
    description: 'No further case begins. Cases that it began go on; each can be withdrawn for itself.',
  });
}

interface ActSpec {
  readonly id: string;
  readonly asks: readonly OperationName[];
  readonly summary: string;
  readonly description?: string;
}

function act(
  app: FastifyInstance,
  path: string,
  does: (actor: Actor, of: { readonly name: string }) => Promise<unknown>,
  spec: ActSpec,
): void {
  app.route<Named>({
    ...operation('POST', `/campaigns/:name/${path}`, {
      ...spec,
      tag,
      params: ByName,
      answers: { 204: null },
      errors: ['campaign_unknown', 'campaign_conflict'],
    }),
    handler: async (request, reply) => {
      await does(request.caller.actor, request.params);
      return reply.code(204).send();
    },
  });
}

function approvalRoute(app: FastifyInstance, op: Operations): void {
  app.route<Named>({
    ...operation('POST', '/campaigns/:name/approval', {
      id: 'runCampaign',
      asks: ['runCampaign'],
      tag,
      summary: 'Ask a second person to start a campaign that was previewed',
      description:
        'Nothing begins yet: they are asked, and the answer is 202. When they agree, its cases begin in portions, each decided once more.',
      params: ByName,
      answers: { 202: ApprovalAskedBody, 204: null },
      errors: ['campaign_unknown', 'campaign_conflict', 'approval_open'],
    }),
    handler: async (request, reply) => {
      const { actor } = request.caller;
      const { name } = request.params;
      const result = await doOrAsk(op, actor, { act: 'start_campaign', with: { name } }, () =>
        runCampaign(op, actor, { name }),
      );
      return 'asked' in result ? reply.code(202).send(approvalBody(result.asked)) : reply.code(204).send();
    },
  });
}

/** The body is taken as it comes in: it is never in memory as a whole, and may take its time. */
function uploadRoute(app: FastifyInstance, op: Operations): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    ['text/csv', 'text/plain', 'application/octet-stream'],
    (_request, payload, done) => done(null, payload),
  );
  const options = operation('PUT', '/campaigns/:name/rows', {
    id: 'uploadCampaignRows',
    asks: ['uploadCampaignRows'],
    tag,
    summary: 'Take the rows of a campaign, in the place of those that are there',
    description: `CSV with a header that has a column \`line_id\` or \`number\`, or one of either in each row; at most ${MOST_FILE_MB} MB. It is read while it comes in; one that breaks off in the middle leaves a draft that says so, one that is refused before its first row leaves everything as it was. The same rows change nothing.`,
    params: ByName,
    query: UploadQuery,
    takes: ['text/csv', 'text/plain', 'application/octet-stream'],
    answers: { 200: UploadedSchema },
    errors: ['campaign_unknown', 'campaign_conflict', 'import_file_invalid', 'upload_broken_off'],
    idempotent: 'by-nature',
  });
  app.route<Named & { Querystring: Static<typeof UploadQuery>; Body: Readable | undefined }>({
    ...options,
    config: { ...options.config, takesLong: true },
    handler: async (request) => {
      const { actor } = request.caller;
      // What says of itself that it is too large takes nobody's place.
      if (Number(request.headers['content-length'] ?? 0) > MOST_FILE_MB * 1024 * 1024)
        throw new HandbackError('payload_too_large', { megabytes: MOST_FILE_MB });
      const { unchanged, campaign } = await uploadCampaignRows(op, actor, request.params, {
        source: request.body ?? nothing(),
        encoding: request.query.encoding ?? 'utf-8',
      });
      return {
        unchanged,
        campaign: campaignBody(campaign),
      };
    },
  });
}

const UploadQuery = Type.Object({
  encoding: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 40,
      examples: ['gb18030'],
      description: 'A label of the WHATWG Encoding standard; a byte order mark outweighs it.',
    }),
  ),
});

async function* nothing(): AsyncGenerator<Uint8Array> {}
