-- What was answered before an authority took a complaint up: what an operator said stays said.
alter table complaint add column earlier_enc bytea[] not null default '{}';

select no_samples('complaint', 'earlier_enc');
