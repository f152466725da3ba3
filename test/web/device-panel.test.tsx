import { render } from 'preact-render-to-string';
import { expect, it } from 'vitest';
import { languages, messages } from '../../src/messages/index.ts';
import { formatsOf } from '../../src/web/kit/formats.ts';
import type { Visit } from '../../src/web/kit/visit.ts';
import { DevicePanel } from '../../src/web/portal/esim/device-panel.tsx';
import type { ShownDevice } from '../../src/web/portal/esim/esim-view.ts';

const AT = new Date('2026-01-01T00:00:00Z');

it.each(languages)('leads to the steps on the device, also where it can never report (%s)', (language) => {
  const panel = (shown: ShownDevice['shown'], urgent: boolean): string =>
    render(
      <DevicePanel
        visit={{ t: messages(language), session: null } as Visit}
        formats={formatsOf(language, 'Asia/Shanghai')}
        urgent={urgent}
        id="device-1"
        action="/cases/1/devices"
        device={
          {
            shown,
            status: shown,
            iccid: '8986000000000000001',
            eidEnd: '0001',
            label: null,
            requestedAt: AT,
            reportedAt: null,
            resultAt: null,
            lastSeenAt: null,
          } as unknown as ShownDevice
        }
      />,
    );
  for (const shown of ['requested', 'unreachable', 'not_possible'] as const) {
    expect(panel(shown, false), shown).toContain('href="#guides"');
    expect(panel(shown, true), 'whoever has a lost phone is not led through it').not.toContain('#guides');
  }
  expect(panel('proven', false)).not.toContain('#guides');
});
