import type { ComponentChildren } from 'preact';
import { HandbackError } from '../../../domain/errors.ts';
import type { Contract } from '../../../http/kit/contract-types.ts';
import type { Page } from '../../kit/page.ts';
import { Heading, LinkButton, Rows } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';
import { type ApiCall, callsByTag, curlOf, nameOf } from './api-call.ts';

/** The contract of the HTTP API as a page: nothing is loaded from anywhere, and nothing needs a script. */
export const api: Page = {
  path: '/api',
  async show(visit) {
    const contract = visit.portal.contract?.() ?? null;
    if (contract === null) throw new HandbackError('not_found');
    const text = visit.t.apiPage;
    const tags = [...callsByTag(contract)];
    return {
      kind: 'page',
      title: text.title,
      back: null,
      body: (
        <>
          <Heading lead={text.lead}>{text.title}</Heading>
          <LinkButton href="/api/v1/openapi.json" second>
            {text.download}
          </LinkButton>
          <section class="tight">
            <h2>{text.begin}</h2>
            <p>{text.beginText}</p>
            <p class="hint">{text.language}</p>
          </section>
          <nav class="tight" aria-label={text.contents}>
            <h2>{text.contents}</h2>
            <ul class="inline-links" lang="en">
              {tags.map(([tag]) => (
                <li key={tag}>
                  <a href={`#${anchorOf(tag)}`}>{tag}</a>
                </li>
              ))}
              <li lang={visit.language}>
                <a href="#schemas">{text.schemas}</a>
              </li>
            </ul>
          </nav>
          {tags.map(([tag, calls]) => (
            <section class="tight" key={tag} id={anchorOf(tag)}>
              <h2 lang="en">{tag}</h2>
              <div class="folds">
                {calls.map((call) => (
                  <Call key={call.operation.operationId} visit={visit} call={call} />
                ))}
              </div>
            </section>
          ))}
          <Schemas visit={visit} contract={contract} />
        </>
      ),
    };
  },
};

const anchorOf = (tag: string): string => tag.toLowerCase().replaceAll(/\W+/g, '-');

function Call({ visit, call }: { visit: Visit; call: ApiCall }) {
  const { t } = visit;
  const text = t.apiPage;
  const { method, path, operation } = call;
  return (
    <details id={operation.operationId}>
      <summary>
        <span class="text" lang="en">
          <code class="code">
            {method} {path}
          </code>
          <span class="hint">{operation.summary}</span>
        </span>
      </summary>
      <div class="tight">
        {operation.description === undefined ? null : <p lang="en">{operation.description}</p>}
        <Rows
          rows={[
            { label: text.who, value: <Ways visit={visit} call={call} /> },
            ...(call.parameters.length === 0
              ? []
              : [{ label: text.parameters, value: <Parameters visit={visit} call={call} /> }]),
            ...bodyRow(visit, call),
            { label: text.call, value: <Code>{curlOf(call, visit.portal.publicUrl)}</Code> },
            { label: text.answers, value: <Answers visit={visit} call={call} /> },
            {
              label: text.errors,
              value: (
                <code class="code" lang="en">
                  {t.punctuation.listedCodes(operation['x-error-codes'] ?? [])}
                </code>
              ),
            },
          ]}
        />
      </div>
    </details>
  );
}

function Ways({ visit, call }: { visit: Visit; call: ApiCall }) {
  const { ways } = visit.t.apiPage;
  const words = call.operation.security.map((way) => {
    if ('token' in way) return ways.token((way['token'] ?? []).join(' '));
    if ('session' in way) return ways.session;
    return 'receipt' in way ? ways.receipt : ways.anyone;
  });
  return (
    <ul class="plain-list">
      {words.map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  );
}

function Parameters({ visit, call }: { visit: Visit; call: ApiCall }) {
  const { apiPage: text, punctuation } = visit.t;
  return (
    <ul class="plain-list">
      {call.parameters.map(({ name, in: place, required, description, schema }) => (
        <li key={`${place} ${name}`}>
          <code class="code">{name}</code>
          {punctuation.aside(
            punctuation.listed([
              text.places[place],
              typeWords(schema),
              ...(required === true ? [text.required] : []),
            ]),
          )}
          {description === undefined ? null : (
            <span class="hint" lang="en">
              {description}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function bodyRow(visit: Visit, { operation }: ApiCall) {
  const { body, bytes } = visit.t.apiPage;
  const content = Object.entries(operation.requestBody?.content ?? {});
  if (content.length === 0) return [];
  const [, first] = content[0]!;
  const value =
    first.schema['format'] === 'binary' ? (
      <>
        {bytes} <code class="code">{content.map(([media]) => media).join(' ')}</code>
      </>
    ) : (
      <>
        <SchemaLink schema={first.schema} />
        <Code>{JSON.stringify(first.example, null, 2)}</Code>
      </>
    );
  return [{ label: body, value }];
}

function Answers({ visit, call }: { visit: Visit; call: ApiCall }) {
  const { nothing } = visit.t.apiPage;
  const answers = Object.entries(call.operation.responses).filter(([status]) => Number(status) < 400);
  return (
    <>
      {answers.map(([status, answer]) => {
        const content = Object.entries(answer.content ?? {});
        return (
          <div key={status} class="tight">
            <p>
              <code class="code">{status}</code> {content.length === 0 ? nothing : null}
            </p>
            {content.map(([media, { schema, example }]) => (
              <div key={media}>
                <code class="code">{media}</code> <SchemaLink schema={schema} />
                {example === undefined ? null : (
                  <Code>{typeof example === 'string' ? example : JSON.stringify(example, null, 2)}</Code>
                )}
              </div>
            ))}
          </div>
        );
      })}
    </>
  );
}

function Schemas({ visit, contract }: { visit: Visit; contract: Contract }) {
  const schemas = Object.entries(contract.components['schemas'] ?? {});
  return (
    <section class="tight" id="schemas">
      <h2>{visit.t.apiPage.schemas}</h2>
      <div class="folds">
        {schemas.map(([name, schema]) => (
          <details key={name} id={`schema-${name}`}>
            <summary>
              <code class="code">{name}</code>
            </summary>
            <Code>{JSON.stringify(schema, null, 2)}</Code>
          </details>
        ))}
      </div>
    </section>
  );
}

function SchemaLink({ schema }: { schema: Readonly<Record<string, unknown>> }) {
  const ref = schema['$ref'];
  if (typeof ref !== 'string') return null;
  const name = nameOf(ref);
  return (
    <a href={`#schema-${name}`}>
      <code class="code">{name}</code>
    </a>
  );
}

function Code({ children }: { children: ComponentChildren }) {
  return (
    <pre class="code source" lang="en">
      {children}
    </pre>
  );
}

function typeWords(schema: Readonly<Record<string, unknown>>): string {
  const words = schema['enum'];
  if (Array.isArray(words)) return words.join(' | ');
  const { type, format, items } = schema as { type?: string; format?: string; items?: typeof schema };
  if (type === 'array' && items !== undefined) return `${typeWords(items)} []`;
  return [type, format].filter(Boolean).join(' ');
}
