import {
  ACCESS,
  type AccessRule,
  type ActorKind,
  type OperationName,
} from '../../src/operations/access/table.ts';
import type { GeneratedFile } from './index.ts';

const WHO: Readonly<Record<ActorKind, string>> = {
  public: 'anyone',
  subscriber: 'subscriber',
  receipt: 'receipt',
  staff: 'staff',
  system: 'system',
  phone: 'phone',
  smdp: 'SM-DP+',
  voice: 'voice platform',
  engine: 'our worker',
};

const REACH: Readonly<Record<AccessRule['reach'], string>> = {
  nothing: '',
  session: 'their session',
  line: 'the line',
  case: 'the case',
  declaration: 'the declaration',
  request: 'the special request',
};

const FACTORS: Readonly<Record<AccessRule['factors'], string>> = {
  none: '',
  channel: "those of the actor's channel",
  urgent_bar: '`urgent_bar`, where the line is barred at once',
  of_the_step: 'those of the step that is undone, and no part of what was proven for it',
};

export function access(): GeneratedFile {
  const rows = (Object.keys(ACCESS) as OperationName[]).map((name) => {
    const rule: AccessRule = ACCESS[name];
    const who = rule.actors.includes('public') ? WHO.public : rule.actors.map((kind) => WHO[kind]).join(', ');
    const scope = rule.inPerson ? 'none does' : rule.scope === null ? '' : `\`${rule.scope}\``;
    const roles = [
      ...(rule.actors.includes('staff') ? [rule.roles.join(', ')] : []),
      ...(rule.actors.includes('subscriber') && rule.desks.length > 0
        ? [`for a customer: ${rule.desks.join(', ')}`]
        : []),
    ].filter((one) => one !== '');
    return `| \`${name}\` | ${who} | ${scope} | ${roles.join('; ')} | ${REACH[rule.reach]} | ${FACTORS[rule.factors]} | ${rule.actors.includes('public') ? '' : `\`${rule.refusal}\``} |`;
  });
  return {
    path: 'docs/reference/access.md',
    content: [
      '# Who may do what\n\nMade from `src/operations/access/table.ts`. Each operation asks its row before anything else, so it is the same for the portal, the API and the command line.\n',
      `| operation | who | scope of a token | roles of people who signed in | proof reaches | factors | others are told |\n| --- | --- | --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`,
      "A subscriber's proof reaches the line whose number was proven, and with the document all lines of its holder. A receipt reaches its own case. Staff and systems reach every line and case; their token needs the scope, or they are told `forbidden`. People of the operator who signed in need one of the roles, or they are told `role_needed`; attending to a customer at a desk they act by that customer's proof, and reach no further than it does. Who showed nothing at all is told `not_signed_in` by the API instead of `forbidden`. A line or a case that the proof does not reach looks like one that does not exist (`line_unknown`, `case_unknown`). The factors are those of the rulebook (`identity_factors`); what is missing is told with `factor_needed`. Whoever runs the command line is staff with every scope.\n",
    ].join('\n'),
  };
}
