import type { House, Spoken } from '../../domain/operator/house.ts';
import type { Assets } from './assets.ts';
import { Mark } from './layout-mark.tsx';
import type { Theme, Visit } from './visit.ts';

/** In points of the page; the width follows. */
const LOGO_HEIGHT = 32;

/** A text of the operator's in the reader's language. */
export function said(visit: Visit, spoken: Spoken): string {
  return spoken[visit.language] ?? spoken.en;
}

/** The operator's logo, or Handback's mark where it has none; its name stands beside it. */
export function HouseLogo({ house, assets, theme }: { house: House; assets: Assets; theme: Theme }) {
  const { logo } = house;
  const light = assets.logo('light');
  const dark = assets.logo('dark') ?? light;
  if (logo === null || light === null || dark === null) return <Mark />;
  const { width, height } = logo.light;
  const image = (
    <img
      src={theme === 'dark' ? dark : light}
      alt=""
      width={Math.round((LOGO_HEIGHT * width) / height)}
      height={LOGO_HEIGHT}
    />
  );
  if (theme !== 'auto') return image;
  return (
    <picture>
      <source media="(prefers-color-scheme: dark)" srcset={dark} />
      {image}
    </picture>
  );
}

/** A number to call, as a link. */
export function Phone({ number }: { number: string }) {
  return (
    <a class="phone" href={`tel:${number.replaceAll(/[ -]/g, '')}`}>
      {number}
    </a>
  );
}
