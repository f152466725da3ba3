/** Titles and clauses as the rulebook files spell them; an operator's own, which is not here, is shown as written. */
export const ruleSources = {
  'Public pages: the operator answers a complaint within 15 days, then the regulator':
    'Public pages: the operator answers a complaint within 15 days, then the regulator',
  'the operator answers within 15 days; then the regulator decides in 5 working days whether it takes the complaint, and handles it in 30 days':
    'the operator answers within 15 days; then the regulator decides in 5 working days whether it takes the complaint, and handles it in 30 days',
  'operator default': "The operator's own rule",
  'demo clocks': 'Short clocks of the demonstration',
  'MIIT: cancelling outside the home province must be offered since 2019-01-01 (reprint)':
    'MIIT: cancelling outside the home province must be offered since 2019-01-01 (reprint)',
  'Article on cancelling a SIM or eSIM, for ordinary people (the seed of Handback)':
    'Article on cancelling a SIM or eSIM, for ordinary people (the seed of Handback)',
  '电信服务规范: a number may be given out again after 90 days (as reported by xhby.net)':
    'Telecommunications service specification: a number may be given out again after 90 days (as reported by xhby.net)',
  'China Unicom app: conditions of online cancelling (as described by public pages)':
    'China Unicom app: conditions of online cancelling (as described by public pages)',
  'Public pages disagree: to a bank account from 10, 50 or 200 yuan':
    'Public pages disagree: to a bank account from 10, 50 or 200 yuan',
  '携号转网: bills settled, 120 days between ports, code valid for about an hour (public pages)':
    'Number portability: bills settled, 120 days between ports, code valid for about an hour (public pages)',
  '§ 312k BGB: cancel button; no login and no call back may be asked to receive the declaration':
    '§ 312k BGB: cancel button; no login and no call back may be asked to receive the declaration',
  'Directive (EU) 2018/1972 (EECC), article 106': 'Directive (EU) 2018/1972 (EECC), article 106',
  '§ 56 TKG: minimum terms, and notice after them': '§ 56 TKG: minimum terms, and notice after them',
  "after its minimum term a contract can be ended at any time with a month's notice; counted by §§ 187 and 188 BGB":
    "after its minimum term a contract can be ended at any time with a month's notice; counted by §§ 187 and 188 BGB",
  'Ofcom text-to-switch: STAC 75075, PAC 65075, INFO 85075':
    'Ofcom text-to-switch: STAC 75075, PAC 65075, INFO 85075',
  'Public pages disagree: withdrawal within 3 days, or within the freeze period':
    'Public pages disagree: withdrawal within 3 days, or within the freeze period',
  'some provinces want the person present; that it is this one is invented':
    'some provinces want the person present; that it is this one is invented',
  'opened in a store - the original documents and copies; the old card is handed in; the rest is an operator default':
    'opened in a store - the original documents and copies; the old card is handed in; the rest is an operator default',
  'the days of a ported-in number before its return are an operator default':
    'the days of a ported-in number before its return are an operator default',
  'takes effect next month': 'takes effect next month',
  'hotline - document number, telephone number, date of joining; online - code by SMS':
    'hotline - document number, telephone number, date of joining; online - code by SMS',
  'document number and date of joining; what makes a line risky is an operator default':
    'document number and date of joining; what makes a line risky is an operator default',
  'family number': 'family number',
  'group number': 'group number',
  'main and secondary card': 'main and secondary card',
  bundle: 'bundle',
  arrears: 'arrears',
  'the month after next if the line roamed': 'the month after next if the line roamed',
  contract: 'contract',
  'in a store only; online nothing may be asked for': 'in a store only; online nothing may be asked for',
  'the number can be ported for a month after the contract has ended; the rest is an operator default':
    'the number can be ported for a month after the contract has ended; the rest is an operator default',
  'prepaid credit is refunded on request': 'prepaid credit is refunded on request',
  'receipt at once in text form': 'receipt at once in text form',
  'the number moves within a working day, and ending the line would take it away':
    'the number moves within a working day, and ending the line would take it away',
  'a debt does not keep a contract alive': 'a debt does not keep a contract alive',
  'Vodafone Australia: a number rests for 6 months, and 12 after harassment (public page)':
    'Vodafone Australia: a number rests for 6 months, and 12 after harassment (public page)',
  'a year after harassment, by the example of one operator; the rest is an operator default':
    'a year after harassment, by the example of one operator; the rest is an operator default',
  'late records make a supplementary bill': 'late records make a supplementary bill',
  'ends with its minimum term': 'ends with its minimum term',
  'by text, and online or by telephone too; a number of lines by post, e-mail or telephone':
    'by text, and online or by telephone too; a number of lines by post, e-mail or telephone',
  'no notice charges after the switch': 'no notice charges after the switch',
  'asking for a code cancels nothing, using it does': 'asking for a code cancels nothing, using it does',
  'what is owed goes on the final bill': 'what is owed goes on the final bill',
  'the answer to a request names the charge for leaving early':
    'the answer to a request names the charge for leaving early',
  'a code is valid for 30 days': 'a code is valid for 30 days',
  'Safe Connections Act of 2022 (USA): a line is separated within two business days, without fees, in confidence':
    'Safe Connections Act of 2022 (USA): a line is separated within two business days, without fees, in confidence',
  "the survivor's two working days, the silence and the waived fees follow the Act, which does not bind here; the rest is an operator default":
    "the survivor's two working days, the silence and the waived fees follow the Act, which does not bind here; the rest is an operator default",
  'SIM Registration Act (RA 11934) and its rules (NTC MC 001-12-2022), as summarised by law firms':
    'SIM Registration Act (RA 11934) and its rules (NTC MC 001-12-2022), as summarised by law firms',
  'Mobile Number Portability Act (RA 11202): porting is free (summary)':
    'Mobile Number Portability Act (RA 11202): porting is free (summary)',
  'Smart: terms of postpaid service, as published': 'Smart: terms of postpaid service, as published',
  'Smart: terms of the Smart Freedom plan, as published':
    'Smart: terms of the Smart Freedom plan, as published',
  'Public pages: a number rests for 60 days (the order that they cite was not found)':
    'Public pages: a number rests for 60 days (the order that they cite was not found)',
  'a lost or stolen SIM is deactivated within 24 hours of the report':
    'a lost or stolen SIM is deactivated within 24 hours of the report',
  'the monthly fee for each month left of the lock-in': 'the monthly fee for each month left of the lock-in',
  'registration data is kept for ten years from the deactivation':
    'registration data is kept for ten years from the deactivation',
  'without outgoing use a prepaid line ends, and its number is given out again':
    'without outgoing use a prepaid line ends, and its number is given out again',
  'a deposit comes back within 60 days; what was paid in advance is an operator default':
    'a deposit comes back within 60 days; what was paid in advance is an operator default',
  "the 24 hours after a death follow the Act and its rules; the survivor's two working days follow the Safe Connections Act of the USA, which does not bind here; the rest is an operator default":
    "the 24 hours after a death follow the Act and its rules; the survivor's two working days follow the Safe Connections Act of the USA, which does not bind here; the rest is an operator default",
  'all dues are settled first': 'all dues are settled first',
  "a month's written notice": "a month's written notice",
  'the lock-in': 'the lock-in',
  'an answer within a minute, with charges and credit; words and limits are an operator default':
    'an answer within a minute, with charges and credit; words and limits are an operator default',
};

/** What a source is worth; of the operator's own its title says so. */
export const ruleStrengths = {
  statute: 'the law itself',
  official: 'an official text',
  weak: 'not seen in the original',
};
