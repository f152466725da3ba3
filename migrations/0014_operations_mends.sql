-- Whoever agrees to an act holds its request by a claim of their own, which the act asks for where it commits.
alter table approval_request add column deciding_claim uuid;
-- Of an act that is about one stage of a case: once the case has left it, nothing is left to agree to.
alter table approval_request add column stage text;

-- Whoever may not know of some of the changes numbers the others: gaps would tell how many there are.
alter table rulebook_simulation_change add column open_n int;
update rulebook_simulation_change c set open_n = o.open_n
  from (select simulation_id, n, row_number() over (partition by simulation_id order by n) as open_n
    from rulebook_simulation_change where not confidential) o
  where o.simulation_id = c.simulation_id and o.n = c.n;
create unique index rulebook_simulation_change_open on rulebook_simulation_change (simulation_id, open_n) where open_n is not null;
alter table rulebook_simulation_change add check (confidential = (open_n is null));
-- Why one stopped, as an error code; null where its process ended.
alter table rulebook_simulation add column fault text;

-- A retry with a case that few may know of is there for these few alone, and keeps nobody else from one of their own.
alter table group_retry add column confidential boolean not null default false;
update group_retry g set confidential = true where exists (
  select from group_retry_case c left join termination t using (case_id) left join termination_closed z using (case_id)
  where c.retry_id = g.retry_id and coalesce(t.confidential, z.confidential, false));
drop index group_retry_running;
create unique index group_retry_running on group_retry (stage, code, element, confidential) where finished_at is null;

-- What the code of a refused file needs beside it, for its words.
alter table campaign add column receive_fault_facts jsonb not null default '{}';
-- When what rows had been given was erased.
alter table campaign add column erased_at timestamptz;

-- Somebody of the operator looked into what a person says against a finding; with a short note for colleagues.
alter table dispute add column dealt_at timestamptz, add column dealt_by text, add column dealt_note text;
alter table dispute add check ((dealt_at is null) = (dealt_by is null) and (dealt_at is null) = (dealt_note is null));
create index dispute_open on dispute (made_at) where dealt_at is null;

-- When a batch was last compared and differed; null where it was not, or something of it changed since.
alter table card_batch add column differs_since timestamptz;
