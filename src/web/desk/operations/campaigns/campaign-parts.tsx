import type { ComponentChildren } from 'preact';
import type { ShownState } from '../../../../domain/campaigns/campaign.ts';
import { HandbackError } from '../../../../domain/errors.ts';
import { messages } from '../../../../messages/index.ts';
import { isUuid } from '../../../../operations/is-uuid.ts';
import { Tag, type Tone } from '../../../kit/parts.tsx';
import { rolesOf } from '../../kit/desk-access.ts';
import type { DeskVisit } from '../../kit/desk-visit.ts';
import { OPERATIONS } from '../sections.ts';

export const CAMPAIGNS = `${OPERATIONS}/campaigns`;

/** Who looks at campaigns, who steers those that run, and who makes them. */
export const LOOKERS = rolesOf('listCampaigns');
export const STEERERS = rolesOf('pauseCampaign');
export const MAKERS = rolesOf('makeCampaign');

export const campaignPath = (campaignId: string): string => `${CAMPAIGNS}/${campaignId}`;

/**
 * The campaign of a page below `.../:campaignId`.
 * @throws HandbackError `campaign_unknown` for what cannot be one
 */
export function campaignIdOf({ params }: Pick<DeskVisit, 'params'>): string {
  const campaignId = params['campaignId'] ?? '';
  if (!isUuid(campaignId)) throw new HandbackError('campaign_unknown');
  return campaignId;
}

const TONES: Readonly<Record<ShownState, Tone>> = {
  at_once: 'plain',
  draft: 'warn',
  validated: 'plain',
  awaiting_approval: 'warn',
  running: 'now',
  paused: 'warn',
  finished: 'ok',
  stopped: 'bad',
};

export function StateTag({ visit, state }: { visit: DeskVisit; state: ShownState }) {
  return <Tag tone={TONES[state]}>{visit.t.campaignDesk.states[state]}</Tag>;
}

export function numberText({ language }: Pick<DeskVisit, 'language'>, n: number): string {
  return new Intl.NumberFormat(messages(language).writing.locale).format(n);
}

/** One row of counts: a word, how many, its part of all as a bar, and where its rows are. */
export interface CountRow {
  readonly key: string;
  readonly words: ComponentChildren;
  readonly n: number;
  readonly href: string | null;
  readonly label: string;
}

/** Counts with bars. They are numbers in a table first: a bar only shows what the numbers say. */
export function Counts(props: {
  readonly visit: DeskVisit;
  readonly name: string;
  readonly of: number;
  readonly rows: readonly CountRow[];
  /** A page that counts along finds its numbers by it. */
  readonly live?: 'outcomes' | 'results';
}) {
  const { visit, name, of, rows, live } = props;
  const { campaignDesk: t } = visit.t;
  if (rows.length === 0) return null;
  return (
    <div class="scroll">
      <table class="list counts" aria-label={name}>
        <thead>
          <tr>
            <th scope="col">{name}</th>
            <th scope="col">{t.how}</th>
            <th scope="col">{t.see}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, words, n, href, label }) => (
            <tr key={key}>
              <th scope="row">{words}</th>
              <td>
                <span data-count={live === undefined ? undefined : `${live}.${key}`}>
                  {numberText(visit, n)}
                </span>
                <progress
                  aria-label={label}
                  max={Math.max(of, 1)}
                  value={n}
                  data-bar={live === undefined ? undefined : `${live}.${key}`}
                />
              </td>
              <td>
                {href === null ? null : (
                  <a href={href} aria-label={`${t.see}: ${label}`}>
                    {t.see}
                  </a>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
