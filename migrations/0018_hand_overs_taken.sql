-- Who called back, or took the call, of whom the menu handed over: one agent, so that nobody is called twice.
alter table voice_hand_over add column taken_by text references staff_member, add column taken_at timestamptz,
  add constraint voice_hand_over_taken check ((taken_by is null) = (taken_at is null));
create index voice_hand_over_open on voice_hand_over (hand_over_id) where taken_by is null;
