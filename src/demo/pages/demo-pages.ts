import type { PortalOptions } from '../../web/portal.ts';
import { GUIDE_PATH } from '../demo-paths.ts';
import { callPage } from './call-page.tsx';
import { clearing, guide } from './guide-page.tsx';
import { housePages } from './house-page.tsx';
import { INBOX_PATH, inbox } from './inbox-page.tsx';
import { phonePages } from './phone-page.tsx';
import type { DemoPhones } from './phones.ts';

/** What the portal shows beside its own pages where everything around it is simulated. */
export function demoPages(phones: DemoPhones | null): NonNullable<PortalOptions['demo']> {
  return {
    guidePath: GUIDE_PATH,
    inboxPath: INBOX_PATH,
    pages: [guide, clearing, ...housePages, inbox(phones), ...phonePages(phones), callPage],
  };
}
