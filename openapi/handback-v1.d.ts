// Made from the routes by `npm run docs`; not to be edited. Types of the HTTP API of Handback, version 1.
/** What each operation takes and answers, by its `operationId`. */
export interface Operations {
  /** Send a one-time code to a number */
  requestCode: {
    method: 'POST';
    path: '/api/v1/codes';
    request: {
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
      body: CodeRequest;
    };
    answers: {
      202: CodeSent;
    };
    errors:
      | 'answer_locked'
      | 'code_too_many'
      | 'code_too_soon'
      | 'codes_exhausted'
      | 'internal'
      | 'media_type_unsupported'
      | 'msisdn_invalid'
      | 'msisdn_not_international'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Sign in with a code, or without the phone */
  signIn: {
    method: 'POST';
    path: '/api/v1/sessions';
    request: {
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
      body: SignIn;
    };
    answers: {
      201: Session;
    };
    errors:
      | 'answer_locked'
      | 'answer_wrong'
      | 'code_invalid'
      | 'date_invalid'
      | 'document_invalid'
      | 'internal'
      | 'media_type_unsupported'
      | 'msisdn_invalid'
      | 'msisdn_not_international'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Add a factor to what the session has proven: the document number, or a code sent to the other number */
  addFactor: {
    method: 'POST';
    path: '/api/v1/sessions/current/factors';
    request: {
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
      body: Factor;
    };
    answers: {
      204: null;
    };
    errors:
      | 'answer_locked'
      | 'answer_wrong'
      | 'code_invalid'
      | 'document_invalid'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Send a one-time code to the person's other number, when the phone is lost */
  requestContactCode: {
    method: 'POST';
    path: '/api/v1/sessions/current/contact-codes';
    request: {
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      202: CodeSent;
    };
    errors:
      | 'answer_locked'
      | 'code_too_many'
      | 'code_too_soon'
      | 'codes_exhausted'
      | 'contact_invalid'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Sign out */
  signOut: {
    method: 'DELETE';
    path: '/api/v1/sessions/current';
    request: {
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      204: null;
    };
    errors:
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** What is held of you, by which rule, and until when */
  viewMyRecords: {
    method: 'GET';
    path: '/api/v1/records';
    request: {
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: Records;
    };
    errors:
      | 'factor_needed'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** The lines that a session may act on; for staff and systems, the lines of a number */
  listLines: {
    method: 'GET';
    path: '/api/v1/lines';
    request: {
      query?: {
        /** For staff and systems, who must send it: the number, international or national. */
        number?: string;
        /** The `next` of the page before; without it, the first page. */
        after?: string;
        /** How many at most; 100 where nothing is said. */
        limit?: number;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: LineList;
    };
    errors:
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'msisdn_invalid'
      | 'msisdn_not_international'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Everything that stands in the way, in one pass */
  checkEligibility: {
    method: 'GET';
    path: '/api/v1/lines/{lineId}/eligibility';
    request: {
      path: {
        lineId: string;
      };
      query?: {
        channel?: 'online' | 'hotline' | 'store';
        urgent?: boolean;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: Eligibility;
    };
    errors:
      | 'internal'
      | 'line_unknown'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Declare a termination without signing in */
  declarePublicly: {
    method: 'POST';
    path: '/api/v1/declarations';
    request: {
      query?: {
        /** Checks everything and changes nothing. */
        validate?: boolean;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: PublicDeclaration;
    };
    answers: {
      201: Receipt;
      204: null;
    };
    errors:
      | 'date_invalid'
      | 'idempotency_answer_withheld'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'msisdn_invalid'
      | 'msisdn_not_international'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** What became of a declaration, by its receipt */
  viewDeclaration: {
    method: 'GET';
    path: '/api/v1/declarations/current';
    request: {
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: DeclarationState;
    };
    errors:
      | 'case_unknown'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Declarations of the public form that wait for the holder of a line */
  listDeclarations: {
    method: 'GET';
    path: '/api/v1/lines/{lineId}/declarations';
    request: {
      path: {
        lineId: string;
      };
      query?: {
        /** The `next` of the page before; without it, the first page. */
        after?: string;
        /** How many at most; 100 where nothing is said. */
        limit?: number;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: WaitingDeclarationPage;
    };
    errors:
      | 'internal'
      | 'line_unknown'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Take up a declaration that came through the public form */
  takeUpDeclaration: {
    method: 'POST';
    path: '/api/v1/lines/{lineId}/declarations/{reference}/take-up';
    request: {
      path: {
        lineId: string;
        reference: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: TakeUp;
    };
    answers: {
      201: TakenUp;
    };
    errors:
      | 'case_open'
      | 'case_unknown'
      | 'date_invalid'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'line_unknown'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** "Not me": sets aside the declarations that wait for the holder */
  dismissDeclarations: {
    method: 'POST';
    path: '/api/v1/lines/{lineId}/declarations/dismiss';
    request: {
      path: {
        lineId: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
    };
    answers: {
      200: Dismissed;
    };
    errors:
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'line_unknown'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Cases, the newest first: by line, by stage, open or closed */
  listTerminations: {
    method: 'GET';
    path: '/api/v1/terminations';
    request: {
      query?: {
        stage?: 'confirm' | 'cool_off' | 'unbind' | 'save_subscriber' | 'bar' | 'detach' | 'remove' | 'cancel_profiles' | 'settle' | 'quarantine' | 'prove_absent' | 'certify' | 'notify' | 'undo_bar' | 'close';
        lineId?: string;
        /** True: only open cases; false: only closed ones; without it: both. */
        open?: boolean;
        /** The `next` of the page before; without it, the first page. */
        after?: string;
        /** How many at most; 100 where nothing is said. */
        limit?: number;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: CasePage;
    };
    errors:
      | 'case_unknown'
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Declare the termination of a line */
  declare: {
    method: 'POST';
    path: '/api/v1/terminations';
    request: {
      query?: {
        /** Checks everything and changes nothing. */
        validate?: boolean;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: Declaration;
    };
    answers: {
      200: Tried;
      201: Declared;
    };
    errors:
      | 'case_open'
      | 'factor_needed'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'line_unknown'
      | 'media_type_unsupported'
      | 'msisdn_invalid'
      | 'msisdn_not_international'
      | 'not_acceptable'
      | 'not_eligible'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** A case as its person follows it */
  viewCase: {
    method: 'GET';
    path: '/api/v1/terminations/{caseId}';
    request: {
      path: {
        caseId: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Only if it has none of these entity tags; with PUT `*`: only if it does not exist. */
        'If-None-Match'?: string;
      };
    };
    answers: {
      200: Case;
    };
    errors:
      | 'case_unknown'
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** What confirming now would mean */
  reviewCase: {
    method: 'GET';
    path: '/api/v1/terminations/{caseId}/review';
    request: {
      path: {
        caseId: string;
      };
      query?: {
        /** Only with a token that has `cases:declare`, which must send it: how you identified the customer. The audit log keeps it with the name of the token. */
        provenBy?: ReadonlyArray<'sms_code' | 'contact_code' | 'receipt_secret' | 'document_number' | 'opening_date' | 'plan_name' | 'recent_top_up' | 'iccid' | 'document_photo' | 'liveness' | 'document_seen'>;
        /** With `provenBy`: where the customer is. Its rules count. */
        channel?: 'online' | 'hotline' | 'store';
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: Review;
    };
    errors:
      | 'case_unknown'
      | 'forbidden'
      | 'internal'
      | 'line_unknown'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Confirm: the cooling-off begins */
  confirm: {
    method: 'POST';
    path: '/api/v1/terminations/{caseId}/confirm';
    request: {
      path: {
        caseId: string;
      };
      query?: {
        /** Checks everything and changes nothing. */
        validate?: boolean;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: Confirmation;
    };
    answers: {
      200: ConfirmAnswer;
    };
    errors:
      | 'cannot_tell'
      | 'case_unknown'
      | 'contact_invalid'
      | 'factor_needed'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'line_unknown'
      | 'media_type_unsupported'
      | 'msisdn_invalid'
      | 'msisdn_not_international'
      | 'not_acceptable'
      | 'not_eligible'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'stage_conflict'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Take the declaration back */
  withdraw: {
    method: 'POST';
    path: '/api/v1/terminations/{caseId}/withdraw';
    request: {
      path: {
        caseId: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
    };
    answers: {
      200: Case;
    };
    errors:
      | 'case_unknown'
      | 'factor_needed'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable'
      | 'withdraw_too_late';
  };
  /** The case as server-sent events, one whenever it changes */
  followCase: {
    method: 'GET';
    path: '/api/v1/terminations/{caseId}/events';
    request: {
      path: {
        caseId: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: string;
    };
    errors:
      | 'case_unknown'
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Make a campaign that waits for its rows */
  makeCampaign: {
    method: 'POST';
    path: '/api/v1/campaigns';
    request: {
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: CampaignToMake;
    };
    answers: {
      200: Campaign;
      201: Campaign;
    };
    errors:
      | 'campaign_conflict'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Campaigns, the newest first */
  listCampaigns: {
    method: 'GET';
    path: '/api/v1/campaigns';
    request: {
      query?: {
        /** The `next` of the page before; without it, the first page. */
        after?: string;
        /** How many at most; 100 where nothing is said. */
        limit?: number;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: CampaignPage;
    };
    errors:
      | 'campaign_unknown'
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** How a campaign stands, in numbers */
  viewCampaign: {
    method: 'GET';
    path: '/api/v1/campaigns/{name}';
    request: {
      path: {
        name: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: Campaign;
    };
    errors:
      | 'campaign_unknown'
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Rows of a campaign, in the order of its file */
  listCampaignRows: {
    method: 'GET';
    path: '/api/v1/campaigns/{name}/rows';
    request: {
      path: {
        name: string;
      };
      query?: {
        /** Only wrong rows: all, or those. */
        fault?: 'any' | 'columns' | 'empty' | 'too_long' | 'control_characters' | 'number_damaged' | 'number_ambiguous' | 'number_invalid' | 'number_of_nobody' | 'unknown_line' | 'duplicate' | 'ended_already' | 'open_already';
        /** Only rows of which the preview says so. */
        outcome?: 'would_start' | 'blocked' | 'cannot_tell' | 'open_already' | 'ended_already' | 'unknown';
        /** Only rows with which the run did so. */
        result?: 'started' | 'blocked' | 'cannot_tell' | 'open_already' | 'ended_already' | 'unknown';
        /** The `next` of the page before; without it, the first page. */
        after?: string;
        /** How many at most; 100 where nothing is said. */
        limit?: number;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: CampaignRowPage;
    };
    errors:
      | 'campaign_unknown'
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Take the rows of a campaign, in the place of those that are there */
  uploadCampaignRows: {
    method: 'PUT';
    path: '/api/v1/campaigns/{name}/rows';
    request: {
      path: {
        name: string;
      };
      query?: {
        /** A label of the WHATWG Encoding standard; a byte order mark outweighs it. */
        encoding?: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
      body?: Blob;
    };
    answers: {
      200: CampaignUpload;
    };
    errors:
      | 'campaign_conflict'
      | 'campaign_unknown'
      | 'forbidden'
      | 'import_file_invalid'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable'
      | 'upload_broken_off';
  };
  /** What became of each row, and where its case is now */
  reportCampaign: {
    method: 'GET';
    path: '/api/v1/campaigns/{name}/report.csv';
    request: {
      path: {
        name: string;
      };
      query?: {
        /** Only wrong rows: all, or those. */
        fault?: 'any' | 'columns' | 'empty' | 'too_long' | 'control_characters' | 'number_damaged' | 'number_ambiguous' | 'number_invalid' | 'number_of_nobody' | 'unknown_line' | 'duplicate' | 'ended_already' | 'open_already';
        /** Only rows of which the preview says so. */
        outcome?: 'would_start' | 'blocked' | 'cannot_tell' | 'open_already' | 'ended_already' | 'unknown';
        /** Only rows with which the run did so. */
        result?: 'started' | 'blocked' | 'cannot_tell' | 'open_already' | 'ended_already' | 'unknown';
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: string;
    };
    errors:
      | 'campaign_conflict'
      | 'campaign_unknown'
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Have every valid row decided, and start none */
  previewCampaign: {
    method: 'POST';
    path: '/api/v1/campaigns/{name}/preview';
    request: {
      path: {
        name: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
    };
    answers: {
      204: null;
    };
    errors:
      | 'campaign_conflict'
      | 'campaign_unknown'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Ask a second person to start a campaign that was previewed */
  runCampaign: {
    method: 'POST';
    path: '/api/v1/campaigns/{name}/approval';
    request: {
      path: {
        name: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
    };
    answers: {
      202: ApprovalAsked;
      204: null;
    };
    errors:
      | 'approval_open'
      | 'campaign_conflict'
      | 'campaign_unknown'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Let a campaign wait */
  pauseCampaign: {
    method: 'POST';
    path: '/api/v1/campaigns/{name}/pause';
    request: {
      path: {
        name: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
    };
    answers: {
      204: null;
    };
    errors:
      | 'campaign_conflict'
      | 'campaign_unknown'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Let it go on where it was */
  resumeCampaign: {
    method: 'POST';
    path: '/api/v1/campaigns/{name}/resume';
    request: {
      path: {
        name: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
    };
    answers: {
      204: null;
    };
    errors:
      | 'campaign_conflict'
      | 'campaign_unknown'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** End a campaign for good */
  stopCampaign: {
    method: 'POST';
    path: '/api/v1/campaigns/{name}/stop';
    request: {
      path: {
        name: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
    };
    answers: {
      204: null;
    };
    errors:
      | 'campaign_conflict'
      | 'campaign_unknown'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** The holder's copy of the certificate: SD-JWT VC, its JSON form, or PDF */
  getCertificate: {
    method: 'GET';
    path: '/api/v1/terminations/{caseId}/certificate';
    request: {
      path: {
        caseId: string;
      };
      query?: {
        format?: 'json' | 'sd-jwt' | 'pdf';
        /** `all`, `none`, or some of `number`, `holder`, `line`, `cards`, `devices`, `network`, `esim`, with commas between them. Default: `all`, and for a PDF `number`. */
        disclose?: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: Certificate | Blob;
    };
    errors:
      | 'case_unknown'
      | 'certificate_not_ready'
      | 'disclosure_unknown'
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'render_failed'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** What anyone may know of a certificate: whether it stands */
  certificateStatus: {
    method: 'GET';
    path: '/api/v1/certificates/{certificateId}';
    request: {
      path: {
        certificateId: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: CertificateStatus;
    };
    errors:
      | 'certificate_unknown'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** That a certificate stands in the public log, as a file to keep beside it */
  certificateLogProof: {
    method: 'GET';
    path: '/api/v1/certificates/{certificateId}/log-proof';
    request: {
      path: {
        certificateId: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: LogProof | Blob;
    };
    errors:
      | 'certificate_not_logged'
      | 'certificate_unknown'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Say what a line is: made if it is new, changed if it differs, untouched if it is the same */
  putLine: {
    method: 'PUT';
    path: '/api/v1/lines/{lineId}';
    request: {
      path: {
        lineId: string;
      };
      query?: {
        /** Checks everything and changes nothing. */
        validate?: boolean;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Only if it still has one of these entity tags; `*` for any that exists. */
        'If-Match'?: string;
        /** Only if it has none of these entity tags; with PUT `*`: only if it does not exist. */
        'If-None-Match'?: string;
      };
      body: LineRecord;
    };
    answers: {
      200: LinePut;
      201: LinePut;
    };
    errors:
      | 'account_conflict'
      | 'forbidden'
      | 'holder_erased'
      | 'iccid_taken'
      | 'imsi_taken'
      | 'internal'
      | 'line_conflict'
      | 'line_input_invalid'
      | 'media_type_unsupported'
      | 'msisdn_quarantined'
      | 'msisdn_taken'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'precondition_failed'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** A line as Handback knows it, in the shape in which it is sent */
  readLine: {
    method: 'GET';
    path: '/api/v1/lines/{lineId}';
    request: {
      path: {
        lineId: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: LineRecord;
    };
    errors:
      | 'forbidden'
      | 'internal'
      | 'line_unknown'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Whether the holder locked the line against ending */
  viewLock: {
    method: 'GET';
    path: '/api/v1/lines/{lineId}/lock';
    request: {
      path: {
        lineId: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: LineLock;
    };
    errors:
      | 'internal'
      | 'line_unknown'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Lock the line against ending, or keep a lock that is being lifted */
  lockLine: {
    method: 'PUT';
    path: '/api/v1/lines/{lineId}/lock';
    request: {
      path: {
        lineId: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
    };
    answers: {
      200: LineLock;
    };
    errors:
      | 'factor_needed'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'line_unknown'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_eligible'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Lift the lock, after the time that the rulebook says; every contact is told */
  liftLock: {
    method: 'DELETE';
    path: '/api/v1/lines/{lineId}/lock';
    request: {
      path: {
        lineId: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
    };
    answers: {
      200: LineLock;
    };
    errors:
      | 'factor_needed'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'line_unknown'
      | 'lock_unknown'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Who did what to a case and when, and which messages went out, wait or were given up */
  viewHistory: {
    method: 'GET';
    path: '/api/v1/terminations/{caseId}/history';
    request: {
      path: {
        caseId: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: History;
    };
    errors:
      | 'case_unknown'
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Every exchange with the network, and what eUICCs signed, as it was kept */
  viewEvidence: {
    method: 'GET';
    path: '/api/v1/terminations/{caseId}/evidence';
    request: {
      path: {
        caseId: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: Evidence;
    };
    errors:
      | 'case_unknown'
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Why a case may, or may not, go on: each decision with what it was made from */
  viewDecisions: {
    method: 'GET';
    path: '/api/v1/terminations/{caseId}/decisions';
    request: {
      path: {
        caseId: string;
      };
      query?: {
        /** The `next` of the page before; without it, the first page. */
        after?: string;
        /** How many at most; 100 where nothing is said. */
        limit?: number;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: DecisionPage;
    };
    errors:
      | 'case_unknown'
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** The decisions on a line, also those of which no case came */
  viewDecisionsOnLine: {
    method: 'GET';
    path: '/api/v1/lines/{lineId}/decisions';
    request: {
      path: {
        lineId: string;
      };
      query?: {
        /** The `next` of the page before; without it, the first page. */
        after?: string;
        /** How many at most; 100 where nothing is said. */
        limit?: number;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: DecisionPage;
    };
    errors:
      | 'forbidden'
      | 'internal'
      | 'line_unknown'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Where a refund goes, as its person said */
  viewRefundDestination: {
    method: 'GET';
    path: '/api/v1/terminations/{caseId}/refund-destination';
    request: {
      path: {
        caseId: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: RefundDestination;
    };
    errors:
      | 'case_unknown'
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** What subscribers say against findings, the newest first */
  listDisputes: {
    method: 'GET';
    path: '/api/v1/disputes';
    request: {
      query?: {
        lineId?: string;
        /** The `next` of the page before; without it, the first page. */
        after?: string;
        /** How many at most; 100 where nothing is said. */
        limit?: number;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: DisputePage;
    };
    errors:
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Messages that wait to be sent, did not arrive, or were given up, the oldest first */
  listNotices: {
    method: 'GET';
    path: '/api/v1/notices';
    request: {
      query: {
        state: 'waiting' | 'undeliverable' | 'given_up';
        kind?: 'code' | 'hotline_code' | 'text_answer' | 'receipt' | 'barred' | 'lock_set' | 'lock_lifting' | 'declared' | 'confirmed' | 'asked_for_you' | 'closing_not_mine' | 'closing_by_us' | 'leaving_reminder' | 'switching_waits' | 'request_decided' | 'withdrawn' | 'unbind' | 'unbind_reminder' | 'esim_removed' | 'completed' | 'proof_arrived' | 'proof_undone' | 'card_recorded' | 'card_destroyed' | 'supplementary' | 'complaint_received' | 'complaint_answered' | 'complaint_late' | 'export_asked' | 'export_ready' | 'charge_held' | 'charge_decided' | 'appointment_made' | 'appointment_soon' | 'appointment_off';
        /** The `next` of the page before; without it, the first page. */
        after?: string;
        /** How many at most; 100 where nothing is said. */
        limit?: number;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: NoticePage;
    };
    errors:
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Try a message again that was given up, with a new deadline */
  retryNotice: {
    method: 'POST';
    path: '/api/v1/notices/{noticeId}/retry';
    request: {
      path: {
        noticeId: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
    };
    answers: {
      204: null;
    };
    errors:
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'notice_not_retryable'
      | 'notice_unknown'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Let a case rest, once, by the link of the message that told of it */
  objectToCase: {
    method: 'POST';
    path: '/api/v1/objections';
    request: {
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: ObjectionRequest;
    };
    answers: {
      200: Objection;
    };
    errors:
      | 'case_unknown'
      | 'idempotency_answer_withheld'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Cases that wait for a person of the operator, the oldest first */
  listStuckCases: {
    method: 'GET';
    path: '/api/v1/stuck-cases';
    request: {
      query?: {
        /** The `next` of the page before; without it, the first page. */
        after?: string;
        /** How many at most; 100 where nothing is said. */
        limit?: number;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: StuckCasePage;
    };
    errors:
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Try a stuck stage again */
  retryCase: {
    method: 'POST';
    path: '/api/v1/terminations/{caseId}/retry';
    request: {
      path: {
        caseId: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
    };
    answers: {
      204: null;
    };
    errors:
      | 'case_unknown'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'stage_conflict'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Go on without a stage that cannot be done; it stays unproven */
  skipStage: {
    method: 'POST';
    path: '/api/v1/terminations/{caseId}/skip';
    request: {
      path: {
        caseId: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: Reasoned;
    };
    answers: {
      202: ApprovalAsked;
      204: null;
    };
    errors:
      | 'approval_open'
      | 'case_unknown'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'stage_conflict'
      | 'stage_not_skippable'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Stop waiting for a serving node; the detach is recorded as unconfirmed */
  rollForward: {
    method: 'POST';
    path: '/api/v1/terminations/{caseId}/roll-forward';
    request: {
      path: {
        caseId: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: Reasoned;
    };
    answers: {
      204: null;
    };
    errors:
      | 'case_unknown'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'stage_conflict'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Why cases wait for a person of the operator, the cause of most cases first */
  listStuckGroups: {
    method: 'GET';
    path: '/api/v1/stuck-groups';
    request: {
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: StuckGroups;
    };
    errors:
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Try all cases again that are stuck for one cause, a few first */
  retryStuckGroup: {
    method: 'POST';
    path: '/api/v1/stuck-groups/retries';
    request: {
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: GroupRetry;
    };
    answers: {
      200: GroupRetryDryRun;
      202: GroupRetryBegun;
    };
    errors:
      | 'forbidden'
      | 'group_retry_running'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'nothing_stuck'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** How far a retry of a group is, and what became of each case */
  getGroupRetry: {
    method: 'GET';
    path: '/api/v1/stuck-groups/retries/{retryId}';
    request: {
      path: {
        retryId: string;
      };
      query?: {
        after?: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: GroupRetryReport;
    };
    errors:
      | 'forbidden'
      | 'group_retry_unknown'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Usage that arrived after the final bill: a supplementary bill and a superseding certificate */
  bookLateUsage: {
    method: 'POST';
    path: '/api/v1/late-usage';
    request: {
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: LateUsage;
    };
    answers: {
      201: LateUsageBooked;
    };
    errors:
      | 'certificate_not_ready'
      | 'date_invalid'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'line_unknown'
      | 'media_type_unsupported'
      | 'money_invalid'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Whether a charge may be booked: what lies after the end of its line is held and disputed */
  receiveCharge: {
    method: 'POST';
    path: '/api/v1/charges';
    request: {
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: Charge;
    };
    answers: {
      200: ChargeAnswer;
    };
    errors:
      | 'charge_conflict'
      | 'date_invalid'
      | 'field_invalid'
      | 'field_missing'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'line_unknown'
      | 'media_type_unsupported'
      | 'money_invalid'
      | 'msisdn_invalid'
      | 'msisdn_not_international'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Charges that were held, the newest first */
  listCharges: {
    method: 'GET';
    path: '/api/v1/charges';
    request: {
      query?: {
        state?: 'waiting' | 'open' | 'refused' | 'withdrawn' | 'credited' | 'upheld' | 'unsettled';
        lineId?: string;
        /** The `next` of the page before; without it, the first page. */
        after?: string;
        /** How many at most; 100 where nothing is said. */
        limit?: number;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: HeldChargePage;
    };
    errors:
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** The same for up to 500 charges, each with an answer of its own */
  receiveCharges: {
    method: 'POST';
    path: '/api/v1/charges/batch';
    request: {
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: ChargeBatch;
    };
    answers: {
      200: ChargeBatchAnswer;
    };
    errors:
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** What became of a held charge, where the billing system did not say it */
  settleCharge: {
    method: 'POST';
    path: '/api/v1/charges/{chargeId}/outcome';
    request: {
      path: {
        chargeId: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: ChargeSettled;
    };
    answers: {
      204: null;
    };
    errors:
      | 'charge_settled'
      | 'charge_unknown'
      | 'field_invalid'
      | 'field_missing'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** How many texts came for numbers, so that those for which codes still come rest longer */
  countTexts: {
    method: 'POST';
    path: '/api/v1/number-texts';
    request: {
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: TextCounts;
    };
    answers: {
      200: TextCountsKept;
    };
    errors:
      | 'date_invalid'
      | 'field_invalid'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'msisdn_invalid'
      | 'msisdn_not_international'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Revoke a certificate, with a reason that verifiers see */
  revokeCertificate: {
    method: 'POST';
    path: '/api/v1/certificates/{certificateId}/revoke';
    request: {
      path: {
        certificateId: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: Revocation;
    };
    answers: {
      202: ApprovalAsked;
      204: null;
    };
    errors:
      | 'approval_open'
      | 'certificate_unknown'
      | 'field_invalid'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** What became of an act that waits for a second person */
  followApproval: {
    method: 'GET';
    path: '/api/v1/approvals/{requestId}';
    request: {
      path: {
        requestId: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: Approval;
    };
    errors:
      | 'approval_unknown'
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Ask for a line to end, or to be split off, where one cannot ask as its holder does */
  submitSpecialRequest: {
    method: 'POST';
    path: '/api/v1/special-requests';
    request: {
      query?: {
        /** Checks everything and changes nothing. */
        validate?: boolean;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: SpecialRequestForm;
    };
    answers: {
      201: SpecialReceipt;
      204: null;
    };
    errors:
      | 'contact_invalid'
      | 'document_invalid'
      | 'field_invalid'
      | 'field_missing'
      | 'forbidden'
      | 'idempotency_answer_withheld'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'materials_missing'
      | 'media_type_unsupported'
      | 'msisdn_invalid'
      | 'msisdn_not_international'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'photo_invalid'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Special requests: those that wait, the most urgent first, or those decided, the newest first */
  listSpecialRequests: {
    method: 'GET';
    path: '/api/v1/special-requests';
    request: {
      query?: {
        /** `waiting` where nothing is said. */
        state?: 'waiting' | 'decided';
        /** The `next` of the page before; without it, the first page. */
        after?: string;
        /** How many at most; 100 where nothing is said. */
        limit?: number;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: SpecialRequestPage;
    };
    errors:
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** What became of a special request, by its receipt */
  viewSpecialReceipt: {
    method: 'GET';
    path: '/api/v1/special-requests/current';
    request: {
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: SpecialRequestByReceipt;
    };
    errors:
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'special_request_unknown'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Take a special request back that is not decided, by its receipt */
  withdrawSpecialRequest: {
    method: 'POST';
    path: '/api/v1/special-requests/current/withdraw';
    request: {
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
    };
    answers: {
      204: null;
    };
    errors:
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'special_request_decided'
      | 'special_request_unknown'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** A special request with all that is needed to decide it */
  viewSpecialRequest: {
    method: 'GET';
    path: '/api/v1/special-requests/{requestId}';
    request: {
      path: {
        requestId: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: SpecialRequest;
    };
    errors:
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'special_request_unknown'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** A picture of a special request, for a reason */
  viewRequestPhoto: {
    method: 'GET';
    path: '/api/v1/special-requests/{requestId}/photos/{photoId}';
    request: {
      path: {
        requestId: string;
        photoId: string;
      };
      query: {
        /** The reason, which the audit log keeps. */
        why: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: Blob;
    };
    errors:
      | 'field_invalid'
      | 'field_missing'
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'photo_unknown'
      | 'request_invalid'
      | 'special_request_unknown'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Accept a special request for the lines that are chosen */
  acceptSpecialRequest: {
    method: 'POST';
    path: '/api/v1/special-requests/{requestId}/accept';
    request: {
      path: {
        requestId: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: SpecialRequestChoice;
    };
    answers: {
      200: AcceptedSpecialRequest;
      202: ApprovalAsked;
    };
    errors:
      | 'approval_open'
      | 'field_missing'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'special_line_unfit'
      | 'special_request_decided'
      | 'special_request_unknown'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Refuse a special request, with a reason that its requester reads */
  refuseSpecialRequest: {
    method: 'POST';
    path: '/api/v1/special-requests/{requestId}/refuse';
    request: {
      path: {
        requestId: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: Reasoned;
    };
    answers: {
      204: null;
    };
    errors:
      | 'field_invalid'
      | 'field_missing'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'special_request_decided'
      | 'special_request_unknown'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** What is needed to end a line: where, which papers, what it may cost, how long it takes */
  viewGuidance: {
    method: 'GET';
    path: '/api/v1/guidance';
    request: {
      query: {
        /** Small letters, e.g. `cn`. */
        jurisdiction: string;
        /** ISO 3166-2, e.g. `CN-GD`. */
        province?: string;
        /** As whom somebody comes. */
        capacity?: 'owner' | 'heir' | 'guardian' | 'agent' | 'company';
        opened?: 'store' | 'online' | 'agent' | 'business';
        access?: 'sim' | 'esim' | 'companion';
        payment?: 'prepaid' | 'postpaid';
        /** The phone or card is lost or stolen. */
        urgent?: boolean;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: Guidance;
    };
    errors:
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** The eSIM profiles of an ending line, and what became of each */
  devicesOfCase: {
    method: 'GET';
    path: '/api/v1/terminations/{caseId}/devices';
    request: {
      path: {
        caseId: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: Devices;
    };
    errors:
      | 'case_unknown'
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Say that a device has deleted a profile */
  sayDeleted: {
    method: 'POST';
    path: '/api/v1/terminations/{caseId}/devices/{iccid}/deleted';
    request: {
      path: {
        caseId: string;
        iccid: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
    };
    answers: {
      204: null;
    };
    errors:
      | 'case_unknown'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'profile_unknown'
      | 'request_invalid'
      | 'stage_conflict'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** End the line without waiting for its devices any longer */
  stopWaitingForDevices: {
    method: 'POST';
    path: '/api/v1/terminations/{caseId}/devices/stop-waiting';
    request: {
      path: {
        caseId: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
    };
    answers: {
      204: null;
    };
    errors:
      | 'case_unknown'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'stage_conflict'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** How many profiles of ended lines are not proven deleted, by age, maker of the eUICC or campaign */
  countZombies: {
    method: 'GET';
    path: '/api/v1/zombie-profiles';
    request: {
      query?: {
        by?: 'age' | 'maker' | 'campaign';
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: ZombieCounts;
    };
    errors:
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** The ledger of zombie profiles, the oldest first */
  exportZombies: {
    method: 'GET';
    path: '/api/v1/zombie-profiles.csv';
    request: {
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: string;
    };
    errors:
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** The same as a chart */
  chartZombies: {
    method: 'GET';
    path: '/api/v1/zombie-profiles.svg';
    request: {
      query?: {
        by?: 'age' | 'maker' | 'campaign';
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: string;
    };
    errors:
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** What eUICCs sent that proves nothing as yet, the oldest first */
  listQuarantined: {
    method: 'GET';
    path: '/api/v1/quarantined-notifications';
    request: {
      query?: {
        after?: string;
        /** How many at most; 100 where nothing is said. */
        limit?: number;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: QuarantinedNotificationPage;
    };
    errors:
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Judge a notification anew by what is known today */
  recheckNotification: {
    method: 'POST';
    path: '/api/v1/quarantined-notifications/{notificationId}/recheck';
    request: {
      path: {
        notificationId: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: Recheck;
    };
    answers: {
      200: Rechecked;
    };
    errors:
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'notification_unknown'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Leave a notification as the proof of nothing that it is */
  dismissNotification: {
    method: 'POST';
    path: '/api/v1/quarantined-notifications/{notificationId}/dismiss';
    request: {
      path: {
        notificationId: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: Reasoned;
    };
    answers: {
      204: null;
    };
    errors:
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'notification_unknown'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** The telephony tells of a call: the desk of the agent opens the line at which the number hints */
  reportCall: {
    method: 'POST';
    path: '/api/v1/calls';
    request: {
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: Call;
    };
    answers: {
      200: CallReported;
    };
    errors:
      | 'agent_unknown'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Stores, in the order of the operator */
  listStores: {
    method: 'GET';
    path: '/api/v1/stores';
    request: {
      query?: {
        jurisdiction?: string;
        /** ISO 3166-2, e.g. `CN-GD`. */
        province?: string;
        service?: 'end_line' | 'report_loss' | 'for_another' | 'card_return';
        /** The `next` of the page before; without it, the first page. */
        after?: string;
        /** How many at most; 100 where nothing is said. */
        limit?: number;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: StoreList;
    };
    errors:
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** One store, when it is open, and for which days appointments are made */
  viewStore: {
    method: 'GET';
    path: '/api/v1/stores/{storeId}';
    request: {
      path: {
        storeId: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: StoreView;
    };
    errors:
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'store_unknown'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** The times of one day for which appointments are made, full ones too */
  viewSlots: {
    method: 'GET';
    path: '/api/v1/stores/{storeId}/slots';
    request: {
      path: {
        storeId: string;
      };
      query: {
        day: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: Slots;
    };
    errors:
      | 'date_invalid'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'store_unknown'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Make an appointment */
  bookAppointment: {
    method: 'POST';
    path: '/api/v1/appointments';
    request: {
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: NewAppointment;
    };
    answers: {
      201: Appointment;
    };
    errors:
      | 'appointments_exhausted'
      | 'appointments_from_here'
      | 'idempotency_answer_withheld'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'slot_taken'
      | 'slot_unknown'
      | 'store_unknown'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** An appointment, by its reference and token */
  viewAppointment: {
    method: 'GET';
    path: '/api/v1/appointments/{reference}/{token}';
    request: {
      path: {
        reference: string;
        token: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: Appointment;
    };
    errors:
      | 'appointment_unknown'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Cancel an appointment, so that somebody else can have the time */
  cancelAppointment: {
    method: 'DELETE';
    path: '/api/v1/appointments/{reference}/{token}';
    request: {
      path: {
        reference: string;
        token: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: Appointment;
    };
    errors:
      | 'appointment_over'
      | 'appointment_unknown'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Ask for an archive of the account */
  askForAccountExport: {
    method: 'POST';
    path: '/api/v1/account-exports';
    request: {
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: NewAccountExport;
    };
    answers: {
      202: AccountExport;
    };
    errors:
      | 'export_for_people_only'
      | 'export_under_way'
      | 'exports_exhausted'
      | 'factor_needed'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'passphrase_invalid'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** The archives of the account, the newest first */
  listAccountExports: {
    method: 'GET';
    path: '/api/v1/account-exports';
    request: {
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: AccountExports;
    };
    errors:
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** How far an archive is, by its address */
  viewAccountExport: {
    method: 'GET';
    path: '/api/v1/account-exports/{reference}/{token}';
    request: {
      path: {
        reference: string;
        token: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: AccountExport;
    };
    errors:
      | 'export_unknown'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** The archive itself */
  downloadAccountExport: {
    method: 'GET';
    path: '/api/v1/account-exports/{reference}/{token}/account.zip';
    request: {
      path: {
        reference: string;
        token: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: Blob;
    };
    errors:
      | 'export_not_there'
      | 'export_unknown'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Complain about a case */
  fileComplaint: {
    method: 'POST';
    path: '/api/v1/complaints';
    request: {
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: NewComplaint;
    };
    answers: {
      201: Complaint;
    };
    errors:
      | 'case_unknown'
      | 'complaints_exhausted'
      | 'date_invalid'
      | 'field_invalid'
      | 'field_missing'
      | 'forbidden'
      | 'holder_erased'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'text_missing'
      | 'text_too_long'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** How a complaint stands, and its answer, by its address */
  viewComplaint: {
    method: 'GET';
    path: '/api/v1/complaints/{reference}/{token}';
    request: {
      path: {
        reference: string;
        token: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: Complaint;
    };
    errors:
      | 'complaint_unknown'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Whether a message, link or number is official */
  checkText: {
    method: 'POST';
    path: '/api/v1/channel-checks';
    request: {
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
      body: TextToCheck;
    };
    answers: {
      200: ChannelCheck;
    };
    errors:
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'text_missing'
      | 'text_too_long'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Report a message as fraud */
  reportText: {
    method: 'POST';
    path: '/api/v1/channel-reports';
    request: {
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
      body: TextToCheck;
    };
    answers: {
      204: null;
    };
    errors:
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'reports_exhausted'
      | 'request_invalid'
      | 'text_missing'
      | 'text_too_long'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** What is blocked, as CSV */
  exportBlocks: {
    method: 'GET';
    path: '/api/v1/channel-blocks.csv';
    request: {
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: string;
    };
    errors:
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** What the voice menu collected before a person took over, the newest first, of two days */
  listVoiceHandOvers: {
    method: 'GET';
    path: '/api/v1/voice-hand-overs';
    request: {
      query?: {
        /** open: nobody has taken it up. Default: all. */
        state?: 'open' | 'taken';
        /** The `next` of the page before; without it, the first page. */
        after?: string;
        /** How many at most; 100 where nothing is said. */
        limit?: number;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: VoiceHandOverPage;
    };
    errors:
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Take in an old card, over the counter or by post */
  takeInCard: {
    method: 'POST';
    path: '/api/v1/returned-cards';
    request: {
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: CardToTakeIn;
    };
    answers: {
      201: TakenIn;
    };
    errors:
      | 'bag_unknown'
      | 'card_case_missing'
      | 'card_is_esim'
      | 'card_label_invalid'
      | 'card_label_unknown'
      | 'card_needs_desk'
      | 'card_not_ours'
      | 'card_of_other_line'
      | 'card_taken_in'
      | 'card_too_early'
      | 'case_unknown'
      | 'custody_conflict'
      | 'field_invalid'
      | 'forbidden'
      | 'iccid_invalid'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Cards that are in no bag, the oldest first */
  listLooseCards: {
    method: 'GET';
    path: '/api/v1/returned-cards';
    request: {
      query?: {
        /** The `next` of the page before; without it, the first page. */
        after?: string;
        /** How many at most; 100 where nothing is said. */
        limit?: number;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: LooseCardPage;
    };
    errors:
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Take a card out of the books: given back, sent on, or lost */
  removeCard: {
    method: 'POST';
    path: '/api/v1/returned-cards/{iccid}/removal';
    request: {
      path: {
        iccid: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: CardRemoval;
    };
    answers: {
      204: null;
    };
    errors:
      | 'card_unknown'
      | 'custody_conflict'
      | 'field_invalid'
      | 'field_missing'
      | 'forbidden'
      | 'iccid_invalid'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Where the old cards of a case are */
  viewCards: {
    method: 'GET';
    path: '/api/v1/terminations/{caseId}/cards';
    request: {
      path: {
        caseId: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: CaseCards;
    };
    errors:
      | 'case_unknown'
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** The holder does not have a card any more; it refuses nothing */
  sayCardMissing: {
    method: 'POST';
    path: '/api/v1/terminations/{caseId}/cards/missing';
    request: {
      path: {
        caseId: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: MissingCard;
    };
    answers: {
      204: null;
    };
    errors:
      | 'card_case_missing'
      | 'card_taken_in'
      | 'card_unknown'
      | 'case_unknown'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** A label with which a card that comes by post finds its case */
  makeCardLabel: {
    method: 'POST';
    path: '/api/v1/terminations/{caseId}/card-label';
    request: {
      path: {
        caseId: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
    };
    answers: {
      200: CardLabel;
    };
    errors:
      | 'card_case_missing'
      | 'card_too_early'
      | 'case_unknown'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Bags of old cards, the newest first */
  listCardBags: {
    method: 'GET';
    path: '/api/v1/card-bags';
    request: {
      query?: {
        state?: 'open' | 'sealed' | 'handed_over' | 'received' | 'in_batch';
        /** The `next` of the page before; without it, the first page. */
        after?: string;
        /** How many at most; 100 where nothing is said. */
        limit?: number;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: CardBagPage;
    };
    errors:
      | 'bag_unknown'
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Open a bag for old cards */
  openCardBag: {
    method: 'POST';
    path: '/api/v1/card-bags';
    request: {
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
    };
    answers: {
      201: NewCardBag;
    };
    errors:
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** A bag, its cards, and through whose hands it went */
  viewCardBag: {
    method: 'GET';
    path: '/api/v1/card-bags/{bag}';
    request: {
      path: {
        bag: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: CardBagWithCards;
    };
    errors:
      | 'bag_unknown'
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Close a bag with a seal, or with another one after it was broken */
  sealCardBag: {
    method: 'POST';
    path: '/api/v1/card-bags/{bag}/seal';
    request: {
      path: {
        bag: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: SignedCount;
    };
    answers: {
      204: null;
    };
    errors:
      | 'bag_unknown'
      | 'custody_conflict'
      | 'custody_differs'
      | 'custody_same_person'
      | 'field_invalid'
      | 'field_missing'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Give a sealed bag away */
  handOverCardBag: {
    method: 'POST';
    path: '/api/v1/card-bags/{bag}/hand-over';
    request: {
      path: {
        bag: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: SignedCount;
    };
    answers: {
      204: null;
    };
    errors:
      | 'bag_unknown'
      | 'custody_conflict'
      | 'custody_differs'
      | 'custody_same_person'
      | 'field_invalid'
      | 'field_missing'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Take over a bag that somebody else handed over */
  takeOverCardBag: {
    method: 'POST';
    path: '/api/v1/card-bags/{bag}/take-over';
    request: {
      path: {
        bag: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: SignedCount;
    };
    answers: {
      204: null;
    };
    errors:
      | 'bag_unknown'
      | 'custody_conflict'
      | 'custody_differs'
      | 'custody_same_person'
      | 'field_invalid'
      | 'field_missing'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Batches of old cards, the newest first */
  listCardBatches: {
    method: 'GET';
    path: '/api/v1/card-batches';
    request: {
      query?: {
        state?: 'open' | 'handed_over' | 'closed' | 'destroyed';
        /** The `next` of the page before; without it, the first page. */
        after?: string;
        /** How many at most; 100 where nothing is said. */
        limit?: number;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: CardBatchPage;
    };
    errors:
      | 'batch_unknown'
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Begin a batch of bags that are destroyed together */
  openCardBatch: {
    method: 'POST';
    path: '/api/v1/card-batches';
    request: {
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
    };
    answers: {
      201: NewCardBatch;
    };
    errors:
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** A batch, its bags, through whose hands it went, and how it was destroyed */
  viewCardBatch: {
    method: 'GET';
    path: '/api/v1/card-batches/{batch}';
    request: {
      path: {
        batch: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: CardBatchView;
    };
    errors:
      | 'batch_unknown'
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Put a sealed bag in an open batch */
  putBagInBatch: {
    method: 'POST';
    path: '/api/v1/card-batches/{batch}/bags';
    request: {
      path: {
        batch: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: BagForBatch;
    };
    answers: {
      204: null;
    };
    errors:
      | 'bag_unknown'
      | 'batch_unknown'
      | 'custody_conflict'
      | 'custody_differs'
      | 'field_invalid'
      | 'field_missing'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Seal a batch and hand it to the destroyer */
  handOverCardBatch: {
    method: 'POST';
    path: '/api/v1/card-batches/{batch}/hand-over';
    request: {
      path: {
        batch: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: BatchHandOver;
    };
    answers: {
      204: null;
    };
    errors:
      | 'batch_unknown'
      | 'card_line_goes_on'
      | 'custody_conflict'
      | 'custody_differs'
      | 'field_invalid'
      | 'field_missing'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Keep what is scanned of a batch at its other end */
  scanCardBatch: {
    method: 'POST';
    path: '/api/v1/card-batches/{batch}/scans';
    request: {
      path: {
        batch: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: CardScans;
    };
    answers: {
      200: KeptScans;
    };
    errors:
      | 'batch_unknown'
      | 'custody_conflict'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Close a batch where seal, count and every card agree; else name each difference */
  closeCardBatch: {
    method: 'POST';
    path: '/api/v1/card-batches/{batch}/close';
    request: {
      path: {
        batch: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: SignedCount;
    };
    answers: {
      200: BatchClosing;
    };
    errors:
      | 'batch_unknown'
      | 'custody_conflict'
      | 'custody_same_person'
      | 'field_invalid'
      | 'field_missing'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Record that a closed batch was destroyed; new certificates say so */
  recordCardDestruction: {
    method: 'POST';
    path: '/api/v1/card-batches/{batch}/destruction';
    request: {
      path: {
        batch: string;
      };
      header: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
        /** Chosen by the caller; the same key gets the same answer for a day. */
        'Idempotency-Key': string;
      };
      body: CardDestruction;
    };
    answers: {
      200: DestroyedCards;
    };
    errors:
      | 'batch_unknown'
      | 'custody_conflict'
      | 'date_invalid'
      | 'field_invalid'
      | 'field_missing'
      | 'forbidden'
      | 'idempotency_in_progress'
      | 'idempotency_key_missing'
      | 'idempotency_key_reused'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Texts that came in, the newest first, and what became of them */
  listTexts: {
    method: 'GET';
    path: '/api/v1/texts';
    request: {
      query?: {
        outcome?: 'waiting' | 'answered' | 'helped' | 'checked' | 'stranger' | 'over_strangers' | 'told_bound' | 'over_bound' | 'nobody' | 'too_late';
        /** Only those of this sender. */
        number?: string;
        /** The `next` of the page before; without it, the first page. */
        after?: string;
        /** How many at most; 100 where nothing is said. */
        limit?: number;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: InboundTextPage;
    };
    errors:
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'msisdn_invalid'
      | 'msisdn_not_international'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** One text with what it says */
  viewText: {
    method: 'GET';
    path: '/api/v1/texts/{textId}';
    request: {
      path: {
        textId: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
    };
    answers: {
      200: WholeInboundText;
    };
    errors:
      | 'forbidden'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'text_unknown'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Verify a certificate: send it as the body, in any of its forms */
  verifyCertificate: {
    method: 'POST';
    path: '/api/v1/certificates/verify';
    request: {
      query?: {
        number?: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
      body?: Blob;
    };
    answers: {
      200: Verdict;
    };
    errors:
      | 'internal'
      | 'media_type_unsupported'
      | 'msisdn_invalid'
      | 'msisdn_not_international'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** Add a list to what is blocked: send CSV with the columns kind, value, note */
  importBlocks: {
    method: 'POST';
    path: '/api/v1/channel-blocks';
    request: {
      query: {
        /** The name of the list. */
        source: string;
      };
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
      body?: Blob;
    };
    answers: {
      200: ImportedBlocks;
    };
    errors:
      | 'field_missing'
      | 'forbidden'
      | 'import_file_invalid'
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
  /** A gateway hands over a text of a phone */
  takeText: {
    method: 'POST';
    path: '/api/v1/texts/inbound';
    request: {
      header?: {
        /** `zh-CN` or `en`: the language of `title` and `detail`. */
        'Accept-Language'?: string;
      };
      body?: Blob;
    };
    answers: {
      200: TextReceived;
    };
    errors:
      | 'internal'
      | 'media_type_unsupported'
      | 'not_acceptable'
      | 'not_found'
      | 'not_signed_in'
      | 'payload_too_large'
      | 'request_invalid'
      | 'text_replayed'
      | 'text_signature_invalid'
      | 'too_many_requests'
      | 'unavailable';
  };
}
export type OperationId = keyof Operations;
/** What must be sent: the parts of the address, the query, the headers and the body. */
export type Request<Id extends OperationId> = Operations[Id]['request'];
/** The body of an answer that is no refusal. */
export type Answer<Id extends OperationId> = Operations[Id]['answers'][keyof Operations[Id]['answers']];
/** The codes with which it can be refused. */
export type ErrorCode<Id extends OperationId = OperationId> = Operations[Id]['errors'];

export type AcceptedSpecialRequest = {
  /** `received` while a line can be tried again. */
  state: 'received' | 'accepted' | 'refused' | 'withdrawn';
  lines: ReadonlyArray<SpecialRequestLine>;
};

export type AccountExport = {
  reference: string;
  /** With the reference it is seen and downloaded. */
  token: string;
  state: 'waiting' | 'making' | 'ready' | 'failed' | 'expired';
  askedAt: string;
  /** Each row counts twice: it is written as CSV and as JSON. */
  rowsDone: number;
  rowsTotal: number | null;
  expiresAt: string | null;
  bytes: number | null;
  sha256: string | null;
};

export type AccountExports = {
  items: ReadonlyArray<AccountExport>;
};

export type Appointment = {
  reference: string;
  /** With the reference it opens the appointment: it is seen and cancelled with both. */
  token: string;
  state: 'ahead' | 'over' | 'cancelled' | 'store_changed';
  storeId: string;
  service: 'end_line' | 'report_loss' | 'for_another' | 'card_return';
  startsAt: string;
  endsAt: string;
};

export type Approval = {
  requestId: string;
  act: 'end_risky_line' | 'release_fraud_hold' | 'skip_stage' | 'revoke_certificate' | 'accept_special_request' | 'adopt_rulebook' | 'start_campaign' | 'release_numbers';
  /** The case, the line or the certificate. */
  about: string;
  requestedAt: string;
  expiresAt: string;
  decision: 'approved' | 'refused' | 'withdrawn' | null;
  decidedAt: string | null;
  reason: string | null;
};

/** The act waits for a second person, who decides it at a desk. It is done when they agree. */
export type ApprovalAsked = {
  requestId: string;
  expiresAt: string;
};

export type BagForBatch = {
  bag: string;
  seal: string;
};

export type BatchClosing = {
  /** False where something differs: then nothing changed. */
  closed: boolean;
  expected: number;
  scanned: number;
  differences: ReadonlyArray<{
    kind: 'seal' | 'count' | 'missing' | 'extra' | 'scanned_twice' | 'other_bag' | 'other_operator' | 'unreadable';
    iccid: string | null;
    bag: string | null;
    books: string | null;
    found: string | null;
  }>;
};

export type BatchHandOver = {
  /** How many cards whoever signs has counted. */
  counted: number;
  seal: string;
  destroyer: string;
};

export type Call = {
  /** As the telephony names the call; the same in all its events. */
  callId: string;
  /** The subject of a member of staff (ISSUER#SUBJECT), or the extension at which one sits. */
  agent: string;
  /** A number, `tel:` or `sip:`; empty or `anonymous` where it is withheld. A hint, never a proof. */
  caller: string;
  event: 'ring' | 'answered' | 'ended';
};

export type CallReported = {
  /** False for an event that came late or twice. */
  news: boolean;
};

export type Campaign = {
  campaignId: string;
  name: string;
  state: 'at_once' | 'draft' | 'validated' | 'running' | 'paused' | 'finished' | 'stopped' | 'awaiting_approval';
  madeAt: string;
  upload: {
    /** False while rows come in, and where an upload stopped: it must be sent again. */
    complete: boolean;
    /** Of the upload that is not complete. */
    receivedRows: number;
    fault: string | null;
    rows: number;
    validRows: number;
    /** How many rows are wrong, by what is wrong. */
    faults: {
      columns?: number;
      empty?: number;
      too_long?: number;
      control_characters?: number;
      number_damaged?: number;
      number_ambiguous?: number;
      number_invalid?: number;
      number_of_nobody?: number;
      unknown_line?: number;
      duplicate?: number;
      ended_already?: number;
      open_already?: number;
    };
    digest: string | null;
    uploadedAt: string | null;
  };
  preview: {
    state: 'running' | 'done' | null;
    /** How many are decided. */
    rows: number;
    asOf: string | null;
    /** How many rows, by outcome. */
    outcomes: {
      would_start?: number;
      blocked?: number;
      cannot_tell?: number;
      open_already?: number;
      ended_already?: number;
      unknown?: number;
    };
    /** How many rows each check stands in the way of. */
    blockers: Readonly<Record<string, number>>;
  };
  fault: string | null;
  approval: {
    requestId: string;
    expiresAt: string;
  } | null;
  run: {
    beganAt: string | null;
    endedAt: string | null;
    /** How many are done, of `upload.validRows`. */
    rows: number;
    /** How many rows, by what became of them. */
    results: {
      started?: number;
      blocked?: number;
      cannot_tell?: number;
      open_already?: number;
      ended_already?: number;
      unknown?: number;
    };
  };
};

export type CampaignPage = {
  campaigns: ReadonlyArray<Campaign>;
  next: string | null;
};

export type CampaignRow = {
  /** As a spreadsheet counts them: a header is row 1. */
  row: number;
  given: string;
  lineId: string | null;
  fault: 'columns' | 'empty' | 'too_long' | 'control_characters' | 'number_damaged' | 'number_ambiguous' | 'number_invalid' | 'number_of_nobody' | 'unknown_line' | 'duplicate' | 'ended_already' | 'open_already' | null;
  /** What is known of the row, in the language that was asked for. */
  message: string;
  outcome: 'would_start' | 'blocked' | 'cannot_tell' | 'open_already' | 'ended_already' | 'unknown' | null;
  result: 'started' | 'blocked' | 'cannot_tell' | 'open_already' | 'ended_already' | 'unknown' | null;
  checks: ReadonlyArray<string>;
  reference: string | null;
  case: string | null;
  certificateId: string | null;
};

export type CampaignRowPage = {
  rows: ReadonlyArray<CampaignRow>;
  next: string | null;
};

export type CampaignToMake = {
  name: string;
};

export type CampaignUpload = {
  /** The file had just the rows that were there. */
  unchanged: boolean;
  campaign: Campaign;
};

export type CardBag = {
  bag: string;
  shop: string | null;
  state: 'open' | 'sealed' | 'handed_over' | 'received' | 'in_batch';
  seal: string | null;
  /** How many it holds. */
  cards: number;
  openedAt: string;
};

export type CardBagPage = {
  bags: ReadonlyArray<CardBag>;
  next: string | null;
};

export type CardBagWithCards = {
  summary: CardBag;
  cards: ReadonlyArray<{
    iccid: string;
    condition: 'whole' | 'cut_by_holder' | 'damaged' | 'missing';
    takenInAt: string;
  }>;
  chain: ReadonlyArray<SignedMove>;
};

export type CardBatch = {
  batch: string;
  state: 'open' | 'handed_over' | 'closed' | 'destroyed';
  seal: string | null;
  destroyer: string | null;
  bags: number;
  cards: number;
  /** How many scans of it are kept. */
  scans: number;
  openedAt: string;
};

export type CardBatchPage = {
  batches: ReadonlyArray<CardBatch>;
  next: string | null;
};

export type CardBatchView = {
  summary: CardBatch;
  bags: ReadonlyArray<CardBag>;
  chain: ReadonlyArray<SignedMove>;
  destruction: CardDestruction | null;
};

export type CardDestruction = {
  destroyedOn: string;
  method: 'shredded' | 'pulverised' | 'incinerated' | 'melted';
  particleClass: string | null;
  weightGrams: number;
  witness: string;
  reference: string;
};

export type CardLabel = {
  label: string;
};

export type CardRemoval = {
  as: 'given_back' | 'sent_on' | 'lost';
  reason: string;
};

export type CardScans = {
  scans: ReadonlyArray<{
    scanned: string;
    bag?: string | null;
  }>;
  /** Forgets what was scanned before. */
  startOver?: boolean;
};

export type CardToTakeIn = {
  iccid: string;
  condition: 'whole' | 'cut_by_holder' | 'damaged';
  cameBy?: 'shop' | 'post';
  caseId?: string;
  reference?: string;
  label?: string;
  bag?: string;
  /** Of a card that came by post: keeps one apart that is not ours, or whose line nobody ends. */
  setAside?: boolean;
};

export type Case = {
  caseId: string;
  reference: string;
  lineId: string;
  stage: string;
  outcome: string | null;
  urgent: boolean;
  steps: ReadonlyArray<CaseStep>;
  withdrawal: 'at_once' | 'undo' | 'refused';
  waitingFor: 'person' | 'staff' | 'cooling_off' | 'device' | 'serving_node' | 'paused' | 'peer' | null;
  problem: Readonly<Record<string, unknown>> | null;
  declaredAt: string;
  confirmedAt: string | null;
  dueAt: string | null;
  dueMeaning: 'expiry' | 'end' | 'retry' | null;
  pausedUntil: string | null;
  serviceEndedAt: string | null;
  billingEndOn: string | null;
  numberReleaseOn: string | null;
  detach: string | null;
  bill: FinalBill | null;
  certificateId: string | null;
  closedAt: string | null;
  timeZone: string;
};

export type CaseCard = {
  /** The last four digits. */
  iccidEnd: string;
  place: 'with_holder' | 'missing' | 'taken_in' | 'in_bag' | 'on_the_way' | 'at_depot' | 'at_destroyer' | 'destroyed' | 'given_back' | 'sent_on' | 'lost';
  condition: 'whole' | 'cut_by_holder' | 'damaged' | 'missing' | null;
  takenInAt: string | null;
  destroyed: {
    on: string;
    method: 'shredded' | 'pulverised' | 'incinerated' | 'melted';
    particleClass: string | null;
  } | null;
  chain: ReadonlyArray<CustodyStep>;
};

export type CaseCards = {
  caseId: string;
  cards: ReadonlyArray<CaseCard>;
  /** How many eSIMs the line has: there is nothing to hand in of them. */
  esims: number;
  /** Whether a card can be handed in now. */
  takesCards: boolean;
  label: string | null;
};

export type CasePage = {
  terminations: ReadonlyArray<ListedCase>;
  next: string | null;
};

export type CaseStep = {
  step: string;
  state: string;
  at: string | null;
};

/** An SD-JWT VC in its flattened JSON form (RFC 9901 section 8.1). Its claims: docs/reference/certificate.md. */
export type Certificate = {
  /** The claims as they were signed, base64url. */
  payload: string;
  /** The protected header, base64url. */
  protected: string;
  /** ES256 over both, base64url. */
  signature: string;
  header: {
    disclosures: ReadonlyArray<string>;
    /** That it is in the public log: a C2SP tlog-proof. */
    tlog_proof?: string;
  };
};

export type CertificateStatus = {
  certificateId: string;
  issuedAt: string;
  revoked: {
    at: string;
    reason: string;
  } | null;
  supersededBy: string | null;
  serviceEndedAt: string;
  billingEndedOn: string;
  detach: 'node_asked' | 'acknowledged' | 'not_attached' | 'unconfirmed';
  numberReleasedOn: string | null;
  keyId: string;
};

export type ChannelCheck = {
  verdict: 'official' | 'not_official' | 'cannot_tell';
  reasons: ReadonlyArray<{
    code: 'blocked' | 'link_imitates' | 'link_odd_spelling' | 'link_hides_name' | 'link_runs_script' | 'link_disguised_address' | 'link_mixed_letters' | 'link_not_of_sender' | 'link_of_stranger' | 'link_abused_ending' | 'link_address_only' | 'link_shortened' | 'link_download' | 'link_unknown' | 'number_imitates' | 'number_not_of_sender' | 'number_of_stranger' | 'number_premium' | 'number_foreign' | 'number_unknown' | 'account_unknown' | 'account_for_lines' | 'account_alone' | 'app_unknown' | 'account_imitates' | 'app_imitates' | 'speaks_as_operator' | 'speaks_as_authority' | 'speaks_as_bank' | 'speaks_as_courier' | 'speaks_as_platform' | 'speaks_as_somebody' | 'asks_code' | 'asks_secret' | 'asks_remote' | 'asks_forwarding' | 'asks_money' | 'asks_fee' | 'asks_transfer' | 'asks_secrecy' | 'asks_reply' | 'asks_contact' | 'asks_click' | 'asks_install' | 'accuses' | 'threatens' | 'hurries' | 'promises' | 'safe_account' | 'ends_lines_for_others' | 'hidden_letters' | 'turned_letters' | 'sent_by_us' | 'link_official' | 'number_official' | 'account_official' | 'app_official' | 'sender_proves_nothing' | 'channel_not_in_force' | 'known_elsewhere' | 'not_sent_by_us' | 'nothing_to_compare' | 'more_than_compared';
    /** For whoever asked. */
    message: string;
  }>;
  ways: ReadonlyArray<{
    kind: 'link' | 'mail' | 'number' | 'account' | 'app';
    /** To be shown, never to be followed. */
    shown: string;
    standing: 'official' | 'imitates' | 'blocked' | 'known_elsewhere' | 'unknown';
    owner: string | null;
  }>;
};

/** Exactly one of `lineId`, `number` and `accountId`. */
export type Charge = {
  /** Said twice, it is one charge. */
  chargeId: string;
  lineId?: string;
  number?: string;
  accountId?: string;
  kind: 'usage' | 'recurring' | 'other';
  from: string;
  to: string;
  amount: Money;
};

export type ChargeAnswer = {
  chargeId: string;
  verdict: 'pass' | 'held';
  because: 'line_stands' | 'before_end' | 'after_end' | 'across_end';
  heldFrom: string | null;
  held: Money | null;
};

export type ChargeBatch = {
  charges: ReadonlyArray<Charge>;
};

export type ChargeBatchAnswer = {
  charges: ReadonlyArray<ChargeAnswer | ChargeRefused>;
};

export type ChargeRefused = {
  chargeId: string;
  code: string;
};

export type ChargeSettled = {
  outcome: 'withdrawn' | 'credited' | 'upheld';
  reason: string;
};

export type CodeRequest = {
  /** Telephone number, international or national. */
  number: string;
};

export type CodeSent = {
  resendAt: string;
  validMinutes: number;
  /** Belongs to this code: signing in with the code shows it, too. */
  challenge?: string;
};

export type Complaint = {
  reference: string;
  /** With the reference its person sees how it stands. */
  token: string;
  state: 'open' | 'late' | 'answered';
  topic: 'not_ended' | 'charged_after_end' | 'money_back' | 'certificate' | 'personal_data' | 'treatment' | 'other';
  receivedAt: string;
  dueOn: string;
  outcome: 'upheld' | 'partly_upheld' | 'not_upheld' | null;
  answer: string | null;
  /** Where its person can turn afterwards. */
  regulator: string;
};

export type ConfirmAnswer = Confirmed | Review;

export type Confirmation = {
  /** Another number that reaches the person afterwards. */
  contact?: string;
  /** Only with a token that has `cases:declare`, which must send it: how you identified the customer. The audit log keeps it with the name of the token. */
  provenBy?: ReadonlyArray<'sms_code' | 'contact_code' | 'receipt_secret' | 'document_number' | 'opening_date' | 'plan_name' | 'recent_top_up' | 'iccid' | 'document_photo' | 'liveness' | 'document_seen'>;
  /** With `provenBy`: where the customer is. Its rules count. */
  channel?: 'online' | 'hotline' | 'store';
};

export type Confirmed = {
  caseId: string;
  reference: string;
  lineId: string;
  stage: string;
  outcome: string | null;
  urgent: boolean;
  steps: ReadonlyArray<CaseStep>;
  withdrawal: 'at_once' | 'undo' | 'refused';
  waitingFor: 'person' | 'staff' | 'cooling_off' | 'device' | 'serving_node' | 'paused' | 'peer' | null;
  problem: Readonly<Record<string, unknown>> | null;
  declaredAt: string;
  confirmedAt: string | null;
  dueAt: string | null;
  dueMeaning: 'expiry' | 'end' | 'retry' | null;
  pausedUntil: string | null;
  serviceEndedAt: string | null;
  billingEndOn: string | null;
  numberReleaseOn: string | null;
  detach: string | null;
  bill: FinalBill | null;
  certificateId: string | null;
  closedAt: string | null;
  timeZone: string;
  /** A new receipt, where more is proven than when the first was given; shown once, and the first opens nothing any more. */
  receiptSecret?: string;
};

export type CustodyStep = {
  kind: string;
  at: string;
  signedBy: string | null;
};

export type Decision = {
  decisionId: string;
  caseId: string | null;
  lineId: string;
  kind: 'declaration' | 'confirmation' | 'campaign' | 'recheck';
  at: string;
  verdict: 'eligible' | 'blocked' | 'cannot_tell';
  rules: {
    jurisdiction: string;
    province: string | null;
    version: string;
    on: string;
    running: {
      version: string;
      on: string;
    } | null;
  };
  findings: ReadonlyArray<{
    check: string;
    effect: string;
    rule: {
      id: string;
      version: number;
    };
  }>;
  facts: Readonly<Record<string, unknown>> | null;
  eligibility: Eligibility | null;
};

export type DecisionPage = {
  decisions: ReadonlyArray<Decision>;
  next: string | null;
};

export type Declaration = {
  lineId?: string;
  /** In place of `lineId`, or beside it: they must then be of the same line. */
  number?: string;
  reason?: 'new_phone' | 'lost' | 'stolen' | 'misused' | 'environment' | 'cost' | 'other' | null;
  /** Only with a token that has `cases:declare`, which must send it: how you identified the customer. The audit log keeps it with the name of the token. */
  provenBy?: ReadonlyArray<'sms_code' | 'contact_code' | 'receipt_secret' | 'document_number' | 'opening_date' | 'plan_name' | 'recent_top_up' | 'iccid' | 'document_photo' | 'liveness' | 'document_seen'>;
  /** With `provenBy`: where the customer is. Its rules count. */
  channel?: 'online' | 'hotline' | 'store';
};

export type DeclarationState = {
  state: string;
  receivedAt: string;
  expiresAt: string;
};

export type Declared = {
  caseId: string;
  reference: string;
  /** Shown once; opens the case when the number is gone. */
  receiptSecret: string;
  declaredAt: string;
  eligibility: Eligibility;
};

export type DestroyedCards = {
  cards: number;
};

export type Device = {
  iccid: string;
  eidEnd: string | null;
  label: string | null;
  lastSeenAt: string | null;
  /** `proven`: the eUICC signed the deletion. `unproven`: somebody said so. `unreachable`: the deletion is unconfirmed. `not_possible`: the profile notifies nobody of a deletion. `to_cancel`, `cancelled`: no device has it. */
  status: 'to_cancel' | 'requested' | 'reported' | 'proven' | 'unproven' | 'unreachable' | 'not_possible' | 'cancelled';
  requestedAt: string;
  reportedAt: string | null;
  resultAt: string | null;
  notifiesDeletion: boolean | null;
};

export type Devices = {
  devices: ReadonlyArray<Device>;
  waitUntil: string | null;
  /** Profiles that are gone for good, whatever becomes of the case. */
  deleted: number;
};

export type Dismissed = {
  dismissed: number;
};

export type Dispute = {
  /** The receipt number that the person has. */
  reference: string;
  lineId: string;
  caseId: string | null;
  madeAt: string;
  check: string;
  effect: string;
  rule: {
    id: string;
    version: number;
  };
  said: string | null;
};

export type DisputePage = {
  disputes: ReadonlyArray<Dispute>;
  next: string | null;
};

export type Eligibility = {
  verdict: 'eligible' | 'blocked' | 'cannot_tell';
  earliestServiceEnd: string | null;
  charges: ReadonlyArray<{
    check: string;
    amount: Money;
  }>;
  total: Money;
  findings: ReadonlyArray<Finding>;
  rulebookVersion: string;
  evaluatedOn: string;
};

export type Evidence = {
  exchanges: ReadonlyArray<Exchange>;
  notifications: ReadonlyArray<SignedNotification>;
};

export type Exchange = {
  at: string;
  stage: string;
  accessId: string;
  peer: string;
  interface: string;
  meaning: string;
  node: {
    domain: 'cs' | 'ps';
    name: string;
  } | null;
  /** Hex SHA-256 of its disclosure, whose digest is in the certificate. */
  hash: string;
  /** Bytes, in base64. */
  salt: string;
  request: string | null;
  answer: string | null;
};

export type Factor = {
  /** As on the document. What no document can have is refused as `document_invalid` and costs no try. */
  documentNumber: string;
} | {
  /** The six digits, or the whole message that holds them. What is no code is refused as `code_invalid` and costs no try. */
  contactCode: string;
};

export type FinalBill = {
  invoiceId: string;
  total: Money;
  refund: Money | null;
  dueOn: string | null;
};

export type Finding = {
  check: string;
  effect: string;
  facts: Readonly<Record<string, unknown>>;
  rule: {
    id: string;
    version: number;
    source: Readonly<Record<string, unknown>>;
  };
  clear: Readonly<Record<string, unknown>> | null;
};

export type GroupRetry = {
  stage: 'confirm' | 'cool_off' | 'unbind' | 'save_subscriber' | 'bar' | 'detach' | 'remove' | 'cancel_profiles' | 'settle' | 'quarantine' | 'prove_absent' | 'certify' | 'notify' | 'undo_bar' | 'close';
  /** What stopped them; empty where nothing is known of it. */
  code: string;
  /** The system that it is about; empty where none is. */
  element: string;
  /** Only say which would be tried. */
  dryRun?: boolean;
};

export type GroupRetryBegun = {
  retryId: string;
  cases: number;
};

export type GroupRetryDryRun = {
  would: number;
  not: ReadonlyArray<{
    reference: string;
    why: 'closed' | 'held' | 'not_stuck' | 'for_person' | 'withdrawn' | 'not_skippable' | 'not_detach' | 'too_late' | 'line_cut';
  }>;
  /** There are more than were looked at. */
  more: boolean;
};

export type GroupRetryReport = {
  retryId: string;
  stage: 'confirm' | 'cool_off' | 'unbind' | 'save_subscriber' | 'bar' | 'detach' | 'remove' | 'cancel_profiles' | 'settle' | 'quarantine' | 'prove_absent' | 'certify' | 'notify' | 'undo_bar' | 'close';
  /** What stopped them; empty where nothing is known of it. */
  code: string;
  /** The system that it is about; empty where none is. */
  element: string;
  askedAt: string;
  finishedAt: string | null;
  causeStillThere: boolean;
  counts: {
    all: number;
    left: number;
    notRetried: number;
    trying: number;
    wentOn: number;
    stuckAgain: number;
    sameCause: number;
    notKnown: number;
  };
  /** A hundred at most; the next ones go on after the last `caseId`. */
  cases: ReadonlyArray<{
    caseId: string;
    reference: string | null;
    result: 'retried' | 'not_retried' | null;
    why: string | null;
    outcome: 'went_on' | 'stuck_again' | 'not_known' | null;
    stuckCode: string | null;
  }>;
  next: string | null;
};

export type Guidance = {
  jurisdiction: string;
  province: string | null;
  /** Of the rulebook. */
  version: string;
  /** Where this is done in person: how many, and the first few; `GET /stores` lists all. */
  stores: {
    total: number;
    first: ReadonlyArray<Store>;
  };
  /** Whether somebody has to come in person. */
  inPerson: boolean;
  places: {
    rule: RuleQuoted;
    list: ReadonlyArray<{
      channel: 'online' | 'hotline' | 'store';
      materials: ReadonlyArray<'identity_document' | 'identity_document_copy' | 'opening_form' | 'sim_card' | 'business_licence' | 'company_seal' | 'authorisation_letter' | 'agent_identity_document' | 'death_certificate' | 'proof_of_kinship' | 'heir_identity_document' | 'guardianship_proof' | 'guardian_identity_document' | 'requester_identity_document' | 'police_report' | 'court_order' | 'support_service_letter' | 'sworn_statement'>;
    }>;
  };
  materialsRule: RuleQuoted;
  costs: ReadonlyArray<{
    of: 'arrears' | 'unbilled_usage' | 'contract_term';
    effect: 'blocks' | 'sets_earliest_date' | 'adds_charge' | 'warns';
    rule: RuleQuoted;
  }>;
  lengths: ReadonlyArray<{
    of: 'decision' | 'cooling_off' | 'notice_period' | 'refund' | 'quarantine' | 'idle_end' | 'records_kept';
    amount: number;
    unit: 'minutes' | 'hours' | 'days' | 'working_days' | 'months' | 'years';
    rule: RuleQuoted;
  }>;
};

export type HeldCharge = {
  chargeId: string;
  verdict: 'pass' | 'held';
  because: 'line_stands' | 'before_end' | 'after_end' | 'across_end';
  heldFrom: string | null;
  held: Money | null;
  lineId: string;
  reference: string | null;
  receivedAt: string;
  kind: 'usage' | 'recurring' | 'other';
  from: string;
  to: string;
  amount: Money;
  dispute: 'waiting' | 'open' | 'refused' | 'withdrawn' | 'credited' | 'upheld' | null;
  disputeRef: string | null;
  certificateId: string | null;
  reason: string | null;
  settledAt: string | null;
};

export type HeldChargePage = {
  charges: ReadonlyArray<HeldCharge>;
  next: string | null;
};

export type History = {
  events: ReadonlyArray<{
    at: string;
    actor: string;
    action: string;
    facts: Readonly<Record<string, unknown>> | null;
  }>;
  messages: ReadonlyArray<Notice>;
};

export type ImportedBlocks = {
  rows: number;
  added: number;
  /** Rows that name nothing that could be blocked, counted from 1. */
  wrong: ReadonlyArray<number>;
};

export type InboundText = {
  textId: string;
  source: 'smpp' | 'webhook';
  receivedAt: string;
  senderKind: 'number' | 'short_code' | 'alphanumeric' | 'malformed';
  sender: string | null;
  sentTo: string;
  parts: number;
  outcome: 'answered' | 'helped' | 'checked' | 'stranger' | 'over_strangers' | 'told_bound' | 'over_bound' | 'nobody' | 'too_late' | null;
  wish: 'end_line' | 'report_loss' | 'charges' | 'leave_code' | 'move_number' | 'stop_notices' | 'resume_notices' | 'help' | null;
  lineId: string | null;
  dealtAt: string | null;
  answer: TextAnswer | null;
};

export type InboundTextPage = {
  texts: ReadonlyArray<InboundText>;
  next: string | null;
};

export type KeptScans = {
  scans: number;
};

export type LateUsage = {
  usageId: string;
  lineId: string;
  usedOn: string;
  amount: Money;
};

export type LateUsageBooked = {
  invoiceId: string;
  certificateId: string | null;
};

export type Line = {
  lineId: string;
  number: string | null;
  status: string;
  plan: string;
  monthlyFee: Money;
  accesses: ReadonlyArray<{
    kind: string;
  }>;
  openCase: string | null;
};

export type LineList = LinePage | LineOfNumberPage;

export type LineLock = {
  locked: boolean;
  since: string | null;
  liftsAt: string | null;
};

export type LineOfNumber = {
  lineId: string;
  status: 'active' | 'barred' | 'ended';
  from: string;
  to: string | null;
  openCase: string | null;
};

export type LineOfNumberPage = {
  lines: ReadonlyArray<LineOfNumber>;
  next: string | null;
};

export type LinePage = {
  lines: ReadonlyArray<Line>;
  next: string | null;
};

export type LinePut = {
  lineId: string;
  outcome: 'created' | 'updated' | 'unchanged';
  /** Nothing was changed: this is what would have become of it. */
  validatedOnly: boolean;
};

/** One line as a row of `handback import` has it; `docs/reference/import-columns.md` says more of each field. What is read can be sent back. `status` and `open_case` are never changed by it. */
export type LineRecord = {
  line_id?: string | null;
  msisdn?: string | null;
  imsi?: string | null;
  iccid?: string | null;
  eid?: string | null;
  access_kind?: string | null;
  accesses?: ReadonlyArray<{
    kind: string;
    imsi: string;
    iccid: string;
    eid?: string | null;
  }> | string | null;
  profiles?: ReadonlyArray<Profile> | string | null;
  /** The operator's identity of the person or business that holds the line. */
  holder_id: string;
  /** `natural` or `legal`. */
  holder_kind: string;
  holder_name?: string | null;
  holder_language?: string | null;
  document_type?: string | null;
  document_country?: string | null;
  document_number?: string | null;
  contact_phone?: string | null;
  /** The billing account; several lines may share one. */
  account_id: string;
  /** ISO 4217. All amounts of the row are in it. */
  currency: string;
  /** `prepaid` or `postpaid`. */
  payment: string;
  balance?: string | null;
  unbilled?: string | null;
  /** As the customer knows it. */
  plan_name: string;
  /** Decimal text, zero or more. */
  monthly_fee: string;
  /** Names the rulebook. */
  jurisdiction: string;
  province?: string | null;
  /** Local day on which the line was opened, YYYY-MM-DD; not in the future. */
  opened_on: string;
  /** `store`, `online`, `agent` or `business`. */
  opened_channel: string;
  contract_ends_on?: string | null;
  early_termination_per_month?: string | null;
  ties?: ReadonlyArray<Tie> | string | null;
  holds?: ReadonlyArray<{
    kind: string;
    since: string;
    reference: string;
  }> | string | null;
  port_out_on?: string | null;
  port_out_to?: string | null;
  last_roamed_on?: string | null;
  range_holder?: string | null;
  readonly status?: 'active' | 'barred' | 'ended';
  open_case?: string | null;
};

export type ListedCase = {
  caseId: string;
  reference: string;
  lineId: string;
  stage: 'confirm' | 'cool_off' | 'unbind' | 'save_subscriber' | 'bar' | 'detach' | 'remove' | 'cancel_profiles' | 'settle' | 'quarantine' | 'prove_absent' | 'certify' | 'notify' | 'undo_bar' | 'close';
  outcome: 'completed' | 'withdrawn' | 'expired' | 'holder_changed' | null;
  waitingFor: 'person' | 'staff' | 'cooling_off' | 'device' | 'serving_node' | 'paused' | 'peer' | null;
  problem: Readonly<Record<string, unknown>> | null;
  declaredAt: string;
  updatedAt: string;
  closedAt: string | null;
};

export type ListedSpecialRequest = {
  requestId: string;
  reference: string;
  route: 'bereavement' | 'guardian' | 'agent' | 'survivor' | 'not_mine' | 'company';
  wish: 'end' | 'split_off';
  state: 'received' | 'accepted' | 'refused' | 'withdrawn';
  channel: 'online' | 'hotline' | 'store';
  /** Nothing about it may reach the holder of the line. */
  confidential: boolean;
  takenBy: string | null;
  receivedAt: string;
  decideBy: string;
  decidedAt: string | null;
  decidedBy: string | null;
  photos: number;
  /** How many of its lines are done with. */
  settled: number;
};

export type LogProof = {
  certificateId: string;
  /** Which leaf of the log, from 0. */
  index: number;
  /** What stands there: the bytes of the leaf, as UTF-8. */
  entry: string;
  /** The whole `.tlog-proof` (C2SP tlog-proof). */
  proof: string;
};

export type LooseCard = {
  iccid: string;
  caseId: string | null;
  condition: 'whole' | 'cut_by_holder' | 'damaged' | 'missing';
  takenInAt: string;
};

export type LooseCardPage = {
  cards: ReadonlyArray<LooseCard>;
  next: string | null;
};

export type MissingCard = {
  iccidEnd: string;
};

export type Money = {
  currency: string;
  /** In the smallest unit of the currency. */
  minor: number;
};

export type NamedPerson = {
  name: string;
  documentType: 'cn_resident_id' | 'hk_mo_tw_residence_permit' | 'hk_mo_tw_permit' | 'foreign_permanent_resident' | 'passport' | 'business_licence' | 'other';
  documentNumber: string;
  /** ISO 3166-1 alpha-2; may be left out for documents that only China issues. */
  documentCountry?: string;
};

export type NewAccountExport = {
  /** At least 12 characters of printable ASCII. It opens the archive, and is forgotten. */
  passphrase: string;
};

export type NewAppointment = {
  storeId: string;
  startsAt: string;
  service: 'end_line' | 'report_loss' | 'for_another' | 'card_return';
};

export type NewCardBag = {
  bag: string;
};

export type NewCardBatch = {
  batch: string;
};

export type NewComplaint = {
  caseId: string;
  topic: 'not_ended' | 'charged_after_end' | 'money_back' | 'certificate' | 'personal_data' | 'treatment' | 'other';
  said: string;
  /** Only with a token that has `cases:steer`, which must send it. */
  via?: 'hotline' | 'counter' | 'letter' | 'regulator';
  /** With `via` regulator: who sent it, and its day. */
  authority?: {
    name: string;
    reference: string;
    dueOn: string;
  };
};

export type Notice = {
  noticeId: string;
  caseId: string | null;
  kind: 'code' | 'hotline_code' | 'text_answer' | 'receipt' | 'barred' | 'lock_set' | 'lock_lifting' | 'declared' | 'confirmed' | 'asked_for_you' | 'closing_not_mine' | 'closing_by_us' | 'leaving_reminder' | 'switching_waits' | 'request_decided' | 'withdrawn' | 'unbind' | 'unbind_reminder' | 'esim_removed' | 'completed' | 'proof_arrived' | 'proof_undone' | 'card_recorded' | 'card_destroyed' | 'supplementary' | 'complaint_received' | 'complaint_answered' | 'complaint_late' | 'export_asked' | 'export_ready' | 'charge_held' | 'charge_decided' | 'appointment_made' | 'appointment_soon' | 'appointment_off';
  channel: 'sms' | 'email';
  state: 'waiting' | 'sent' | 'delivered' | 'undeliverable' | 'given_up';
  madeAt: string;
  sentAt: string | null;
  /** How often the peer said something about it, or may have taken it. */
  attempts: number;
  nextTryAt: string | null;
  /** Until then it is tried. */
  deadlineAt: string;
  givenUpAt: string | null;
  givenUpFor: 'deadline' | 'refused' | 'person_erased' | 'contact_gone' | 'outdated' | null;
  failed: string | null;
  receiptAt: string | null;
  receipt: string | null;
};

export type NoticePage = {
  notices: ReadonlyArray<Notice>;
  next: string | null;
};

export type Objection = {
  reference: string;
  /** A case rests once; `used` where that is over, `too_late` from the removal on. */
  state: 'possible' | 'resting' | 'used' | 'stopped' | 'too_late';
  restsUntil: string | null;
};

export type ObjectionRequest = {
  reference: string;
  /** The last part of the link in the message. */
  token: string;
};

/** Problem details (RFC 9457). `code` is stable, the texts follow Accept-Language. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  retryable: boolean;
  facts?: Readonly<Record<string, unknown>>;
};

export type Profile = {
  iccid: string;
  eid?: string | null;
  state?: string | null;
  smdp_address?: string | null;
  matching_id?: string | null;
  notifies_deletion?: string | null;
  label?: string | null;
  imei?: string | null;
};

export type PublicDeclaration = {
  number: string;
  name: string;
  contact?: string;
  reason?: 'new_phone' | 'lost' | 'stolen' | 'misused' | 'environment' | 'cost' | 'other' | null;
  endOn?: string | null;
};

export type QuarantinedNotification = {
  notificationId: string;
  receivedAt: string;
  via: string;
  reason: string;
  repeats: number;
  event: string | null;
  eid: string | null;
  iccid: string | null;
  seqNumber: number | null;
  address: string | null;
};

export type QuarantinedNotificationPage = {
  notifications: ReadonlyArray<QuarantinedNotification>;
  next: string | null;
};

export type Reasoned = {
  reason: string;
};

export type Receipt = {
  reference: string;
  receiptSecret: string;
  receivedAt: string;
  expiresAt: string;
};

export type Recheck = {
  /** The operator knows that the profile was on the eUICC that signed. */
  deviceConfirmed?: boolean;
};

export type Rechecked = {
  proven: boolean;
};

export type Records = {
  held: ReadonlyArray<{
    kind: 'name' | 'document' | 'lines' | 'cases' | 'certificates' | 'network_answers' | 'decisions' | 'visits' | 'photos' | 'contacts' | 'device_names' | 'requests' | 'declarations' | 'disputes' | 'complaints' | 'refunds' | 'letters' | 'messages' | 'texts' | 'appointments';
    count: number;
    until: string | null;
  }>;
  /** What keeps it longer than the period says. */
  because: ReadonlyArray<'standing_line' | 'open_dispute'>;
  rule: {
    id: string;
    version: number;
    source: string;
  } | null;
  years: number | null;
  until: string | null;
};

export type RefundDestination = {
  kind: 'as_paid' | 'bank_account' | null;
  account: string | null;
  name: string | null;
};

export type Review = {
  eligibility: Eligibility;
  dates: {
    coolingOffEndsAt: string;
    serviceEndAt: string;
    serviceEndOn: string;
    billingEndOn: string;
    numberReleaseOn: string | null;
  } | null;
  /** What makes the cooling-off longer than usual. */
  risks: ReadonlyArray<'sim_changed' | 'contact_changed' | 'new_device' | 'started_by_agent' | 'many_by_agent'>;
  bill: {
    items: ReadonlyArray<{
      kind: string;
      description: string;
      amount: Money;
    }>;
    total: Money;
    refund: Money | null;
  } | null;
  /** How many of which factors the confirmation would still need. */
  missing?: {
    count: number;
    accepted: ReadonlyArray<'sms_code' | 'contact_code' | 'receipt_secret' | 'document_number' | 'opening_date' | 'plan_name' | 'recent_top_up' | 'iccid' | 'document_photo' | 'liveness' | 'document_seen'>;
  };
};

export type Revocation = {
  /** Published. */
  reason: 'issued_in_error' | 'wrong_person' | 'wrong_data' | 'fraud' | 'key_compromise' | 'ordered_by_authority';
  /** For the audit log; it is shown to nobody else. */
  note?: string;
};

export type RuleQuoted = {
  id: string;
  version: number;
  source: {
    title: string;
    /** What the source is worth; `operator`: the operator says so, and nobody else. */
    strength: 'statute' | 'official' | 'weak' | 'operator';
    url?: string;
    citation?: string;
    clause?: string;
  };
};

export type Session = {
  token: string;
  lineId: string;
  factors: ReadonlyArray<string>;
};

export type SignIn = {
  /** Telephone number, international or national. */
  number: string;
  /** The six digits, or the whole message that holds them. What is no code is refused as `code_invalid` and costs no try. */
  code?: string;
  /** From the answer to `requestCode`. */
  challenge?: string;
  /** As on the document. What no document can have is refused as `document_invalid` and costs no try. */
  documentNumber?: string;
  openedOn?: string;
};

export type SignedCount = {
  /** How many cards whoever signs has counted. */
  counted: number;
  seal: string;
};

export type SignedMove = {
  kind: string;
  at: string;
  signedBy: string;
  /** As colleagues know them. */
  signerName: string;
  counted: number | null;
  seal: string | null;
};

export type SignedNotification = {
  receivedAt: string;
  via: 'lpa' | 'smdp';
  event: string;
  eid: string;
  iccid: string;
  seqNumber: number;
  /** Hex SHA-256 of its disclosure, whose digest is in the certificate. */
  hash: string;
  /** Bytes, in base64. */
  salt: string;
  raw: string | null;
};

export type Slots = {
  slots: ReadonlyArray<{
    startsAt: string;
    endsAt: string;
    /** How many more can come then. */
    free: number;
  }>;
};

export type SpecialReceipt = {
  reference: string;
  /** Shown once. */
  receiptSecret: string;
  receivedAt: string;
  decideBy: string;
};

export type SpecialRequest = {
  requestId: string;
  reference: string;
  route: 'bereavement' | 'guardian' | 'agent' | 'survivor' | 'not_mine' | 'company';
  wish: 'end' | 'split_off';
  state: 'received' | 'accepted' | 'refused' | 'withdrawn';
  channel: 'online' | 'hotline' | 'store';
  /** Nothing about it may reach the holder of the line. */
  confidential: boolean;
  takenBy: string | null;
  receivedAt: string;
  decideBy: string;
  decidedAt: string | null;
  decidedBy: string | null;
  overdue: boolean;
  said: {
    numbers: ReadonlyArray<string>;
    everything: boolean;
    requester: NamedPerson;
    holder: NamedPerson | null;
    contact: string;
    note: string;
    materials: ReadonlyArray<'identity_document' | 'identity_document_copy' | 'opening_form' | 'sim_card' | 'business_licence' | 'company_seal' | 'authorisation_letter' | 'agent_identity_document' | 'death_certificate' | 'proof_of_kinship' | 'heir_identity_document' | 'guardianship_proof' | 'guardian_identity_document' | 'requester_identity_document' | 'police_report' | 'court_order' | 'support_service_letter' | 'sworn_statement'>;
    /** The numbers whose phone the requester has shown to have, by a code. */
    inHand: ReadonlyArray<string>;
  } | null;
  refusal: string | null;
  photos: ReadonlyArray<{
    photoId: string;
    material: 'identity_document' | 'identity_document_copy' | 'opening_form' | 'sim_card' | 'business_licence' | 'company_seal' | 'authorisation_letter' | 'agent_identity_document' | 'death_certificate' | 'proof_of_kinship' | 'heir_identity_document' | 'guardianship_proof' | 'guardian_identity_document' | 'requester_identity_document' | 'police_report' | 'court_order' | 'support_service_letter' | 'sworn_statement';
    type: 'image/jpeg' | 'image/png' | 'image/webp';
    takenAt: string;
    keepUntil: string;
  }>;
  candidates: ReadonlyArray<{
    number: string | null;
    lineId: string | null;
    status: string | null;
    openCase: boolean;
    holderMatches: boolean | null;
    inHand: boolean;
    fault: 'other_holder' | 'own_line' | 'split_before' | 'ended' | null;
    choosable: boolean;
    findings: ReadonlyArray<Finding>;
    outcome: SpecialRequestLine | null;
  }>;
};

export type SpecialRequestByReceipt = {
  reference: string;
  route: 'bereavement' | 'guardian' | 'agent' | 'survivor' | 'not_mine' | 'company';
  wish: 'end' | 'split_off';
  state: 'received' | 'accepted' | 'refused' | 'withdrawn';
  receivedAt: string;
  decideBy: string;
  decidedAt: string | null;
  refusal: string | null;
  lines: ReadonlyArray<{
    number: string | null;
    /** `blocked`, `cannot_tell` and `open_already` can be tried again. */
    outcome: 'started' | 'split_off' | 'blocked' | 'cannot_tell' | 'ended_already' | 'open_already';
    /** What stood in the way. */
    checks: ReadonlyArray<string>;
    caseReference: string | null;
  }>;
};

export type SpecialRequestChoice = {
  /** Lines among the candidates. */
  lineIds: ReadonlyArray<string>;
};

/** `holder` on the routes `bereavement`, `guardian`, `agent` and `company`, and on no other. */
export type SpecialRequestForm = {
  route: 'bereavement' | 'guardian' | 'agent' | 'survivor' | 'not_mine' | 'company';
  /** `end` where nothing is said. */
  wish?: 'end' | 'split_off';
  /** 20 at most; 5 on the route `agent`, 500 on the route `company`. */
  numbers: ReadonlyArray<string>;
  /** On the route `not_mine`: every line under the document of the requester but `numbers`, which are theirs. */
  everything?: boolean;
  requester: NamedPerson;
  holder?: NamedPerson | null;
  /** A telephone number or an e-mail address, told of the decision. */
  contact?: string;
  note?: string;
  /** Of everything that the rulebook asks for on the route; 12 at most. */
  photos: ReadonlyArray<{
    material: 'identity_document' | 'identity_document_copy' | 'opening_form' | 'sim_card' | 'business_licence' | 'company_seal' | 'authorisation_letter' | 'agent_identity_document' | 'death_certificate' | 'proof_of_kinship' | 'heir_identity_document' | 'guardianship_proof' | 'guardian_identity_document' | 'requester_identity_document' | 'police_report' | 'court_order' | 'support_service_letter' | 'sworn_statement';
    /** JPEG, PNG or WebP, 8 MB at most, in base64. */
    file: string;
  }>;
};

export type SpecialRequestLine = {
  lineId: string;
  /** `blocked`, `cannot_tell` and `open_already` can be tried again. */
  outcome: 'started' | 'split_off' | 'blocked' | 'cannot_tell' | 'ended_already' | 'open_already';
  /** What stood in the way. */
  checks: ReadonlyArray<string>;
  caseId: string | null;
};

export type SpecialRequestPage = {
  requests: ReadonlyArray<ListedSpecialRequest>;
  next: string | null;
};

export type Store = {
  storeId: string;
  /** The same in each language. */
  names: {
    'zh-CN': string;
    en: string;
  };
  jurisdiction: string;
  province: string | null;
  /** The same in each language. */
  city: {
    'zh-CN': string;
    en: string;
  };
  /** The same in each language. */
  address: {
    'zh-CN': string;
    en: string;
  };
  phone: string | null;
  services: ReadonlyArray<'end_line' | 'report_loss' | 'for_another' | 'card_return'>;
  /** As OpenStreetMap writes them; `PH` are the public holidays of the rulebook. */
  openingHours: string;
  timeZone: string;
  /** How long an appointment is. */
  slotMinutes: number;
  /** How many there can be at once; 0: none are made. */
  places: number;
};

export type StoreList = {
  stores: ReadonlyArray<Store>;
  next: string | null;
};

export type StoreView = {
  store: Store;
  /** The coming seven days, today the first; no spans: closed. */
  week: ReadonlyArray<{
    day: string;
    spans: ReadonlyArray<{
      from: string;
      to: string;
    }>;
  }>;
  /** For which appointments are made. */
  days: ReadonlyArray<string>;
};

export type StuckCase = {
  caseId: string;
  reference: string;
  stage: string;
  problem: Readonly<Record<string, unknown>>;
  since: string;
};

export type StuckCasePage = {
  cases: ReadonlyArray<StuckCase>;
  next: string | null;
};

export type StuckGroup = {
  stage: 'confirm' | 'cool_off' | 'unbind' | 'save_subscriber' | 'bar' | 'detach' | 'remove' | 'cancel_profiles' | 'settle' | 'quarantine' | 'prove_absent' | 'certify' | 'notify' | 'undo_bar' | 'close';
  /** What stopped them; empty where nothing is known of it. */
  code: string;
  /** The system that it is about; empty where none is. */
  element: string;
  count: number;
  oldest: string;
  /** Some references, the oldest first. */
  sample: ReadonlyArray<string>;
};

export type StuckGroups = {
  groups: ReadonlyArray<StuckGroup>;
};

export type TakeUp = {
  endOn?: string | null;
};

export type TakenIn = {
  caseId: string | null;
  reference: string | null;
  iccid: string;
  /** Whether the check digit fits. */
  luhn: 'valid' | 'invalid' | 'unknown';
};

export type TakenUp = {
  caseId: string;
  reference: string;
  receiptSecret: string;
};

export type TextAnswer = {
  noticeId: string;
  state: 'waiting' | 'sent' | 'given_up';
  sentAt: string | null;
};

/** How many texts came for a number on a day. What they said and who sent them has no place here. */
export type TextCounts = {
  counts: ReadonlyArray<{
    number: string;
    on: string;
    texts: number;
  }>;
};

export type TextCountsKept = {
  /** Of numbers that rest; of others nothing is kept. */
  kept: number;
};

export type TextReceived = {
  /** False for a text that was received before. */
  news: boolean;
};

export type TextToCheck = {
  /** A text, a link or a number; at most 5,000 characters. */
  message: string;
  /** As the phone shows it. It proves nothing. */
  sender?: string;
};

export type Tie = {
  kind: string;
  role: string;
  label: string;
};

export type Tried = {
  eligibility: Eligibility;
};

/** With `not_a_certificate`: `reason`. With `altered`: `where` and `detail`. With `unknown_issuer`: `reason` and `keyId`. With `authentic`: `claims` (what was signed and is disclosed), `issuer`, `status` and, if it was asked, `number`. */
export type Verdict = {
  result: 'not_a_certificate' | 'altered' | 'unknown_issuer' | 'authentic';
  [member: string]: unknown;
};

export type VoiceHandOver = {
  handOverId: string;
  platform: 'jambonz' | 'twilio' | 'demo';
  /** As the platform names the call. */
  callId: string;
  madeAt: string;
  why: 'asked' | 'misunderstood' | 'too_long' | 'locked' | 'more_proof' | 'cannot_tell' | 'too_many_calls';
  wish: 'blockers' | 'bar' | 'declare' | null;
  language: 'zh-CN' | 'en' | null;
  number: string | null;
  /** What was answered rightly on the keypad. The answers are kept nowhere. */
  proven: ReadonlyArray<'document_number' | 'opening_date'>;
  reference: string | null;
  caller: string | null;
  takenAt: string | null;
  takenFor: 'call' | 'call_back' | null;
  takenBy: string | null;
};

export type VoiceHandOverPage = {
  handOvers: ReadonlyArray<VoiceHandOver>;
  next: string | null;
};

export type WaitingDeclaration = {
  reference: string;
  receivedAt: string;
  expiresAt: string;
  wantedEndOn: string | null;
};

export type WaitingDeclarationPage = {
  declarations: ReadonlyArray<WaitingDeclaration>;
  next: string | null;
};

export type WholeInboundText = {
  textId: string;
  source: 'smpp' | 'webhook';
  receivedAt: string;
  senderKind: 'number' | 'short_code' | 'alphanumeric' | 'malformed';
  sender: string | null;
  sentTo: string;
  parts: number;
  outcome: 'answered' | 'helped' | 'checked' | 'stranger' | 'over_strangers' | 'told_bound' | 'over_bound' | 'nobody' | 'too_late' | null;
  wish: 'end_line' | 'report_loss' | 'charges' | 'leave_code' | 'move_number' | 'stop_notices' | 'resume_notices' | 'help' | null;
  lineId: string | null;
  dealtAt: string | null;
  answer: TextAnswer | null;
  body: string | null;
};

export type ZombieCounts = {
  groups: ReadonlyArray<{
    /** An age in days, the maker of the eUICC, or a campaign. */
    group: string;
    counts: {
      unproven: number;
      unreachable: number;
      not_possible: number;
    };
  }>;
};
