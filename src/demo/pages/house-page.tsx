import { issuerName } from '../../domain/operator/house.ts';
import { languages } from '../../messages/index.ts';
import { type SmsKind, smsMoment, smsText } from '../../messages/sms.ts';
import { homeTimeZone } from '../../operations/home-time-zone.ts';
import { said } from '../../web/kit/house-parts.tsx';
import type { Page } from '../../web/kit/page.ts';
import { Actions, Heading, LinkButton, Rows, Tag } from '../../web/kit/parts.tsx';
import type { Visit } from '../../web/kit/visit.ts';
import { HOUSE_PATH } from '../demo-paths.ts';

/** Messages that ask their reader for something. */
const SHOWN = ['code', 'declared', 'confirmed', 'esim_removed'] as const satisfies readonly SmsKind[];

/** The operator as its subscribers meet it: what `HANDBACK_OPERATOR_FILE` says, all on one page. */
const house: Page = {
  path: HOUSE_PATH,
  async show(visit) {
    const { preview: text, contact } = visit.t.house;
    const { name, colour, logo, clearing } = visit.op.house;
    const links = Object.entries(clearing) as [keyof typeof clearing, string][];
    return {
      kind: 'page',
      title: text.title,
      back: null,
      body: (
        <>
          <div class="tight">
            <Tag tone="warn">{visit.t.common.demo}</Tag>
            <Heading lead={text.lead}>{text.title}</Heading>
          </div>
          <section class="panel tight">
            <h2>{text.file}</h2>
            <p>{text.fileText}</p>
            <p class="code">handback operator check my-operator.yaml</p>
            <p class="code">HANDBACK_OPERATOR_FILE=my-operator.yaml npm start</p>
          </section>
          <section class="tight">
            <h2>{text.colours}</h2>
            <Rows
              rows={[
                { label: text.light, value: <span class="code">{colour?.light ?? '#0B6770'}</span> },
                { label: text.dark, value: <span class="code">{colour?.dark ?? '#5CC3CC'}</span> },
              ]}
            />
            <Actions two>
              <LinkButton href={HOUSE_PATH}>{text.button}</LinkButton>
              <LinkButton href={HOUSE_PATH} second>
                {text.second}
              </LinkButton>
            </Actions>
            <p>
              <a class="act" href={HOUSE_PATH}>
                {text.link}
              </a>{' '}
              <Tag tone="now">{text.tag}</Tag>
            </p>
            {logo === null ? <p class="hint">{text.noLogo}</p> : null}
          </section>
          <section class="tight">
            <h2>{text.messages}</h2>
            {languages.map((language) => (
              <div class="stack near" lang={language} key={language}>
                {SHOWN.map((kind) => (
                  <p class="panel" key={kind}>
                    {sample(visit, language, kind)}
                  </p>
                ))}
              </div>
            ))}
          </section>
          <section class="tight">
            <h2>{text.certificate}</h2>
            <p>{issuerName(visit.op.house)}</p>
          </section>
          <section class="tight">
            <h2>{text.clearing}</h2>
            {links.length === 0 ? (
              <p>{text.noClearing}</p>
            ) : (
              <Rows
                rows={links.map(([action, href]) => ({
                  label: action,
                  value: (
                    <a class="act" href={href}>
                      {href}
                    </a>
                  ),
                }))}
              />
            )}
          </section>
          <section class="tight">
            <h2>{said(visit, name)}</h2>
            <LinkButton href="/contact" second>
              {contact.title}
            </LinkButton>
          </section>
        </>
      ),
    };
  },
};

function sample(visit: Visit, language: (typeof languages)[number], kind: (typeof SHOWN)[number]): string {
  const facts = {
    code: '000000',
    minutes: 5,
    reference: 'HB-00000000',
    until: smsMoment(language, visit.op.clock.now(), homeTimeZone(visit.op)),
    url: `${visit.portal.publicUrl}/lines/D0000001`,
  };
  return smsText(visit.op.sender, language, kind, facts, '+8616400000001');
}

/** Stands for a page that a real operator has elsewhere. */
const elsewhere = (path: string, title: 'imprint' | 'terms' | 'complainTo'): Page => ({
  path: `${HOUSE_PATH}/${path}`,
  async show(visit) {
    const text = visit.t.house;
    return {
      kind: 'page',
      title: text[title],
      back: HOUSE_PATH,
      body: (
        <>
          <Heading lead={said(visit, visit.op.house.name)}>{text[title]}</Heading>
          <p>{text.preview.imprintText}</p>
        </>
      ),
    };
  },
});

export const housePages: readonly Page[] = [
  house,
  elsewhere('imprint', 'imprint'),
  elsewhere('terms', 'terms'),
  elsewhere('complaints', 'complainTo'),
];
