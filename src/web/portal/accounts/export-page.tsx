import type { ExportState } from '../../../domain/accounts/export-state.ts';
import { askForExport, suggestedPassphrase } from '../../../operations/accounts/ask-for-export.ts';
import {
  type AccountExport,
  downloadExport,
  exportOfLink,
  exportPath,
  myExports,
} from '../../../operations/accounts/view-exports.ts';
import { DOCUMENT_INPUT, formPage } from '../../kit/form-page.tsx';
import { go, type Page } from '../../kit/page.ts';
import { Clock, Heading, LinkButton, Rows, Tag } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';
import { withDocument } from '../people/document-proof.ts';

const LINK = '/export/:reference/:token';
const TONES = {
  waiting: 'now',
  making: 'now',
  ready: 'ok',
  failed: 'warn',
  expired: 'plain',
} as const satisfies Record<ExportState, string>;
const NOTES = { waiting: 'info', making: 'info', ready: 'ok', failed: 'warn', expired: 'info' } as const;
const REFRESH_SECONDS = 3;

const linkOf = ({ params }: Visit) => ({
  reference: params['reference'] ?? '',
  token: params['token'] ?? '',
});
const isBeingMade = ({ state }: AccountExport): boolean => state === 'waiting' || state === 'making';

/** A holder asks for an archive of their account, and sees those of before. */
export const exportPage = formPage({
  path: '/export',
  signedIn: true,
  keepsNothing: true,
  fields: {
    passphrase_invalid: 'passphrase',
    factor_needed: 'document',
    document_invalid: 'document',
    answer_wrong: 'document',
    answer_locked: 'document',
  },
  async ask(visit) {
    const { accountExport: t, lost, review } = visit.t;
    const { exports, missing } = await myExports(visit.op, visit.actor);
    const making = exports.find(isBeingMade);
    // While one is made, its own page says how far it is.
    if (making !== undefined) return go(exportPath(visit.op, making.reference));
    return {
      title: t.title,
      lead: t.lead,
      back: '/lines',
      inputs: [
        {
          name: 'passphrase',
          label: t.passphrase,
          hint: t.passphraseHint(suggestedPassphrase()),
          once: true,
          autocomplete: 'off',
          spellcheck: false,
          maxLength: 200,
        },
        missing.count > 0 && missing.accepted.includes('document_number')
          ? { ...DOCUMENT_INPUT, label: lost.document, hint: review.documentHint }
          : null,
      ],
      submit: t.submit,
      below: (
        <>
          <p class="hint">{t.told}</p>
          <Before visit={visit} exports={exports} />
        </>
      ),
    };
  },
  async submit(visit) {
    const actor = await withDocument(visit);
    const { reference } = await askForExport(visit.op, actor, {
      passphrase: visit.values['passphrase'] ?? '',
    });
    return go(exportPath(visit.op, reference));
  },
});

function Before({ visit, exports }: { visit: Visit; exports: readonly AccountExport[] }) {
  const { accountExport: t } = visit.t;
  if (exports.length === 0) return null;
  return (
    <section class="tight">
      <h2>{t.before}</h2>
      <Rows
        rows={exports.map((one) => ({
          label: visit.formats.moment(one.askedAt),
          value: (
            <>
              <a href={exportPath(visit.op, one.reference)}>{one.reference}</a>{' '}
              <Tag tone={TONES[one.state]}>{t.states[one.state]}</Tag>
            </>
          ),
        }))}
      />
      <Clock visit={visit} />
    </section>
  );
}

/** Behind the link of the message: how far an archive is, and the archive. */
export const exportStatePage: Page = {
  path: LINK,
  async show(visit) {
    const { accountExport: t } = visit.t;
    const archive = await exportOfLink(visit.op, visit.actor, linkOf(visit));
    const { state, rowsDone, rowsTotal, expiresAt, bytes, sha256 } = archive;
    const { formats } = visit;
    return {
      kind: 'page',
      title: t.title,
      back: visit.session === null ? null : '/export',
      refresh: isBeingMade(archive) ? REFRESH_SECONDS : null,
      islands: isBeingMade(archive) ? ['live'] : [],
      body: (
        <div class="stack" id="live" data-runs={isBeingMade(archive) ? '' : undefined}>
          <Heading>{t.title}</Heading>
          <section class={`note ${NOTES[state]} tight`} role="status">
            <h2>{t.states[state]}</h2>
            <p>{t.stateText[state]}</p>
            {state === 'making' && rowsTotal !== null && rowsTotal > 0 ? (
              <>
                <progress
                  max={rowsTotal}
                  value={Math.min(rowsDone, rowsTotal)}
                  aria-label={t.states.making}
                />
                <p>{t.progress(Math.min(100, Math.floor((rowsDone / rowsTotal) * 100)))}</p>
              </>
            ) : null}
          </section>
          {state !== 'ready' || bytes === null || expiresAt === null ? null : (
            <>
              <Rows
                rows={[
                  { label: t.size, value: formats.fileSize(bytes) },
                  { label: t.until, value: formats.moment(expiresAt) },
                  { label: 'SHA-256', value: <span class="code">{sha256?.toString('hex')}</span> },
                ]}
              />
              <LinkButton href={`${visit.url.pathname}/account.zip`} download>
                {t.download}
              </LinkButton>
              <p class="hint">{t.open}</p>
              <Clock visit={visit} />
            </>
          )}
        </div>
      ),
    };
  },
};

/** The archive itself, as it is kept: nobody here can open it. */
export const exportFile: Page = {
  path: `${LINK}/account.zip`,
  async show(visit) {
    const { archive, bytes } = await downloadExport(visit.op, visit.actor, linkOf(visit));
    return { kind: 'file', type: 'application/zip', name: `handback-${archive.reference}.zip`, bytes };
  },
};
