import { ERRORS, type ErrorCode } from '../../src/domain/errors.ts';
import { STATUS } from '../../src/http/kit/problem.ts';
import { errorText } from '../../src/messages/errors.ts';
import type { GeneratedFile } from './index.ts';

export function errors(): GeneratedFile {
  const rows = (Object.keys(ERRORS) as ErrorCode[]).map((code) => {
    const title = (language: 'en' | 'zh-CN'): string =>
      errorText(language, code, {}).title.replaceAll('|', '\\|');
    return `| \`${code}\` | ${STATUS[code]} | ${ERRORS[code].retryable ? 'yes' : ''} | ${title('en')} | ${title('zh-CN')} |`;
  });
  return {
    path: 'docs/reference/errors.md',
    content: `# Errors\n\nEvery stable error code. Made from \`src/domain/errors.ts\`, \`src/http/kit/problem.ts\` and \`src/messages/\`.\n\n| code | HTTP status | trying again can help | en | zh-CN |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`,
  };
}
