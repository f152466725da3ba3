-- Who called back, or took the call, of whom the menu handed over: one agent, so that nobody is called twice.
alter table voice_hand_over add column taken_by text references staff_member, add column taken_at timestamptz,
  add column taken_for text check (taken_for in ('call', 'call_back')),
  add constraint voice_hand_over_taken check (num_nulls(taken_by, taken_at, taken_for) in (0, 3));
create index voice_hand_over_open on voice_hand_over (hand_over_id) where taken_by is null;
