import { FEED_KINDS, type FeedKind } from '../../domain/numbers/feed-calendar.ts';
import { DATE_FORMS, type RndForm } from '../../domain/numbers/feed-file.ts';

/** Which lists of numbers are handed in, and how that of the Reassigned Numbers Database is written. */
export interface FeedSettings {
  readonly kinds: readonly FeedKind[];
  readonly rnd: RndForm;
}

type FeedSettingName =
  | 'HANDBACK_FEEDS'
  | 'HANDBACK_RND_COMPANY_ID'
  | 'HANDBACK_RND_HEADERS'
  | 'HANDBACK_RND_DATE_FORM';

/** @throws Error naming the setting that is wrong */
export function feedsOf(get: (name: FeedSettingName) => string): FeedSettings {
  const listed = (name: FeedSettingName): readonly string[] =>
    get(name)
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
  const kinds = listed('HANDBACK_FEEDS').map((one) => {
    const kind = FEED_KINDS.find((known) => known === one);
    if (kind === undefined) throw new Error(`HANDBACK_FEEDS: ${one} is none of ${FEED_KINDS.join(', ')}`);
    return kind;
  });
  const companyId = get('HANDBACK_RND_COMPANY_ID');
  if (companyId !== '' && !/^[A-Za-z0-9]{3,10}$/.test(companyId))
    throw new Error('HANDBACK_RND_COMPANY_ID has three to ten letters and digits');
  const [company, number, date, batch, ...more] = listed('HANDBACK_RND_HEADERS');
  if (!company || !number || !date || !batch || more.length > 0)
    throw new Error('HANDBACK_RND_HEADERS names four columns: company, number, date, batch');
  const dateForm = DATE_FORMS.find((one) => one === get('HANDBACK_RND_DATE_FORM'));
  if (dateForm === undefined) throw new Error(`HANDBACK_RND_DATE_FORM is one of ${DATE_FORMS.join(', ')}`);
  const rnd = { companyId: companyId === '' ? null : companyId, dateForm } as const;
  return { kinds, rnd: { ...rnd, headers: [company, number, date, batch] } };
}
