import type { PortalOptions } from '../../web/portal.ts';
import { inbox } from './inbox-page.tsx';
import { phonePages } from './phone-page.tsx';
import type { DemoPhones } from './phones.ts';

/** What the portal shows beside its own pages where everything around it is simulated. */
export function demoPages(phones: DemoPhones | null): NonNullable<PortalOptions['demo']> {
  return { inboxPath: inbox.path, pages: [inbox, ...phonePages(phones)] };
}
