-- A number that was typed at a confirmation is told things; only one that the operator knows proves who somebody is.
alter table contact add column origin text not null default 'operator' check (origin in ('operator', 'confirmation'));
