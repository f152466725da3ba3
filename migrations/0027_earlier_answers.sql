-- What a complaint was answered before an authority took it up: it counts no more, and stays. Each under the person's key.
alter table complaint add column earlier_enc bytea[] not null default '{}';

select no_samples('complaint', 'earlier_enc');
