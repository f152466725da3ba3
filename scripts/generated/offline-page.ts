import { bundle } from '../bundle.ts';
import type { GeneratedFile } from './index.ts';

/** The script of the page that verifies without a connection: servers need no bundler, and everybody sees what it is. */
export async function offlinePageScript(): Promise<GeneratedFile> {
  const content = await bundle('src/web/offline/page.tsx', { minify: true });
  // It stands within an element of the page.
  if (/<\/script/i.test(content)) throw new Error('the script would end its own element');
  return { path: 'src/web/offline/page.generated.js', content };
}
