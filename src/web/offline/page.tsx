import { type ComponentChildren, render } from 'preact';
import {
  readStatusToken,
  readTrust,
  type Trust,
  type TrustDocument,
  verifyCertificate,
} from '../../certificate/verify/index.ts';
import { RESULT_TONES, type ToldRow, toldVerdict } from '../../certificate/verify/told-verdict.ts';
import type { Verdict } from '../../certificate/verify/verdict.ts';
import { chooseLanguage, LANGUAGES, type Language } from '../../domain/values/language.ts';
import { parseMsisdn } from '../../domain/values/msisdn.ts';
import { formatsIn } from '../../messages/writing.ts';
import { GIVEN_ID, MAIN_ID, type OfflineGiven } from './given.ts';
import { OFFLINE_WORDS, type OfflineWords } from './words.ts';

/** The page that verifies without a connection. It runs in a browser, from a file. */

const given = JSON.parse(document.getElementById(GIVEN_ID)!.textContent) as OfflineGiven;
const main = document.getElementById(MAIN_ID)!;

interface State {
  readonly language: Language;
  readonly certificate: Uint8Array | null;
  readonly number: string;
  readonly status: string | null;
  /** Other operators' documents that hold together. */
  readonly others: readonly TrustDocument[];
  readonly trustWrong: boolean;
  readonly verdict: Verdict | null;
  readonly numberWrong: boolean;
}

let state: State = {
  language: chooseLanguage(navigator.languages.join(',')),
  certificate: null,
  number: '',
  status: null,
  others: [],
  trustWrong: false,
  verdict: null,
  numberWrong: false,
};

/** What is asked meanwhile makes an answer out of date: only the last one is shown. */
let asked = 0;

async function update(change: Partial<State>, answer: boolean): Promise<void> {
  state = { ...state, ...change };
  draw();
  if (!answer || state.certificate === null) return;
  asked += 1;
  const now = asked;
  const found = await judged(state.certificate);
  if (now !== asked) return;
  state = { ...state, ...found };
  draw();
  document.getElementById('answer')?.focus();
}

async function judged(bytes: Uint8Array): Promise<Pick<State, 'verdict' | 'numberWrong'>> {
  const number = numberOf(state.number);
  const trust = await trustOf(state.others);
  const statusList = state.status === null ? undefined : await readStatusToken(state.status, trust);
  const verdict = await verifyCertificate(bytes, { trust, statusList, number: number ?? undefined });
  return { verdict, numberWrong: number === null };
}

const trustOf = (others: readonly TrustDocument[]): Promise<Trust> => readTrust([given.trust, ...others]);

/** As it is compared; null for what is no number, undefined for nothing. */
function numberOf(text: string): string | null | undefined {
  if (text.trim() === '') return undefined;
  try {
    return parseMsisdn(text, given.callingCode);
  } catch {
    return null;
  }
}

const bytesOf = async (file: File): Promise<Uint8Array> => new Uint8Array(await file.arrayBuffer());

async function takeTrust(files: readonly File[]): Promise<void> {
  const others: TrustDocument[] = [];
  let wrong = false;
  for (const file of files) {
    const bytes = await bytesOf(file);
    try {
      await readTrust([given.trust, ...others, bytes]);
      others.push(JSON.parse(new TextDecoder().decode(bytes)) as TrustDocument);
    } catch {
      wrong = true;
    }
  }
  await update({ others, trustWrong: wrong }, true);
}

