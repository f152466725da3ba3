import { OWNER_ROLES, type OwnedChannel, type OwnerRole } from '../../../domain/channels/registry.ts';
import { listChannels } from '../../../operations/channels/list-channels.ts';
import { said } from '../../kit/house-parts.tsx';
import type { Page } from '../../kit/page.ts';
import { Heading, LinkButton } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';
import { CHECK_PATH } from './check-page.tsx';

/** Whom people can reach by what: the registry, as anybody may read it. */
export const channelsPage: Page = {
  path: '/channels',
  async show(visit) {
    const { scamCheck: t } = visit.t;
    const channels = listChannels(visit.op, visit.actor);
    const roles = OWNER_ROLES.filter((role) => channels.some(({ owner }) => owner.role === role));
    return {
      kind: 'page',
      title: t.channels.title,
      back: CHECK_PATH,
      indexed: true,
      body: (
        <>
          <Heading lead={t.channels.lead}>{t.channels.title}</Heading>
          {roles.map((role) => (
            <OfRole key={role} visit={visit} role={role} channels={channels} />
          ))}
          <p>
            <a href="/.well-known/handback/channels.jws">{t.channels.signed}</a>
            <br />
            <span class="hint">{t.channels.signedHint}</span>
          </p>
          <LinkButton href={CHECK_PATH}>{t.title}</LinkButton>
        </>
      ),
    };
  },
};

function OfRole(props: { visit: Visit; role: OwnerRole; channels: readonly OwnedChannel[] }) {
  const { visit, role } = props;
  const { channels: t } = visit.t.scamCheck;
  const own = props.channels.filter(({ owner }) => owner.role === role);
  return (
    <section class="tight" aria-labelledby={`role-${role}`}>
      <h2 id={`role-${role}`}>{t.roles[role]}</h2>
      <dl class="rows">
        {own.map((channel) => (
          <div key={channel.owner.id + channel.kind + channel.value}>
            <dt>{said(visit, channel.owner.name)}</dt>
            <dd>
              <bdi class="code breaks">{channel.value}</bdi>
              <span class="hint">{about(visit, channel)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function about(visit: Visit, { kind, at, from, until, source, checked }: OwnedChannel): string {
  const { channels: t } = visit.t.scamCheck;
  return visit.t.punctuation.listed([
    at === null ? t.kinds[kind] : `${t.kinds[kind]} ${at}`,
    ...(from === null ? [] : [t.from(from)]),
    ...(until === null ? [] : [t.until(until)]),
    ...(source.startsWith('weak') ? [t.weak] : []),
    t.checked(checked),
  ]);
}