function Page({ t }: { t: OfflineWords }) {
  const { verifyOffline: text } = t;
  const formats = formatsIn(t.writing.locale, Intl.DateTimeFormat().resolvedOptions().timeZone);
  return (
    <div class="stack">
      <nav class="actions two" aria-label={text.language}>
        {LANGUAGES.map((tag) => (
          <button
            key={tag}
            type="button"
            class="button second"
            lang={tag}
            aria-pressed={tag === state.language}
            onClick={() => void update({ language: tag }, false)}
          >
            {OFFLINE_WORDS[tag].writing.name}
          </button>
        ))}
      </nav>
      {state.verdict === null ? null : <Result t={t} verdict={state.verdict} />}
      <div class="tight">
        <h1>{text.title}</h1>
        <p class="lead">{text.lead}</p>
        <p class="hint">{text.keys(given.trust.issuer.name, formats.moment(given.asOf))}</p>
      </div>
      <div class="panel stack">
        <Field id="file" label={text.file} hint={text.fileHint}>
          <input
            id="file"
            type="file"
            aria-describedby="file-hint"
            accept=".pdf,.sdjwt,.json"
            onChange={async ({ currentTarget: { files } }) => {
              if (files?.[0]) await update({ certificate: await bytesOf(files[0]) }, true);
            }}
          />
        </Field>
        <Field
          id="number"
          label={text.number}
          hint={text.numberHint}
          optional={text.optional}
          fault={state.numberWrong ? text.numberWrong : null}
        >
          <input
            id="number"
            type="tel"
            inputMode="tel"
            autocomplete="off"
            aria-describedby="number-hint"
            aria-invalid={state.numberWrong}
            value={state.number}
            onInput={({ currentTarget: { value } }) => void update({ number: value }, false)}
            onChange={() => void update({}, true)}
          />
        </Field>
      </div>
      <details class="panel stack">
        <summary>{text.more}</summary>
        <Field id="status" label={text.status} hint={statusHint(t)} optional={text.optional}>
          <input
            id="status"
            type="file"
            aria-describedby="status-hint"
            onChange={async ({ currentTarget: { files } }) => {
              const status = files?.[0] ? await files[0].text() : null;
              await update({ status }, true);
            }}
          />
        </Field>
        <Field
          id="trust"
          label={text.trust}
          hint={text.trustHint}
          optional={text.optional}
          fault={state.trustWrong ? text.trustWrong : null}
        >
          <input
            id="trust"
            type="file"
            multiple
            accept=".json"
            aria-describedby="trust-hint"
            aria-invalid={state.trustWrong}
            onChange={({ currentTarget: { files } }) => void takeTrust([...(files ?? [])])}
          />
        </Field>
      </details>
    </div>
  );
}

/** The address of the list is in the certificate, once there is one. */
function statusHint({ verifyOffline: text, punctuation }: OfflineWords): string {
  const { verdict } = state;
  if (verdict?.result !== 'authentic') return text.statusNone;
  return text.statusHint + punctuation.gap + verdict.copy.claims.status.status_list.uri;
}

interface FieldParts {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly optional?: string;
  readonly fault?: string | null;
  readonly children: ComponentChildren;
}

function Field({ id, label, hint, optional, fault = null, children }: FieldParts) {
  return (
    <div class={fault === null ? 'field' : 'field wrong'}>
      <label for={id}>
        {label}
        {optional === undefined ? null : <span class="hint"> {optional}</span>}
      </label>
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
      {fault === null ? null : (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {children}
    </div>
  );
}

function Result({ t, verdict }: { t: OfflineWords; verdict: Verdict }) {
  const zone =
    verdict.result === 'authentic'
      ? verdict.copy.claims.timeZone
      : Intl.DateTimeFormat().resolvedOptions().timeZone;
  const formats = formatsIn(t.writing.locale, zone);
  const { name, match, rows, sections, notes } = toldVerdict(t, verdict, formats);
  const { title, lead } = t.verify.results[name];
  return (
    <section class="tight" id="result">
      <div class={`note ${RESULT_TONES[name]} tight`} role="status">
        <h2 id="answer" tabIndex={-1}>
          {title}
        </h2>
        <p>{lead}</p>
      </div>
      {match === null ? null : (
        <p class={`note ${match.tone}`}>
          <strong>{match.text}</strong>
        </p>
      )}
      <Rows rows={rows} />
      {sections.map((section) => (
        <section class="tight" key={section.title}>
          <h3>{section.title}</h3>
          <Rows rows={section.rows} />
          {section.note === null ? null : <p class="hint">{section.note}</p>}
        </section>
      ))}
      {notes.map((note) => (
        <p class="hint" key={note}>
          {note}
        </p>
      ))}
      <p class="small">{formats.zone}</p>
    </section>
  );
}

function Rows({ rows }: { rows: readonly ToldRow[] }) {
  return (
    <dl class="rows">
      {rows.map(({ label, value, code, strong, tag, marks = [], hint }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {strong ? (
              <strong>{value}</strong>
            ) : (
              <span class={tag === undefined ? (code ? 'code' : undefined) : `tag ${tag}`}>{value}</span>
            )}
            {[...marks, ...(hint === undefined ? [] : [hint])].map((one) => (
              <span class="hint" key={one}>
                {one}
              </span>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function draw(): void {
  const t = OFFLINE_WORDS[state.language];
  document.documentElement.lang = state.language;
  document.title = t.verifyOffline.title;
  render(
    globalThis.crypto?.subtle === undefined ? (
      <p class="note bad">{t.verifyOffline.noCrypto}</p>
    ) : (
      <Page t={t} />
    ),
    main,
  );
}

addEventListener('dragover', (event) => event.preventDefault());
addEventListener('drop', async (event) => {
  event.preventDefault();
  const file = event.dataTransfer?.files[0];
  if (file) await update({ certificate: await bytesOf(file) }, true);
});
draw();
